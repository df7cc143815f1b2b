"""The log: entries, the heads that they follow, and the keys that can be thrown away."""

from django.db import models


class Head(models.Model):
    """The last entry of one community's chain.

    An explicit row to lock: two writers must not follow the same entry. Community 0 is the installation.
    """

    community_id = models.PositiveBigIntegerField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.community_id}: {self.number}"


class Entry(models.Model):
    """One sealed fact. Triggers refuse to change or remove it."""

    community_id = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    event_id = models.UUIDField(unique=True)
    topic = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    because_of = models.UUIDField(null=True)
    threads = models.JSONField(default=list)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.TextField()
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("community_id", "number"), name="an_entry_has_one_place_in_its_chain"),
        )
        indexes = (models.Index(fields=("subject",), name="entry_by_subject"),)
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.community_id}/{self.number} {self.topic}"


class Thread(models.Model):
    """That an entry belongs to a case, so that the whole thread of a case is one query."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    case_id = models.PositiveBigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("case_id", "entry"), name="thread_by_case"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.entry_id}"


class SubjectKey(models.Model):
    """The key of the digests about one subject. Deleting it forgets what they were made of."""

    subject = models.CharField(max_length=60, primary_key=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return self.subject
