"""Addresses of these pages."""

from django.urls import path

from linli.channels.web.open import pages

HERE = "c/<slug:slug>/"

urlpatterns = [
    path(HERE + "open/", pages.open_list, name="open-list"),
    path(HERE + "open/<int:case_id>/", pages.open_case, name="open-case"),
    path(HERE + "buildings/<int:building_id>/", pages.building, name="building"),
    path(HERE + "rules/", pages.rules, name="rules"),
]
