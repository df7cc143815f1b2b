"""Persons and what hangs on them: accounts, parties, seats, appointments, cards, homes."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class Person(models.Model):
    """Somebody we know of; a resident needs nothing else. The telephone is encrypted, and found by its keyed digest."""

    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=40, null=True)
    phone = models.BinaryField(null=True)
    phone_digest = models.CharField(max_length=64, null=True)
    phone_end = models.CharField(max_length=4, null=True)  # what a masked number may show
    mail = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("community", "phone_digest", "name"),
                name="a_person_of_a_community_is_known_once_by_name_and_telephone",
            ),
        )
        indexes = (models.Index(fields=("community", "phone_digest"), name="person_by_phone"),)
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"{self.pk}"


class Accounts(BaseUserManager["Account"]):
    """Accounts by their user name."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Account":
        """An account, saved; without a password nobody can sign in by one."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """How staff sign in. Rights come from appointments, never from here."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="account")
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(null=True)
    last_login = None  # nobody needs to know when somebody was here last

    objects = Accounts()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class Party(models.Model):
    """One of those who carry the loop together: of a community, or the street office above."""

    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=40)
    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, null=True, related_name="+")
    street = models.ForeignKey("places.Street", on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=30, null=True)  # of its office, public

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("street", "community", "name"), name="a_party_is_named_once"),
            models.CheckConstraint(
                condition=Q(kind="street", community=None) | (~Q(kind="street") & Q(community__isnull=False)),
                name="only_the_street_stands_above_communities",
            ),
        )
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A place in a party that somebody may hold, or that is vacant."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="seats")
    name = models.CharField(max_length=30)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("party", "order"), name="seat_by_party"),)

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """That a person holds a role over a period `[from_at, until_at)`: in a seat of a party, or over a zone."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=16)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="appointments")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    zone = models.ForeignKey("places.Zone", on_delete=models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, null=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("seat",), condition=Q(until_at=None, seat__isnull=False), name="a_seat_is_held_by_one"
            ),
            models.UniqueConstraint(
                fields=("zone", "role"),
                condition=Q(until_at=None, zone__isnull=False),
                name="a_zone_has_one_steward_and_one_stand_in",
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")), name="an_appointment_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(zone__isnull=False, role__in=("steward", "stand_in"))
                | (Q(zone=None) & ~Q(role__in=("steward", "stand_in"))),
                name="stewards_and_only_they_have_a_zone",
            ),
        )
        indexes = (models.Index(fields=("community", "role"), name="appointment_by_community"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Card(models.Model):
    """A steward's card with a QR code. Only the digest of its secret is kept; whoever has the card has the secret."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards")
    community = models.ForeignKey("places.Community", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    handed_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(revoked_at=None), name="a_person_has_one_card_that_works"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}"


class Home(models.Model):
    """That a person lives in a household, or owns it, over a period `[from_at, until_at)`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="homes")
    household = models.ForeignKey("places.Household", on_delete=models.PROTECT, related_name="+")
    tie = models.CharField(max_length=8)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "household", "tie"), condition=Q(until_at=None), name="a_home_is_listed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.household_id}"
