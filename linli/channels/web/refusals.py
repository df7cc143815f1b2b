"""A refusal in the reader's language: what could not be done, and what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from linli.channels.web.words import STATES, word
from linli.kernel.refused import Refused

SENTENCES: dict[str, str | Promise] = {
    "demand.empty": lazy("还没有写是什么事。写一句就行，或者请管家代记。"),
    "demand.missing": lazy("没有找到这件事。请对一下编号和查询码。"),
    "demand.in_the_future": lazy("时间写到将来去了，请改一下。"),
    "demand.too_long_ago": lazy("%(days)s天以前说的，请在原话里写明日期，时间留空。"),
    "demand.nothing_added": lazy("还没有补充什么。写一句话，或选一张照片。"),
    "demand.contacted_already": lazy("已经记过联系了，不用再记。"),
    "demand.not_answered": lazy("这件事还没有答复，等办的人说办好了再问。"),
    "demand.say_solved_or_not": lazy("请选一个：好了，好了一半，没好。"),
    "words.too_long": lazy("写了%(length)s个字，最多%(longest)s个字。请短一点，您写的还在下面。"),
    "case.missing": lazy("没有找到这件事。"),
    "case.not_now": lazy("现在是“%(state)s”，这一步还不能做或者已经做过了。"),
    "case.not_yours_to_do": lazy("这一步要由别人来做。"),
    "case.moved_meanwhile": lazy("您填的时候，别人已经往前走了一步。请看一眼最新情况再交，您写的还在。"),
    "case.title_needed": lazy("请给这件事写个题目，一句话，不带姓名。"),
    "case.assess_first": lazy("先说清楚是哪一类事，再派单。"),
    "case.words_needed": lazy("请写一句话。"),
    "case.nothing_changed": lazy("没有改动。"),
    "case.escalated_already": lazy("已经报到街道了。"),
    "case.group_with_itself": lazy("这就是同一件，不用合。"),
    "case.too_late_to_group": lazy("已经有了答复，不能再合或分。"),
    "case.only_demand": lazy("只有一个人说的事，没法再分。"),
    "category.missing": lazy("请选一个类别。"),
    "route.missing": lazy("请选该找谁。"),
    "party.missing": lazy("请选派给谁。"),
    "person.missing": lazy("请选一个人。"),
    "community.no_party": lazy("这个社区还没有人接事情，请打电话给街道。"),
    "community.no_street_party": lazy("这个社区上面还没有登记街道。"),
    "community.missing": lazy("没有这个社区。"),
    "place.unknown": lazy("没有找到这个地方。请从列表里选，或用自己的话写在哪儿。"),
    "call_back.not_owed": lazy("现在没有要问的。"),
    "move.closed": lazy("这一步已经做完了。"),
    "file.too_big": lazy("文件太大了，请选小一点的，或只拍一张照片。"),
    "file.not_allowed": lazy("这种文件收不了。照片、录音、短视频都可以。"),
    "file.broken": lazy("这个文件打不开，可能没传完。请再选一次。"),
    "file.empty": lazy("这个文件是空的，请再选一次。"),
    "file.missing": lazy("没有这个文件。"),
    "letter.told_already": lazy("已经说过了。"),
    "card.revoked": lazy("这张卡已经停用，请到社区再领一张。"),
}


def sentence(refused: Refused) -> str:
    """The refusal as a sentence; a general one for a code that has none."""
    facts = {name: word(STATES, str(fact)) if name == "state" else fact for name, fact in refused.facts.items()}
    told = SENTENCES.get(refused.code)
    if told is None:
        return _("这一步没有做成（%(code)s）。请再试一次，不行就打电话给社区。") % {"code": refused.code}
    return str(told) % facts if facts else str(told)


def is_missing(refused: Refused) -> bool:
    """Whether the answer is a plain 404: missing and not yours look alike."""
    return refused.code in {"case.missing", "demand.missing", "file.missing", "community.missing", "place.missing"}
