"""Moves, open and closed."""

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
        )

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.owed}"
