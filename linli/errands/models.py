"""Promises, and what became of them."""

from enum import StrEnum

from django.db import models


class ErrandState(StrEnum):
    """Where a promise stands."""

    PROMISED = "promised"
    KEPT = "kept"
    GIVEN_UP = "given_up"


class Errand(models.Model):
    """One function to be called with one set of plain arguments."""

    name = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=ErrandState.PROMISED)
    promised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("due_at",), condition=models.Q(state="promised"), name="errand_by_due_moment"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"
