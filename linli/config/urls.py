"""Every address: the pages', those of the accounts, and in the demonstration those of the walk, which come first."""

from django.conf import settings
from django.urls import include, path

walk = [path("", include("linli.demo.walk.urls"))] if settings.LINLI_DEMO else []

urlpatterns = [
    *walk,
    path("", include("linli.channels.web.urls")),
    path("accounts/", include("allauth.account.urls")),
]
