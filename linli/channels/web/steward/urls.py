"""Addresses of these pages."""

from django.urls import path

from linli.channels.web.steward import card, taking, zone

urlpatterns = [
    path("card/<str:token>/", card.card, name="card"),
    path("card-end/", card.card_end, name="card-end"),
    path("zone/", zone.zone, name="zone"),
    path("zone/rows/", zone.zone_rows, name="zone-rows"),
    path("zone/say/", taking.take_down, name="take-down"),
    path("zone/letters/<int:letter_id>/telling/", zone.telling, name="telling"),
]
