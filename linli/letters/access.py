"""Who may say a letter aloud."""

from linli.kernel.actor import Actor
from linli.letters.rules import Way
from linli.people.rules import STEWARDS, Power, may


def may_tell(by: Actor, community_id: int, zone_id: int | None, way: str) -> bool:
    """A steward says what is to be said in their zones; the desk prints slips, and says what no steward came to say.

    What goes by wire, or lies on a table, is nobody's to say.
    """
    if way not in {Way.VOICE, Way.SLIP} or by.community_id != community_id or not may(by.role, Power.TELL):
        return False
    if by.role in STEWARDS:
        return way == Way.VOICE and zone_id is not None and zone_id in by.zones
    return True
