"""Cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Its name and label."""

    name = "linli.cases"
    label = "cases"
