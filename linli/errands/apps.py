"""Errands as a Django app."""

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    """Its name and label."""

    name = "linli.errands"
    label = "errands"
