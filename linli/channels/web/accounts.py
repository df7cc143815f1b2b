"""How staff sign in: django-allauth, with accounts that only the committee opens."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """Nobody opens an account by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a seat comes with an appointment."""
        return False
