"""Files as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Its name and label."""

    name = "linli.files"
    label = "files"
