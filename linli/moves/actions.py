"""Open a move, close it, hand it on."""

from collections.abc import Mapping
from datetime import datetime

from linli.audit.actions import action, announce
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.moves.events import MoveClosed, MoveHandedOn, MoveOpened
from linli.moves.models import Move


@action
def open_move(
    owed: str,
    *,
    community_id: int,
    subject: tuple[str, int],
    thread_id: int,
    party_id: int,
    due_at: datetime,
    zone_id: int | None = None,
    person_id: int | None = None,
    next_party_id: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Say that the party owes this about the subject until `due_at`; the id of the move.

    Opening what the party already owes moves its moment and its hands instead of doubling it.
    """
    kind, subject_id = subject
    hands = {"zone_id": zone_id, "person_id": person_id, "due_at": due_at, "next_party_id": next_party_id}
    known = Move.objects.filter(
        subject_kind=kind, subject_id=subject_id, owed=owed, party_id=party_id, closed_at=None
    ).first()
    if known is not None:
        _hand_on(known, hands, by=by, at=at)
        return known.pk
    move = Move.objects.create(
        community_id=community_id,
        subject_kind=kind,
        subject_id=subject_id,
        thread_id=thread_id,
        owed=owed,
        party_id=party_id,
        opened_at=at,
        **hands,
    )
    _announce_opened(move, by=by, at=at)
    return move.pk


@action
def close_moves(
    subject: tuple[str, int],
    *,
    owed: str | None = None,
    party_id: int | None = None,
    kept: bool,
    by: Actor,
    at: datetime,
) -> int:
    """Close what is open about the subject, all of it or one sort of one party; how many there were."""
    kind, subject_id = subject
    rows = Move.objects.filter(subject_kind=kind, subject_id=subject_id, closed_at=None)
    if owed is not None:
        rows = rows.filter(owed=owed)
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    closed = list(rows.order_by("pk"))
    for move in closed:
        move.closed_at, move.kept = at, kept
        move.save(update_fields=("closed_at", "kept"))
        announce(
            MoveClosed(
                subject_id=move.pk,
                community_id=move.community_id,
                threads=(move.thread_id,),
                about=f"{kind}:{subject_id}",
                owed=move.owed,
                party_id=move.party_id,
                kept=kept,
                late=move.due_at <= at,
            ),
            by=by,
            at=at,
        )
    return len(closed)


@action
def bring_to_thread(subject: tuple[str, int], thread_id: int, *, by: Actor, at: datetime) -> int:
    """Let the open moves about the subject belong to another case; how many there were."""
    kind, subject_id = subject
    moved = list(Move.objects.filter(subject_kind=kind, subject_id=subject_id, closed_at=None))
    for move in moved:
        move.thread_id = thread_id
        move.save(update_fields=("thread_id",))
        _announce_handed_on(move, by=by, at=at)
    return len(moved)


@action
def entrust(move_id: int, *, person_id: int, by: Actor, at: datetime) -> None:
    """Give an open move to a person by name. Raises Refused when it is closed."""
    move = Move.objects.filter(pk=move_id, closed_at=None).first()
    if move is None:
        raise Refused("move.closed")
    _hand_on(move, {"person_id": person_id, "zone_id": None}, by=by, at=at)


def _hand_on(move: Move, hands: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    if all(getattr(move, name) == value for name, value in hands.items()):
        return
    for name, value in hands.items():
        setattr(move, name, value)
    move.save(update_fields=tuple(hands))
    _announce_handed_on(move, by=by, at=at)


def _announce_opened(move: Move, *, by: Actor, at: datetime) -> None:
    announce(
        MoveOpened(
            subject_id=move.pk,
            community_id=move.community_id,
            threads=(move.thread_id,),
            about=f"{move.subject_kind}:{move.subject_id}",
            owed=move.owed,
            party_id=move.party_id,
            zone_id=move.zone_id,
            person_id=move.person_id,
            due_at=move.due_at,
            next_party_id=move.next_party_id,
        ),
        by=by,
        at=at,
    )


def _announce_handed_on(move: Move, *, by: Actor, at: datetime) -> None:
    announce(
        MoveHandedOn(
            subject_id=move.pk,
            community_id=move.community_id,
            threads=(move.thread_id,),
            about=f"{move.subject_kind}:{move.subject_id}",
            owed=move.owed,
            party_id=move.party_id,
            zone_id=move.zone_id,
            person_id=move.person_id,
            due_at=move.due_at,
        ),
        by=by,
        at=at,
    )
