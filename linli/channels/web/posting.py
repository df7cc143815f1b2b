"""Every form's answer: twice the same is once, and whoever is refused finds what they typed."""

import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac

from linli.channels.web.models import Answered
from linli.channels.web.parts.uploads import cleaned
from linli.channels.web.refusals import is_missing
from linli.channels.web.requests import Asked
from linli.kernel.refused import Refused

BESIDE = frozenset({"key", "csrfmiddlewaretoken"})  # what comes with every form and says nothing


def fresh_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_urlsafe(16)


def key_of(asked: Asked) -> str:
    """The key that came with the form; a fresh one when somebody took it out."""
    return asked.POST.get("key", "").replace("\0", "")[:64] or fresh_key()


def seen_of(asked: Asked) -> int | None:
    """The step count that the form last saw."""
    told = asked.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else None


def once(asked: Asked, act: Callable[[str], str]) -> HttpResponse:
    """Do the act and go where it says; the same form sent again only goes there.

    `act` takes the key of the act and returns an address. It is claimed in the transaction of the act, so that a
    refused act (`Refused` passes through) can be tried again with the same form.
    """
    key = _key_of_act(asked)
    if done := Answered.objects.filter(key=key).first():
        return _see(done.location)
    try:
        with transaction.atomic():
            claim = Answered.objects.create(key=key, location="", answered_at=asked.at)
            claim.location = act(key)
            claim.save(update_fields=("location",))
    except IntegrityError:
        # The same form, sent twice at the same moment: the other one has just been answered.
        done = Answered.objects.filter(key=key).first()
        if done is None:
            raise
        return _see(done.location)
    return _see(claim.location)


def once_or_again(asked: Asked, act: Callable[[str], str], again: Callable[[Refused], HttpResponse]) -> HttpResponse:
    """Like `once`; what is refused shows the form again with what was typed, by `again`.

    409 when somebody has moved meanwhile, 422 for every other refusal; what is missing passes through.
    """
    try:
        if asked.FILES:
            cleaned(asked)
        return once(asked, act)
    except Refused as refused:
        if is_missing(refused):
            raise
        answer = again(refused)
        answer.status_code = 409 if refused.code == "case.moved_meanwhile" else 422
        return answer


def _key_of_act(asked: Asked) -> str:
    """The form's key, with a mark of who sends what to where.

    Whoever goes back in the browser and writes something else under the same key does something else, and it must not
    get lost; and somebody else's key leads nobody to where somebody else was led.
    """
    told = sorted((name, words) for name, words in asked.POST.lists() if name not in BESIDE)
    files = [(upload.name, upload.size) for uploads in dict(asked.FILES.lists()).values() for upload in uploads]
    sent = (asked.path, asked.actor.key if asked.actor else None, told, files)
    return f"{key_of(asked)[:40]}.{salted_hmac('linli.posting', repr(sent)).hexdigest()[:23]}"


def _see(location: str) -> HttpResponse:
    answer = HttpResponseRedirect(location)
    answer.status_code = 303
    return answer
