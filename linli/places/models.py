"""The tree of places, and the zones of responsibility that lie over its entrances."""

from django.db import models
from django.db.models import F, Q


class Street(models.Model):
    """A street office's area: the level above communities."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """A residents' community (社区): the walls between what different people may see."""

    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="communities")
    name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=40, unique=True)
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    desk_phone = models.CharField(max_length=30, null=True)

    class Meta:
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return self.name


class Estate(models.Model):
    """What people call their compound (小区). Its buildings may lie in several communities."""

    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("street", "name"), name="an_estate_is_named_once_in_a_street"),)

    def __str__(self) -> str:
        return self.name


class PropertyArea(models.Model):
    """A property management area (物业管理区域): whose owners decide together and share their money."""

    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("street", "name"), name="an_area_is_named_once_in_a_street"),)

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building; it knows its community, its estate and its property area, which are three different things."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="buildings")
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(PropertyArea, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=20)  # 13号楼
    order = models.PositiveIntegerField(default=0)  # the number in its name, so that 2 comes before 13

    class Meta:
        constraints = (models.UniqueConstraint(fields=("community", "name"), name="a_building_is_named_once"),)

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """What else people call a building, beside the ways of writing its number that the rules know."""

    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="aliases")
    words = models.CharField(max_length=40)  # as `rules.plain` writes them

    class Meta:
        constraints = (models.UniqueConstraint(fields=("building", "words"), name="an_alias_is_listed_once"),)
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.words


class Entrance(models.Model):
    """A stairway of a building (楼门, 单元). `key` is what its QR code holds."""

    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="entrances")
    name = models.CharField(max_length=20)  # 2单元
    order = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=24, unique=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("building", "name"), name="an_entrance_is_named_once"),)

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """A flat behind an entrance."""

    entrance = models.ForeignKey(Entrance, on_delete=models.PROTECT, related_name="households")
    door = models.CharField(max_length=12)  # 501
    floor = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("entrance", "door"), name="a_door_is_numbered_once"),)

    def __str__(self) -> str:
        return self.door


class Spot(models.Model):
    """A place of a community that is no building: a gate, a garden, a shed."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="spots")
    name = models.CharField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("community", "name"), name="a_spot_is_named_once"),)

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A zone of responsibility (包干责任区). Its steward and stand-in are appointments of `people`."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="zones")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("community", "name"), name="a_zone_is_named_once"),)

    def __str__(self) -> str:
        return self.name


class Coverage(models.Model):
    """That a zone covers an entrance over a period `[from_at, until_at)`."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="coverages")
    entrance = models.ForeignKey(Entrance, on_delete=models.PROTECT, related_name="coverages")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("entrance",), condition=Q(until_at=None), name="an_entrance_has_one_zone_from_now_on"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=F("from_at")), name="a_coverage_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.zone_id}: {self.entrance_id}"
