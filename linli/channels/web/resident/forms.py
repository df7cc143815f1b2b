"""What residents fill in. Nothing is required here: what a house needs it asks for itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.rules.words import HideFrom
from linli.channels.web.parts.places import PlaceChoice
from linli.channels.web.words import HIDE_FROM, OUTCOMES, SATISFACTIONS, choices
from linli.kernel.refused import Refused
from linli.people.rules import plain_phone

# Read each row aloud: "what is refused as too long is said beside the words".
BESIDE = {
    "demand.empty": "words",
    "demand.nothing_added": "words",
    "words.too_long": "words",
    "place.unknown": "entrance",
    "person.name_too_long": "name",
    "phone.not_understood": "phone",
    "demand.say_solved_or_not": "outcome",
}


class Files(forms.FileInput):
    """Several photographs, recordings, films at once."""

    allow_multiple_selected = True


def files_field() -> forms.Field:
    """Photographs and the like; they are checked when they are stored, and read from the request itself."""
    take = {"multiple": True, "accept": "image/*,audio/*,video/*"}
    return forms.Field(label=_("照片、录音、短视频"), required=False, widget=Files(attrs=take))


class Say(PlaceChoice):
    """What it is, where, how to tell the answer, and who must not know."""

    words = forms.CharField(
        label=_("用您自己的话说"), required=False, widget=forms.Textarea(attrs={"class": "say", "rows": 5})
    )
    phone = forms.CharField(label=_("怎么告诉您结果"), required=False, max_length=40)
    name = forms.CharField(label=_("怎么称呼您"), required=False, max_length=40)
    hide_from = forms.MultipleChoiceField(
        label=_("不想让谁知道是您说的"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, community_id: int, **kwargs: object) -> None:
        super().__init__(*args, community_id=community_id, **kwargs)
        self.fields["files"] = files_field()
        self.fields["hide_from"].choices = choices(HIDE_FROM, *HideFrom)  # type: ignore[attr-defined]
        self.fields["entrance"].error_messages["invalid_choice"] = _("列表里没有这个地方，请再选一次。")
        self.fields["words"].widget.attrs |= {"autocomplete": "off"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel", "placeholder": _("手机或座机")}
        self.fields["phone"].help_text = _("不留也行：回执上有编号和二维码，随时能看。")
        self.fields["name"].widget.attrs |= {"autocomplete": "name"}

    def clean_phone(self) -> str | None:
        """The telephone as it was typed; None when there is none."""
        told = (self.cleaned_data["phone"] or "").strip() or None
        if told is not None and plain_phone(told) is None:
            raise forms.ValidationError(_("这个号码好像不对：手机写11位，座机带上区号。不留也行。"))
        return told

    def clean_name(self) -> str | None:
        """The name; None when there is none."""
        return (self.cleaned_data["name"] or "").strip() or None


class Find(forms.Form):
    """A number and a code, as a receipt shows them."""

    number = forms.CharField(label=_("编号"), required=False, max_length=20)
    code = forms.CharField(label=_("查询码"), required=False, max_length=40)

    def __init__(self, *args: object, places: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if len(places) > 1:
            self.fields["community"] = forms.ChoiceField(label=_("哪个社区"), choices=places, required=False)
        self.fields["number"].widget.attrs |= {"autocomplete": "off", "placeholder": "1103-02"}
        self.fields["number"].help_text = _("回执上最大的那个，比如1103-02。")
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        self.fields["code"].help_text = _("编号下面的8个字母和数字，大小写都行。")


class More(forms.Form):
    """Something to add."""

    words = forms.CharField(label=_("补充一句"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["files"] = files_field()


class Answer(forms.Form):
    """Whether it is really solved, as the one who asked says it."""

    outcome = forms.ChoiceField(
        label=_("是不是真的好了？"),
        choices=choices(OUTCOMES, "solved", "partly", "unsolved"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("请选一个：好了，好了一半，没好。")},
    )
    satisfaction = forms.ChoiceField(
        label=_("对这回办的，您满意吗？"), choices=choices(SATISFACTIONS), required=False, widget=forms.RadioSelect
    )
    remark = forms.CharField(label=_("还想说一句"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


def put_beside(form: forms.Form, refused: Refused, words: str) -> bool:
    """Say a refusal beside the field that it is about; False when it is about none."""
    name = "files" if refused.code.startswith("file.") else BESIDE.get(refused.code)
    if refused.code == "words.too_long" and "remark" in form.fields:
        name = "remark"
    if name is None or name not in form.fields:
        return False
    form.add_error(name, words)
    return True
