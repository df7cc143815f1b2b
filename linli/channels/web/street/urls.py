"""Addresses of these pages."""

from django.urls import path

from linli.channels.web.street import above

urlpatterns = [
    path("street/", above.street, name="street"),
    path("street/rows/", above.street_rows, name="street-rows"),
]
