"""What the desk types while somebody is on the telephone."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.rules.limits import Urgency
from linli.channels.web.desk.callers import Caller
from linli.channels.web.parts.places import PlaceChoice
from linli.channels.web.words import HIDE_FROM, KINDS, URGENCIES, choices


class Intake(PlaceChoice):
    """One page, top to bottom as a call goes: who, where, what. Nothing is required but the words."""

    phone = forms.CharField(label=_("来电的号码"), required=False, max_length=30)
    who = forms.ChoiceField(
        label=_("是哪一位"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("请再选一次是哪一位来的电话。")},
    )
    name = forms.CharField(label=_("怎么称呼"), required=False, max_length=40)
    lives_here = forms.BooleanField(label=_("来电的人就住这一户"), required=False, initial=True)
    words = forms.CharField(
        label=_("原话"),
        required=False,
        widget=forms.Textarea,
        help_text=_("照他说的写，写完念一遍给他听。"),
    )
    urgency = forms.ChoiceField(
        label=_("有多急"),
        required=False,
        initial=Urgency.ORDINARY.value,
        choices=choices(URGENCIES),
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("是什么性质"), required=False, choices=choices(KINDS), widget=forms.RadioSelect)
    hide_from = forms.MultipleChoiceField(
        label=_("不想让谁知道是谁说的"),
        required=False,
        choices=choices(HIDE_FROM),
        widget=forms.CheckboxSelectMultiple,
    )
    said_at = forms.DateTimeField(
        label=_("什么时候说的"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("现在说的就不用填。"),
    )

    def __init__(self, *args: object, community_id: int, callers: Sequence[Caller], **kwargs: object) -> None:
        super().__init__(*args, community_id=community_id, **kwargs)
        known = [(str(caller.person.id), caller.words) for caller in callers]
        self.fields["who"].choices = [*known, ("", _("是别的人"))]  # type: ignore[attr-defined]
        for name in ("phone", "name", "said_at"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget.attrs["inputmode"] = "tel"
        self.fields["words"].widget.attrs |= {"class": "say", "rows": "5"}
