"""Which forms were answered, so that a form sent twice is one act."""

from django.db import models


class Answered(models.Model):
    """A form's key, and the page that its answer led to."""

    key = models.CharField(max_length=64, primary_key=True)
    location = models.CharField(max_length=300)
    answered_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]
