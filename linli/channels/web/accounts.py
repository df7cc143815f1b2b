"""How staff sign in: django-allauth, with accounts that only the committee opens."""

from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from linli.channels.web.requests import Asked
from linli.kernel.actor import system
from linli.people.actions import change_password


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a seat comes with an appointment."""
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Change it by the house's own action, so that it is known when it was changed."""
        asked = cast(Asked, self.request)
        change_password(user.pk, password, by=asked.actor or system("accounts"), at=asked.at)
        user.refresh_from_db(fields=("password",))
