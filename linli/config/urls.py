"""Every address: the pages', and those of the accounts."""

from django.urls import include, path

urlpatterns = [
    path("", include("linli.channels.web.urls")),
    path("accounts/", include("allauth.account.urls")),
]
