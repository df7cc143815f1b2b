"""What is promised, and what was given up."""

from dataclasses import dataclass

from django.db.models import Count, Q

from linli.errands.models import Errand, ErrandState


@dataclass(frozen=True, slots=True)
class Queue:
    """How many errands wait, and how many were given up and need a person."""

    waiting: int
    given_up: int


def queue() -> Queue:
    """The state of the queue now."""
    counted = Errand.objects.aggregate(
        waiting=Count("pk", filter=Q(state=ErrandState.PROMISED)),
        given_up=Count("pk", filter=Q(state=ErrandState.GIVEN_UP)),
    )
    return Queue(**counted)
