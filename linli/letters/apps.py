"""Letters as a Django app."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Its name and label."""

    name = "linli.letters"
    label = "letters"
