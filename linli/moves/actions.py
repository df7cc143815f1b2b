"""Open a move, close it, hand it on; and what time brings: remind who owes it, let a silence climb."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypedDict

from django.db.models import QuerySet

from linli.audit.actions import action, announce
from linli.database.differences import free_rows
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.moves.events import MoveClimbed, MoveClosed, MoveHandedOn, MoveOpened, MoveReminded
from linli.moves.models import Climb, Move
from linli.moves.queries import rungs_of
from linli.moves.rules import Debt, reached

AT_ONCE = 200  # moves at one look of the clock: the next look, a second later, takes the others


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


@action
def remind(*, thread_id: int | None = None, by: Actor, at: datetime) -> int:
    """Remind whoever owes what is due soon, once for each moment; how many were reminded.

    Everywhere, or in one case. What is past is not reminded any more: it climbs.
    """
    due = Move.objects.filter(closed_at=None, reminded_at=None, remind_at__lte=at, due_at__gt=at)
    found = _some(due if thread_id is None else due.filter(thread_id=thread_id), "remind_at")
    for move in found:
        move.reminded_at = at
        announce(
            MoveReminded(**_envelope(move), zone_id=move.zone_id, person_id=move.person_id, due_at=move.due_at),
            by=by,
            at=at,
        )
    if found:
        Move.objects.bulk_update(found, ("reminded_at",))
    return len(found)


@action
def climb(*, thread_id: int | None = None, by: Actor, at: datetime) -> int:
    """Let every silence climb the rungs whose grace is over, from below, each once; how many moves climbed.

    Everywhere, or in one case. Whoever owes it still does: those above are told, nothing is taken away.
    """
    due = Move.objects.filter(closed_at=None, climb_at__lte=at)
    found = _some(due if thread_id is None else due.filter(thread_id=thread_id), "climb_at")
    told: list[Climb] = []
    for move in found:
        told += _climb(move, by=by, at=at)
    if found:
        Climb.objects.bulk_create(told, ignore_conflicts=True)  # one that is there already must not stop the others
        Move.objects.bulk_update(found, ("rung", "climb_at", "climbed_to"))
    return len(found)


def _some(rows: QuerySet[Move], first: str) -> list[Move]:
    """As many as fit into one look; another clock that looks at the same moment takes others."""
    return list(free_rows(rows.order_by(first, "pk"))[:AT_ONCE])


def _climb(move: Move, *, by: Actor, at: datetime) -> list[Climb]:
    ladder = rungs_of(move)
    told = []
    for number, rung in enumerate(ladder[: reached(ladder, at)], start=1):
        if number <= move.rung:
            continue
        told.append(Climb(move=move, party_id=rung.party_id, rung=number, due_at=move.due_at, at=at))
        announce(
            MoveClimbed(**_envelope(move), to_party_id=rung.party_id, rung=number, due_at=move.due_at), by=by, at=at
        )
        move.rung, move.climbed_to_id = number, rung.party_id
    _look_again(move)
    return told


def _look_again(move: Move) -> None:
    ladder = rungs_of(move)
    move.climb_at = ladder[move.rung].at if move.rung < len(ladder) else None


def _name(move: Move) -> tuple[str, int, str, int]:
    return (move.subject_kind, move.subject_id, move.owed, move.party_id)


def _hands(debt: Debt) -> dict[str, object]:
    return {
        "zone_id": debt.zone_id,
        "person_id": debt.person_id,
        "due_at": debt.due_at,
        "next_party_id": debt.next_party_id,
        "remind_at": debt.remind_at,
        "ladder": [
            {"party": rung.party_id, "kind": str(rung.party_kind), "at": rung.at.isoformat()} for rung in debt.ladder
        ],
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
        climb_at=debt.ladder[0].at if debt.ladder else None,
        **_hands(debt),
    )
    _announce_opened(move, by=by, at=at)
    return move.pk


def _close(move: Move, *, kept: bool, by: Actor, at: datetime) -> None:
    move.closed_at, move.kept = at, kept
    move.save(update_fields=("closed_at", "kept"))
    announce(
        MoveClosed(**_envelope(move), kept=kept, late=move.due_at <= at),
        by=by,
        at=at,
    )


def _hand_on(move: Move, hands: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    changed = {name for name, value in hands.items() if getattr(move, name) != value}
    if not changed:
        return
    for name, value in hands.items():
        setattr(move, name, value)
    if "due_at" in changed:
        move.reminded_at = None
    if changed & {"due_at", "ladder"}:
        _find_its_rung(move)
        move.save(update_fields=(*hands, "reminded_at", "rung", "climb_at", "climbed_to"))
    else:
        move.save(update_fields=tuple(hands))
    if changed - {"remind_at", "ladder"}:
        _announce_handed_on(move, by=by, at=at)


def _find_its_rung(move: Move) -> None:
    """Another moment has a silence of its own; what has climbed from this very moment before does not climb twice."""
    before = Climb.objects.filter(move=move, due_at=move.due_at).order_by("rung").last()
    move.rung, move.climbed_to_id = (before.rung, before.party_id) if before else (0, None)
    _look_again(move)


def _announce_opened(move: Move, *, by: Actor, at: datetime) -> None:
    announce(
        MoveOpened(
            **_envelope(move),
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
        MoveHandedOn(**_envelope(move), zone_id=move.zone_id, person_id=move.person_id, due_at=move.due_at),
        by=by,
        at=at,
    )


class _Envelope(TypedDict):
    subject_id: int
    community_id: int
    threads: tuple[int, ...]
    about: str
    owed: str
    party_id: int


def _envelope(move: Move) -> _Envelope:
    return {
        "subject_id": move.pk,
        "community_id": move.community_id,
        "threads": (move.thread_id,),
        "about": f"{move.subject_kind}:{move.subject_id}",
        "owed": move.owed,
        "party_id": move.party_id,
    }
