"""What is to be said, by whom, and what became of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linli.letters.models import Delivery, Letter
from linli.letters.rules import State, Way
from linli.places.rules import address


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter. `place` is the door at which it is said, in words; the words to say are made by the channel."""

    id: int
    key: str
    community_id: int
    about: str
    words_code: str
    facts: Mapping[str, object]
    person_id: int | None
    person_name: str | None
    party_id: int | None
    party_name: str | None
    household_id: int | None
    place: str | None
    zone_id: int | None
    way: str
    state: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One attempt to bring a letter."""

    letter_id: int
    words_code: str
    way: str
    outcome: str
    why: str | None
    at: datetime


def to_tell(zone_ids: Collection[int], *, offset: int = 0, limit: int = 50) -> tuple[LetterView, ...]:
    """What the steward of these zones is to say at which door, oldest first. One query, none for no zones."""
    if not zone_ids:
        return ()
    rows = _joined(_to_tell(zone_ids)).order_by("written_at", "pk")
    return tuple(_view(row) for row in rows[offset : offset + limit])


def count_to_tell(zone_ids: Collection[int]) -> int:
    """How much the steward of these zones has to say."""
    return _to_tell(zone_ids).count() if zone_ids else 0


def slips(community_id: int, *, offset: int = 0, limit: int = 100) -> tuple[LetterView, ...]:
    """What the desk prints or telephones, oldest first. One query."""
    rows = _joined(_slips(community_id)).order_by("written_at", "pk")
    return tuple(_view(row) for row in rows[offset : offset + limit])


def count_slips(community_id: int) -> int:
    """How much the desk has to print or to telephone."""
    return _slips(community_id).count()


def letter(letter_id: int) -> LetterView | None:
    """One letter, whoever asks; for those who carry it. A person comes through `access`."""
    row = _joined(Letter.objects.filter(pk=letter_id)).first()
    return _view(row) if row else None


def deliveries(about: str) -> tuple[DeliveryView, ...]:
    """Every attempt to bring what was written about one thing (``demand:12``), in order."""
    rows = Delivery.objects.filter(letter__about=about).select_related("letter").order_by("at", "pk")
    return tuple(
        DeliveryView(row.letter_id, row.letter.words_code, row.way, row.outcome, row.why, row.at) for row in rows
    )


def _to_tell(zone_ids: Collection[int]) -> QuerySet[Letter]:
    return Letter.objects.filter(zone_id__in=zone_ids, way=Way.VOICE, state=State.WAITING)


def _slips(community_id: int) -> QuerySet[Letter]:
    return Letter.objects.filter(community_id=community_id, way=Way.SLIP, state=State.WAITING)


def _joined(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    return rows.select_related("person", "party", "household__entrance__building")


def _view(row: Letter) -> LetterView:
    home = row.household
    return LetterView(
        id=row.pk,
        key=row.key,
        community_id=row.community_id,
        about=row.about,
        words_code=row.words_code,
        facts=row.facts,
        person_id=row.person_id,
        person_name=row.person.name if row.person else None,
        party_id=row.party_id,
        party_name=row.party.name if row.party else None,
        household_id=row.household_id,
        place=address(home.entrance.building.name, home.entrance.name, home.door) if home else None,
        zone_id=row.zone_id,
        way=row.way,
        state=row.state,
        written_at=row.written_at,
    )
