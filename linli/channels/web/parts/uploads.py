"""Photographs, recordings and films that come with a form."""

from linli.channels.web.requests import Asked
from linli.files.actions import store
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused

MOST = 6


def stored(asked: Asked, community_id: int, *, by: Actor, name: str = "files") -> list[int]:
    """The ids of the files that came with the form, checked, cleaned and stored.

    Raises Refused `file.too_many`, and as `files` does.
    """
    uploads = [upload for upload in asked.FILES.getlist(name) if upload.size or upload.name]
    if len(uploads) > MOST:
        raise Refused("file.too_many", most=MOST)
    return [
        store(upload.read(), upload.name or "", community_id=community_id, by=by, at=asked.at) for upload in uploads
    ]
