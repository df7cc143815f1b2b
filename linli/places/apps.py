"""Places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Its name and label."""

    name = "linli.places"
    label = "places"
