"""Choosing a place in two short steps that work without script: building and entrance, then door; or a spot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.refused import Refused
from linli.places import queries as places
from linli.places.queries import Place


class PlaceChoice(forms.Form):
    """Where it is. Cleaned into `place` and `place_words`."""

    entrance = forms.ChoiceField(label=_("在哪儿"), required=False)
    door = forms.CharField(label=_("门牌"), required=False, max_length=20)
    # Kept in one line with a door that is not in the tree, 120 long.
    where = forms.CharField(label=_("别处，或说不清楚"), required=False, max_length=99)

    def __init__(self, *args: object, community_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.community_id = community_id
        self.fields["entrance"].choices = place_choices(community_id)  # type: ignore[attr-defined]
        self.fields["door"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "placeholder": "501"}
        self.fields["where"].widget.attrs |= {"autocomplete": "off"}

    def place(self) -> tuple[Place, str | None]:
        """The place that was chosen, else the community, with the words that say where."""
        told = self.cleaned_data
        words = (told.get("where") or "").strip() or None
        door = (told.get("door") or "").strip() or None
        chosen = told.get("entrance") or ""
        if chosen.startswith("s"):
            return places.place(self.community_id, spot_id=int(chosen[1:])), words
        if chosen.startswith("e"):
            entrance_id = int(chosen[1:])
            household = household_id(entrance_id, door)
            if household is not None:
                return places.place(self.community_id, household_id=household), words
            # A door that is not in the tree is kept as it was typed.
            said = "，".join(part for part in (door, words) if part) or None
            return places.place(self.community_id, entrance_id=entrance_id), said
        return found(self.community_id, words)


def found(community_id: int, words: str | None) -> tuple[Place, str | None]:
    """The one place that the words name, else the whole community with the words beside it."""
    if words:
        named = places.find_place(community_id, words)
        if len(named) == 1:
            return named[0], words
    return places.place(community_id), words


def household_id(entrance_id: int, door: str | None) -> int | None:
    """The household behind a door of an entrance; None when there is none like that."""
    if door is None:
        return None
    plain = door.replace("室", "").replace("号", "").strip()
    return next((home.id for home in places.households(entrance_id) if home.door == plain), None)


def place_choices(community_id: int) -> list[tuple[str, object]]:
    """Entrances by building, then the spots, for one list."""
    by_building: list[tuple[str, object]] = [("", _("选一个"))]
    for building in places.buildings(community_id):
        entrances = [(f"e{entrance.id}", f"{building.name}{entrance.name}") for entrance in building.entrances]
        by_building.append((building.name, entrances))
    spots = [(f"s{spot.id}", spot.name) for spot in places.spots(community_id)]
    if spots:
        by_building.append((str(_("小区里")), spots))
    return by_building


def named_place(community_id: int, chosen: str, door: str | None = None) -> Place:
    """The place behind a value of `place_choices`. Raises Refused `place.unknown`."""
    if chosen[:1] not in {"e", "s"} or not chosen[1:].isdecimal() or not chosen.isascii() or len(chosen) > 12:
        raise Refused("place.unknown")
    if chosen[0] == "s":
        return places.place(community_id, spot_id=int(chosen[1:]))
    home = household_id(int(chosen[1:]), door)
    if home is not None:
        return places.place(community_id, household_id=home)
    return places.place(community_id, entrance_id=int(chosen[1:]))
