"""People as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Its name and label."""

    name = "linli.people"
    label = "people"
