"""Pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Its name and label."""

    name = "linli.channels.web"
    label = "web"
