"""What is done to every person at once, when nobody waits for it."""

from datetime import datetime

from django.conf import settings

from linli.audit.actions import action, announce
from linli.kernel.actor import Actor
from linli.people.access import must_set_up
from linli.people.events import PeopleResealed
from linli.people.models import Person
from linli.people.rules import digests, opened, sealed


@action
def reseal(*, by: Actor, at: datetime) -> int:
    """Seal every telephone and mail address anew with the first field key; how many persons. See `rules.sealed`."""
    must_set_up(by)
    keys = settings.LINLI_FIELD_KEYS
    number = 0
    for person in Person.objects.exclude(phone=None, mail=None).order_by("pk").iterator(chunk_size=500):
        if person.phone is not None:
            phone = opened(bytes(person.phone), keys)
            person.phone, person.phone_digest = sealed(phone, keys), digests(phone, keys)[0]
        if person.mail is not None:
            person.mail = sealed(opened(bytes(person.mail), keys), keys)
        person.save(update_fields=("phone", "phone_digest", "mail"))
        number += 1
    announce(PeopleResealed(subject_id=0, community_id=0, number=number), by=by, at=at)
    return number
