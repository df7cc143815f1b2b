"""What befalls places. Names are sealed as digests."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel.event import Event, Secret


@dataclass(frozen=True, kw_only=True)
class StreetFounded(Event):
    """A street office begins to work with Linli. It stands above communities, in the installation's own chain."""

    topic = "places.street_founded"
    subject_kind = "street"

    name: Secret


@dataclass(frozen=True, kw_only=True)
class CommunityFounded(Event):
    """A community begins to work with Linli."""

    topic = "places.community_founded"
    subject_kind = "community"

    street_id: int
    name: Secret
    slug: str
    time_zone: str


@dataclass(frozen=True, kw_only=True)
class EstateTaken(Event):
    """Buildings, entrances and households were taken down from a list; so many of them are new."""

    topic = "places.estate_taken"
    subject_kind = "community"

    buildings: int
    entrances: int
    households: int
    known: int


@dataclass(frozen=True, kw_only=True)
class SpotNamed(Event):
    """A place that is no building got a name."""

    topic = "places.spot_named"
    subject_kind = "spot"

    name: Secret


@dataclass(frozen=True, kw_only=True)
class AliasGiven(Event):
    """Another name for a building was written down."""

    topic = "places.alias_given"
    subject_kind = "building"

    words: Secret


@dataclass(frozen=True, kw_only=True)
class ZoneDrawn(Event):
    """A zone covers these entrances from that moment on; no other zone does."""

    topic = "places.zone_drawn"
    subject_kind = "zone"

    name: Secret
    entrances: tuple[int, ...]
    from_at: datetime
