"""Addresses that only the demonstration has."""

from django.urls import path

from linli.demo.walk import views

urlpatterns = [
    path("", views.morning, name="walk"),
    path("walk/start/", views.start, name="walk-start"),
    path("walk/clock/", views.move_on, name="walk-clock"),
    path("walk/desk/", views.desk, name="walk-desk"),
    path("walk/eyes/", views.eyes, name="walk-eyes"),
    path("walk/<int:number>/", views.station, name="walk-station"),
]
