"""Demands, the cases they belong to, what was done step by step, and the rule book they follow."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from linli.cases.rules.life import ENDED, DemandState, State
from linli.cases.rules.words import HideFrom


class CaseRows(models.QuerySet["Case"]):
    """Adjectives of cases."""

    def open(self) -> "CaseRows":
        """Neither closed nor sent elsewhere."""
        return self.exclude(state__in=ENDED)

    def late(self, at: datetime) -> "CaseRows":
        """Open, and the tightest moment is over."""
        return self.open().filter(due_at__lte=at)


class Case(models.Model):
    """One trouble. It carries the handling; those who told of it are answered one by one."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=12)
    title = models.CharField(max_length=60, null=True)  # unknown until somebody may put it into words
    open_title = models.CharField(max_length=60, null=True)  # how the public pages call it
    category = models.ForeignKey("Category", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, null=True)
    urgency = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default=State.RECEIVED)
    accountable = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    lead = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    building = models.ForeignKey(
        "places.Building", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    entrance = models.ForeignKey(
        "places.Entrance", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    spot = models.ForeignKey("places.Spot", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    route = models.ForeignKey("Route", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField()  # the promise to those who asked, by the tightest of their demands
    due_at = models.DateTimeField(null=True)  # the tightest open move; null once it has ended
    step_count = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = CaseRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=ENDED, due_at=None) | (~Q(state__in=ENDED) & Q(due_at__isnull=False)),
                name="an_open_case_has_a_moment_and_an_ended_one_has_none",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("received", "assessed", "redirected", "closed")) | Q(lead__isnull=False),
                name="a_dispatched_case_has_a_lead",
            ),
        )
        indexes = (
            models.Index(
                fields=("community", "due_at"), condition=Q(due_at__isnull=False), name="open_case_by_due_moment"
            ),
            models.Index(fields=("community", "-received_at"), name="case_by_receipt"),
            models.Index(fields=("community", "-closed_at"), name="case_by_closing"),
            models.Index(fields=("building", "-received_at"), name="case_by_building"),
            models.Index(fields=("spot", "-received_at"), name="case_by_spot"),
            models.Index(
                fields=("community", "due_at"),
                condition=Q(escalated_at__isnull=False, due_at__isnull=False),
                name="escalated_case_by_due_moment",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Assisting(models.Model):
    """That a party helps the lead of a case, until it is dispatched anew."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assisting")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "party"), condition=Q(until_at=None), name="a_party_assists_a_case_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.party_id}"


class DemandRows(models.QuerySet["Demand"]):
    """Adjectives of demands."""

    def open_to_stewards(self) -> "DemandRows":
        """Of which the steward of the entrance may know: those who asked did not mind."""
        told = self.annotate(told_from=Cast("hide_from", models.TextField()))
        return told.exclude(told_from__contains=f'"{HideFrom.STEWARD}"')


class Demand(models.Model):
    """What one person asked, in their words, through one channel; with its own clock, answer and call-back."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="demands")
    key = models.CharField(max_length=64, unique=True)  # of the form it came with: twice the same is once
    token = models.CharField(max_length=64, unique=True)  # the secret of the receipt's link
    code = models.CharField(max_length=12)  # typed beside the number by who cannot scan
    day = models.DateField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=12)
    channel = models.CharField(max_length=8)
    words = models.TextField()
    requester = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    taken_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    building = models.ForeignKey(
        "places.Building", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    entrance = models.ForeignKey(
        "places.Entrance", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    household = models.ForeignKey("places.Household", on_delete=models.PROTECT, null=True, related_name="+")
    spot = models.ForeignKey("places.Spot", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    place_words = models.CharField(max_length=120, null=True)  # where, as typed, when it was not found in the tree
    hide_from = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=DemandState.WAITING)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    contacted_at = models.DateTimeField(null=True)
    answer = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, null=True)
    satisfaction = models.CharField(max_length=8, null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=10, null=True)  # requester | call_back
    reopened = models.PositiveSmallIntegerField(default=0)

    objects = DemandRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("community", "day", "serial"), name="a_number_is_given_once"),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(settled_at__isnull=False), name="a_settled_demand_says_when"
            ),
        )
        indexes = (models.Index(fields=("entrance", "-received_at"), name="demand_by_entrance"),)

    def __str__(self) -> str:
        return self.number


class DayCount(models.Model):
    """The last serial of a day: a row to lock, so that two intakes never take one number."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("community", "day"), name="a_day_is_counted_once"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"


class StepTaken(models.Model):
    """One step in the life of a case, with the words that people wrote; the audit log holds their digests."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    step = models.CharField(max_length=12)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=16, null=True)
    words = models.TextField(null=True)
    facts = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("case", "recorded_at"), name="step_by_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class Attachment(models.Model):
    """A file that hangs on a demand (then it is its requester's) or on a step of the handling."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, null=True, related_name="attachments")
    step = models.ForeignKey(StepTaken, on_delete=models.PROTECT, null=True, related_name="attachments")
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.file_id}"


class Category(models.Model):
    """What a case is about; rows of the community's rule book."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60)
    group = models.CharField(max_length=30)
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("community", "code"), name="a_category_is_listed_once"),)
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Route(models.Model):
    """Who else is right for a matter, with the number to call; rows of the community's rule book."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    number = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("community", "code"), name="a_route_is_listed_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class LimitRow(models.Model):
    """How long one promise may take in one class; rows of the community's rule book."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+")
    promise = models.CharField(max_length=12)
    urgency = models.CharField(max_length=10)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("community", "promise", "urgency", "valid_from"), name="a_limit_has_one_row_from_a_day_on"
            ),
        )

    def __str__(self) -> str:
        return f"{self.promise} {self.urgency} {self.amount} {self.unit}"


class PatienceRow(models.Model):
    """How long a silence is borne in one class; rows of the community's rule book."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+")
    until = models.CharField(max_length=12)
    urgency = models.CharField(max_length=10)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("community", "until", "urgency", "valid_from"), name="a_patience_has_one_row_from_a_day_on"
            ),
            models.CheckConstraint(
                condition=Q(unit__in=("minutes", "hours")), name="a_patience_is_told_in_minutes_or_hours"
            ),
        )

    def __str__(self) -> str:
        return f"{self.until} {self.urgency} {self.amount} {self.unit}"
