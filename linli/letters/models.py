"""Letters, and every attempt to bring one."""

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """Something to be said to somebody. Its words are made when it is carried, from `words_code` and `facts`."""

    key = models.CharField(max_length=120, unique=True)  # twice the same is once
    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=40)  # demand:12, case:7
    words_code = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey("places.Household", on_delete=models.PROTECT, null=True, related_name="+")
    zone = models.ForeignKey("places.Zone", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    way = models.CharField(max_length=8)  # wire | voice | slip | table
    state = models.CharField(max_length=10)
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(party__isnull=False) | Q(household__isnull=False),
                name="a_letter_is_for_somebody",
            ),
        )
        indexes = (
            models.Index(
                fields=("zone", "written_at"), condition=Q(way="voice", state="waiting"), name="letter_to_tell_by_zone"
            ),
            models.Index(
                fields=("community", "written_at"), condition=Q(way="slip", state="waiting"), name="letter_to_print"
            ),
            models.Index(fields=("about",), name="letter_by_subject"),
        )

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """One attempt to bring a letter, and what became of it."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=10)  # mail | catcher | voice | slip
    outcome = models.CharField(max_length=10)
    why = models.CharField(max_length=40, null=True)  # a code, never an address or a gateway's own words
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.letter_id} {self.way} {self.outcome}"
