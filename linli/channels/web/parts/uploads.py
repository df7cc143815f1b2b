"""Photographs, recordings and films that come with a form."""

from linli.channels.web.requests import Asked
from linli.files.actions import keep
from linli.files.rules.cleaning import clean
from linli.files.rules.kinds import Cleaned
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused

MOST = 6
NAME = "files"


def cleaned(asked: Asked) -> tuple[Cleaned, ...]:
    """The files that came with the form, checked and cleaned, once for each request.

    A large photograph takes a second: done before a transaction begins, it keeps nobody waiting for the database.
    Raises Refused `file.too_many`, and as `files` does.
    """
    if not hasattr(asked, "cleaned"):
        uploads = [upload for upload in asked.FILES.getlist(NAME) if upload.size or upload.name]
        if len(uploads) > MOST:
            raise Refused("file.too_many", most=MOST)
        asked.cleaned = tuple(clean(upload.read(), upload.name or "") for upload in uploads)
    return asked.cleaned


def stored(asked: Asked, community_id: int, *, by: Actor) -> list[int]:
    """The ids of the files that came with the form, kept in the act's transaction. Raises Refused as `cleaned` does."""
    return [keep(file, community_id=community_id, by=by, at=asked.at) for file in cleaned(asked)]
