"""What a steward takes down: the words, and whatever else is known."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.rules.words import HideFrom
from linli.channels.web.steward.spots import Chip
from linli.channels.web.words import HIDE_FROM, choices

# Whoever takes it down has heard it: there is nobody to hide from there.
OTHERS = tuple(who for who in HideFrom if who is not HideFrom.STEWARD)


class TakeDown(forms.Form):
    """Nothing is required but the words, and those the house asks for itself."""

    words = forms.CharField(
        label=_("是什么事"),
        required=False,
        widget=forms.Textarea,
        help_text=_("用说事的人自己的话。打字不方便，按键盘上的话筒，说出来也行。"),
    )
    place = forms.CharField(label=_("在哪儿"), required=False, max_length=20, widget=forms.RadioSelect)
    door = forms.CharField(label=_("门牌"), required=False, max_length=20)
    where = forms.CharField(label=_("别处，或说不清楚"), required=False, max_length=99)
    danger = forms.BooleanField(label=_("有危险，等不得"), required=False)
    name = forms.CharField(label=_("怎么称呼"), required=False, max_length=40)
    phone = forms.CharField(label=_("电话"), required=False, max_length=30)
    hide_from = forms.MultipleChoiceField(
        label=_("不想让谁知道是谁说的"), required=False, choices=[], widget=forms.CheckboxSelectMultiple
    )
    said_at = forms.DateTimeField(
        label=_("什么时候说的"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("现在说的就不用填。"),
    )

    def __init__(self, *args: object, chips: Sequence[Chip], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["place"].widget.choices = [(chip.value, chip.label) for chip in chips]
        self.fields["hide_from"].choices = choices(HIDE_FROM, *OTHERS)  # type: ignore[attr-defined]
        said = {"lang": "zh-Hans", "inputmode": "text", "class": "say", "rows": "4", "autocapitalize": "off"}
        self.fields["words"].widget.attrs |= said
        self.fields["door"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "placeholder": "501"}
        self.fields["where"].widget.attrs |= {"autocomplete": "off"}
        self.fields["name"].widget.attrs |= {"autocomplete": "off"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}
