"""Every address: the pages', those of the accounts, and in the demonstration those of the walk, which come first."""

from allauth.account import views as accounts
from django.conf import settings
from django.urls import include, path

walk = [path("", include("linli.demo.walk.urls"))] if settings.LINLI_DEMO else []

urlpatterns = [
    *walk,
    path("", include("linli.channels.web.urls")),
    # Of allauth's pages only these: nobody signs up, has a mail address or resets a password by themselves.
    path("accounts/login/", accounts.login, name="account_login"),
    path("accounts/logout/", accounts.logout, name="account_logout"),
    path("accounts/inactive/", accounts.account_inactive, name="account_inactive"),
    path("accounts/signup/", accounts.signup, name="account_signup"),
    path("accounts/password/change/", accounts.password_change, name="account_change_password"),
]
