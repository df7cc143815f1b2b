"""Moves as a Django app."""

from django.apps import AppConfig


class MovesConfig(AppConfig):
    """Its name and label."""

    name = "linli.moves"
    label = "moves"
