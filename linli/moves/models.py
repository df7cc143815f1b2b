"""Moves, open and closed, and how far up a silence was told."""

from django.db import models


class Move(models.Model):
    """That a party owes one thing about one subject until one moment.

    `thread_id` is the case that it belongs to, so that a case finds its moves and those of its demands at once.
    """

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.PositiveBigIntegerField()
    thread_id = models.PositiveBigIntegerField()
    owed = models.CharField(max_length=20)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    zone = models.ForeignKey("places.Zone", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    next_party = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ladder = models.JSONField(null=True)  # who is told of a silence, upwards, from when on: {"party", "kind", "at"}
    rung = models.PositiveSmallIntegerField(default=0, db_default=0)  # how many of them were told
    climb_at = models.DateTimeField(null=True)  # when the next of them is told; null at the top
    climbed_to = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    kept = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "owed", "party"),
                condition=models.Q(closed_at=None),
                name="a_party_owes_one_thing_once",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, kept=None) | models.Q(closed_at__isnull=False, kept__isnull=False),
                name="a_closed_move_says_whether_it_was_kept",
            ),
        )
        indexes = (
            models.Index(
                fields=("party", "due_at"), condition=models.Q(closed_at=None), name="open_move_by_party_and_due"
            ),
            models.Index(
                fields=("community", "owed", "due_at"),
                condition=models.Q(closed_at=None),
                name="open_move_by_owed_and_due",
            ),
            models.Index(
                fields=("zone", "due_at"),
                condition=models.Q(closed_at=None, zone__isnull=False),
                name="open_move_by_zone_and_due",
            ),
            models.Index(fields=("thread_id",), name="move_by_thread"),
            models.Index(
                fields=("remind_at",),
                condition=models.Q(closed_at=None, reminded_at=None, remind_at__isnull=False),
                name="open_move_to_remind",
            ),
            models.Index(
                fields=("climb_at",),
                condition=models.Q(closed_at=None, climb_at__isnull=False),
                name="open_move_to_climb",
            ),
            models.Index(
                fields=("climbed_to",),
                condition=models.Q(closed_at=None, climbed_to__isnull=False),
                name="open_move_by_whom_it_climbed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.owed}"


class Climb(models.Model):
    """That a party was told of the silence of those below it."""

    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="climbs", db_index=False)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    rung = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()  # the moment that passed in silence
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("move", "due_at", "rung"), name="a_silence_climbs_a_rung_once"),)

    def __str__(self) -> str:
        return f"{self.move_id} rung {self.rung}"
