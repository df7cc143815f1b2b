"""What is asked at each step. Whether it may be done, and whether it is enough, is said by the house."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from linli.cases.queries.rule_book import CategoryView, RouteView
from linli.cases.queries.views import DemandView
from linli.cases.rules.words import LONGEST_TITLE
from linli.channels.web.words import KINDS, OUTCOMES, SATISFACTIONS, URGENCIES, choices
from linli.people.queries import PartyView

# Of what somebody may say when asked; the others are ways of not reaching them.
SAID = ("solved", "unsolved", "partly")
NOT_REACHED = ("no_answer", "wrong_number", "unwilling", "seen")


class StepForm(forms.Form):
    """The questions of one step. Several stand on one page, so the ids begin with the step's name."""

    def __init__(self, data: Any = None, *, name: str, **more: Any) -> None:
        super().__init__(data, auto_id=f"{name}-%s", **more)


class Saying(StepForm):
    """A few words."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, label: str, hint: str = "", needed: bool = True, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["words"].label, self.fields["words"].help_text = label, hint
        self.fields["words"].required = needed
        self.fields["words"].error_messages["required"] = _("请写一句话。")


class Completion(Saying):
    """Words for all who asked, and where there are several, own ones for each."""

    def __init__(self, data: Any = None, *, waiting: Sequence[DemandView], **more: Any) -> None:
        super().__init__(data, **more)
        self.own = [f"answer_{demand.id}" for demand in waiting] if len(waiting) > 1 else []
        for name, demand in zip(self.own, waiting, strict=False):
            self.fields[name] = forms.CharField(
                label=_("%(number)s的答复") % {"number": demand.number},
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
            )

    def own_fields(self) -> list[forms.BoundField]:
        """The questions for own answers."""
        return [self[name] for name in self.own]

    def answers(self) -> dict[int, str]:
        """The own answers that were given, by demand."""
        told = {int(name.removeprefix("answer_")): self.cleaned_data[name] for name in self.own}
        return {pk: answer for pk, answer in told.items() if answer.strip()}


class Sending(StepForm):
    """To whom."""

    lead = forms.ChoiceField(
        label=lazy("派给谁"), widget=forms.RadioSelect, error_messages={"required": lazy("请选派给谁。")}
    )
    assisting = forms.MultipleChoiceField(label=lazy("请谁协办"), widget=forms.CheckboxSelectMultiple, required=False)
    because = forms.CharField(
        label=lazy("交代一句"),
        help_text=lazy("给办的人看，说事的人看不到。"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, data: Any = None, *, parties: Iterable[PartyView], **more: Any) -> None:
        super().__init__(data, **more)
        named = [(str(party.id), party.name) for party in parties]
        for name in ("lead", "assisting"):
            self.fields[name].choices = named  # type: ignore[attr-defined]


class Assessing(StepForm):
    """What it is."""

    title = forms.CharField(
        label=lazy("我们怎么叫它"),
        max_length=LONGEST_TITLE,
        help_text=lazy("一句话，不带姓名和门牌。"),
        error_messages={"required": lazy("请给这件事写个题目，一句话，不带姓名。")},
    )
    open_title = forms.CharField(
        label=lazy("公开页上怎么叫它"),
        max_length=LONGEST_TITLE,
        help_text=lazy("不写，就只写类别。"),
        required=False,
    )
    category = forms.ChoiceField(label=lazy("哪一类"), error_messages={"required": lazy("请选一个类别。")})
    kind = forms.ChoiceField(
        label=lazy("是什么性质"),
        widget=forms.RadioSelect,
        choices=choices(KINDS),
        error_messages={"required": lazy("请选一个。")},
    )
    urgency = forms.ChoiceField(
        label=lazy("有多急"),
        widget=forms.RadioSelect,
        choices=choices(URGENCIES),
        error_messages={"required": lazy("请选一个。")},
    )

    def __init__(self, data: Any = None, *, categories: Iterable[CategoryView], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["category"].choices = category_choices(categories)  # type: ignore[attr-defined]
        for name in ("title", "open_title"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class Dispatching(Assessing, Sending):
    """What it is, and to whom, in one go."""

    field_order = ("title", "category", "kind", "urgency", "lead", "assisting", "because", "open_title")


class Redirecting(StepForm):
    """Where it belongs."""

    route = forms.ChoiceField(
        label=lazy("该找谁"), widget=forms.RadioSelect, error_messages={"required": lazy("请选该找谁。")}
    )
    because = forms.CharField(label=lazy("跟说事的人怎么说"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, data: Any = None, *, routes: Iterable[RouteView], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["route"].choices = [(str(route.id), _route(route)) for route in routes]  # type: ignore[attr-defined]


class Confirming(StepForm):
    """What the one who asked says by themselves."""

    outcome = forms.ChoiceField(
        label=lazy("是不是真的好了？"),
        widget=forms.RadioSelect,
        choices=choices(OUTCOMES, *SAID),
        error_messages={"required": lazy("请选一个：好了，好了一半，没好。")},
    )
    satisfaction = forms.ChoiceField(
        label=lazy("满意吗？"), widget=forms.RadioSelect, choices=choices(SATISFACTIONS), required=False
    )
    remark = forms.CharField(label=lazy("还说了什么"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class Calling(Confirming):
    """What became of one call."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        outcome = self.fields["outcome"]
        outcome.choices = choices(OUTCOMES, *SAID, *NOT_REACHED)  # type: ignore[attr-defined]
        outcome.error_messages["required"] = _("请选一个：好了没有，或者没打通。")

    def clean(self) -> dict[str, Any]:
        """Nobody is satisfied who was not reached."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("outcome") in NOT_REACHED:
            told["satisfaction"] = ""
        return told


class Correcting(Assessing):
    """What should stand there; what is left empty stays."""

    place = forms.ChoiceField(label=lazy("在哪儿"), required=False)
    door = forms.CharField(label=lazy("门牌"), max_length=20, required=False)
    because = forms.CharField(
        label=lazy("为什么改"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": lazy("请写一句话。")},
    )

    def __init__(self, data: Any = None, *, places: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["door"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        for name in ("title", "category", "kind"):
            self.fields[name].required = False


class Grouping(StepForm):
    """Which other case is the same trouble."""

    from_case = forms.IntegerField(error_messages={"required": lazy("请选一件。"), "invalid": lazy("请选一件。")})


class Entrusting(StepForm):
    """Who shall ask."""

    person = forms.ChoiceField(
        label=lazy("请谁去问"), widget=forms.RadioSelect, error_messages={"required": lazy("请选一个人。")}
    )

    def __init__(self, data: Any = None, *, people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


def category_choices(categories: Iterable[CategoryView]) -> list[tuple[str, Any]]:
    """The categories by their groups, for one list."""
    english = get_language() == "en"
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in categories:
        groups.setdefault(row.group, []).append((str(row.id), row.name_en if english else row.name))
    if english:  # the groups have no English name
        return [("", _("选一个")), *(pair for rows in groups.values() for pair in rows)]
    return [("", _("选一个")), *groups.items()]


def _route(route: RouteView) -> str:
    name = route.name_en if get_language() == "en" else route.name
    facts = {"name": name, "number": route.number}
    return _("%(name)s：%(number)s") % facts if route.confirmed else _("%(name)s：%(number)s（号码未核实）") % facts
