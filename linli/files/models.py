"""Files as they are stored; what they hang on is said by the house that hangs them there."""

from django.db import models


class File(models.Model):
    """One checked and cleaned file. `path` is below `MEDIA_ROOT`; nothing tells the name it came with."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+", db_index=False)
    media_type = models.CharField(max_length=40)
    path = models.CharField(max_length=120, unique=True)
    digest = models.CharField(max_length=64)  # SHA-256 of what is stored
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pk} {self.media_type}"
