"""Open a move, close it, hand it on."""

from collections.abc import Collection, Mapping
from datetime import datetime

from linli.audit.actions import action, announce
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.moves.events import MoveClosed, MoveHandedOn, MoveOpened
from linli.moves.models import Move
from linli.moves.rules import Debt


@action
def owe_exactly(
    thread_id: int, debts: Collection[Debt], *, community_id: int, kept: Collection[str], by: Actor, at: datetime
) -> None:
    """Open, hand on and close moves until the thread owes just these debts.

    What is closed counts as kept when its sort is in `kept`, else as overtaken.
    """
    wanted = {debt.name: debt for debt in debts}
    open_now = {_name(move): move for move in Move.objects.filter(thread_id=thread_id, closed_at=None).order_by("pk")}
    for name, move in open_now.items():
        if name not in wanted:
            _close(move, kept=move.owed in kept, by=by, at=at)
    for name, debt in wanted.items():
        if name in open_now:
            _hand_on(open_now[name], _hands(debt), by=by, at=at)
        else:
            _open(debt, thread_id, community_id, by=by, at=at)


@action
def open_move(debt: Debt, *, community_id: int, thread_id: int, by: Actor, at: datetime) -> int:
    """Say that a party owes something; the id of the move.

    Opening what the party already owes moves its moment and its hands instead of doubling it.
    """
    kind, subject_id = debt.subject
    known = Move.objects.filter(
        subject_kind=kind, subject_id=subject_id, owed=debt.owed, party_id=debt.party_id, closed_at=None
    ).first()
    if known is not None:
        _hand_on(known, _hands(debt), by=by, at=at)
        return known.pk
    return _open(debt, thread_id, community_id, by=by, at=at)


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
        _close(move, kept=kept, by=by, at=at)
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


def _name(move: Move) -> tuple[str, int, str, int]:
    return (move.subject_kind, move.subject_id, move.owed, move.party_id)


def _hands(debt: Debt) -> dict[str, object]:
    return {
        "zone_id": debt.zone_id,
        "person_id": debt.person_id,
        "due_at": debt.due_at,
        "next_party_id": debt.next_party_id,
    }


def _open(debt: Debt, thread_id: int, community_id: int, *, by: Actor, at: datetime) -> int:
    kind, subject_id = debt.subject
    move = Move.objects.create(
        community_id=community_id,
        subject_kind=kind,
        subject_id=subject_id,
        thread_id=thread_id,
        owed=debt.owed,
        party_id=debt.party_id,
        opened_at=at,
        **_hands(debt),
    )
    _announce_opened(move, by=by, at=at)
    return move.pk


def _close(move: Move, *, kept: bool, by: Actor, at: datetime) -> None:
    move.closed_at, move.kept = at, kept
    move.save(update_fields=("closed_at", "kept"))
    announce(
        MoveClosed(
            subject_id=move.pk,
            community_id=move.community_id,
            threads=(move.thread_id,),
            about=f"{move.subject_kind}:{move.subject_id}",
            owed=move.owed,
            party_id=move.party_id,
            kept=kept,
            late=move.due_at <= at,
        ),
        by=by,
        at=at,
    )


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
