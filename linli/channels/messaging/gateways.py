"""Ways out of the house: mail, and the catcher, which stands in for the gateways of SMS and chats.

A gateway takes one envelope at a time. It returns when the other side has taken it, raises `FinallyRefused` when it
never will, and anything else when it is worth another try. What a gateway answers is not kept: it may hold an address.
"""

import json
from dataclasses import dataclass
from email.utils import parseaddr
from http import HTTPStatus
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage

PATIENCE = 10.0  # seconds until a silent catcher counts as away; mail has EMAIL_TIMEOUT
# These are refusals of the moment, not of the letter.
COME_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


class FinallyRefused(Exception):  # noqa: N818 (it is an answer, not an error)
    """The other side will never take this envelope."""


class GatewayAway(Exception):  # noqa: N818 (it is an answer, not an error)
    """Nobody took it now; another try may help."""


class _NoWayRound(HTTPRedirectHandler):
    """A letter that was sent on to another address would arrive there empty, and count as taken."""

    def redirect_request(self, *told: object) -> None:
        return None


# Without the proxies of the environment: the catcher stands on this machine, or beside it.
_straight = build_opener(ProxyHandler({}), _NoWayRound)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One letter to one recipient. `key` is the same at every try."""

    key: str
    to: str
    subject: str
    words: str


class Gateway(Protocol):
    """A way out."""

    name: str
    takes_phones: bool

    def send(self, envelope: Envelope) -> None:
        """Hand it over. Raises FinallyRefused, GatewayAway."""


class Catcher:
    """Hands letters to the catcher by HTTP. It takes each key once, however often it is sent."""

    name = "catcher"
    takes_phones = True

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ValueError("LINLI_CATCHER_URL begins with http:// or https://")
        self._url = url

    def send(self, envelope: Envelope) -> None:
        """Hand it over. Raises FinallyRefused, GatewayAway."""
        told = {"key": envelope.key, "to": envelope.to, "subject": envelope.subject, "words": envelope.words}
        headers = {"Content-Type": "application/json", "Idempotency-Key": envelope.key}
        asked = Request(  # noqa: S310 (the scheme was looked at above)
            self._url, json.dumps(told).encode(), headers, method="POST"
        )
        try:
            with _straight.open(asked, timeout=PATIENCE) as answer:
                answer.read(4096)
        except HTTPError as refusal:
            refusal.close()
            if 400 <= refusal.code < 500 and refusal.code not in COME_AGAIN:
                raise FinallyRefused from None
            raise GatewayAway from None
        except (URLError, OSError):
            raise GatewayAway from None


class Mail:
    """Sends mail. Its Message-ID is made of the letter's key, so that a reader's program can see that it came twice."""

    name = "mail"
    takes_phones = False

    def send(self, envelope: Envelope) -> None:
        """Hand it over. Raises FinallyRefused, GatewayAway."""
        sender = settings.DEFAULT_FROM_EMAIL
        domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
        headers = {"Message-ID": f"<{envelope.key.replace(':', '.')}@{domain}>", "Auto-Submitted": "auto-generated"}
        mail = EmailMessage(envelope.subject, envelope.words, sender, [envelope.to], headers=headers)
        try:
            mail.send()
        except SMTPRecipientsRefused as refusal:
            raise (FinallyRefused if all(map(_for_good, refusal.recipients.values())) else GatewayAway) from None
        except SMTPDataError as refusal:
            raise (FinallyRefused if _for_good((refusal.smtp_code, b"")) else GatewayAway) from None
        except OSError:  # every other error of smtplib is one, and so are those of the net
            raise GatewayAway from None


def gateway() -> Gateway | None:
    """The way out that the settings name: the catcher first, then mail; None when letters go by voice and paper."""
    if settings.LINLI_CATCHER_URL:
        return Catcher(settings.LINLI_CATCHER_URL)
    return Mail() if settings.EMAIL_HOST else None


def _for_good(answer: tuple[int, bytes]) -> bool:
    # RFC 5321, 4.2.1: 4yz is for the moment, 5yz for good.
    return answer[0] >= 500
