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
    "file.too_many": lazy("一次最多选%(most)s个文件，剩下的可以过后再补充。"),
    "file.too_big": lazy("文件太大了，请选小一点的，或只拍一张照片。"),
    "file.not_allowed": lazy("这种文件收不了。照片、录音、短视频都可以。"),
    "file.broken": lazy("这个文件打不开，可能没传完。请再选一次。"),
    "file.empty": lazy("这个文件是空的，请再选一次。"),
    "file.missing": lazy("没有这个文件。"),
    "letter.told_already": lazy("已经说过了。"),
    "letter.missing": lazy("没有找到这句要捎的话。"),
    "phone.not_understood": lazy("这个电话号码看不懂，请对一下，或者留空。"),
    "person.name_too_long": lazy("称呼太长了，写短一点就行。"),
    "person.nothing_told": lazy("请写一个称呼，或者留一个电话。"),
    "mail.not_understood": lazy("这个邮箱地址不对，请对一下，或者留空。"),
    "party.exists": lazy("这个单位已经登记了。"),
    "party.kind_unknown": lazy("没有“%(kind)s”这一类单位。"),
    "seat.name_needed": lazy("请写这个位子叫什么。"),
    "seat.taken": lazy("这个位子上已经有人。请先让前一位离任。"),
    "zone.taken": lazy("这一片已经有管家。请先让前一位离任。"),
    "role.not_of_this_seat": lazy("这个位子不是做这件事的，请对一下单位和位子。"),
    "appointment.missing": lazy("没有找到这项任职。"),
    "appointment.ended": lazy("这项任职已经结束了。"),
    "appointment.ends_before_it_begins": lazy("结束的时间在开始之前，请改一下。"),
    "appointment.not_yours_to_do": lazy("任职和账号由系统管理的人来办。"),
    "account.missing": lazy("没有找到这个账号。"),
    "account.exists": lazy("这个人已经有账号了。"),
    "account.name_needed": lazy("请写一个登录名，60个字以内，中间不留空格。"),
    "account.name_taken": lazy("这个登录名已经有人用了，请换一个。"),
    "account.weak_password": lazy("这个密码太短或太常见。请用至少10个字，不要只用数字或常见的词。"),
    "home.tie_unknown": lazy("请选是业主、租户，还是住在这里。"),
    "card.missing": lazy("没有找到这张卡。"),
    "card.revoked": lazy("这张卡已经停用，请到社区再领一张。"),
    "place.name_needed": lazy("请写一个名字。"),
    "place.name_too_long": lazy("名字太长了，最多%(longest)s个字。"),
    "place.named_already": lazy("已经有叫“%(name)s”的了。"),
    "place.alias_odd": lazy("别名“%(words)s”会和别的话混在一起。请写得长一点，不要只写一个数、一个单元。"),
    "street.missing": lazy("没有这个街道。"),
    "community.odd_slug": lazy("网址里的名字“%(slug)s”不行，只能用小写字母、数字和短横。"),
    "community.slug_taken": lazy("网址里的名字“%(slug)s”已经有社区用了。"),
    "community.odd_time_zone": lazy("没有“%(zone)s”这个时区，例如 Asia/Shanghai。"),
    "zone.no_entrance": lazy("请至少选一个单元。"),
    "zone.drawn_since": lazy("“%(name)s”后来重新划过，不能从那么早算起。"),
    "estate.empty": lazy("表里没有一户。"),
    "flat.no_building": lazy("没有写是几号楼。合并过的格子请拆开填满。"),
    "flat.no_entrance": lazy("没有写是几单元。合并过的格子请拆开填满。"),
    "flat.no_door": lazy("没有写门牌。"),
    "flat.too_long": lazy("“%(words)s…”太长了，最多%(longest)s个字。"),
    "flat.odd_floor": lazy("楼层“%(floor)s”不对。"),
    "flat.twice": lazy("和第%(row)s行是同一户。"),
    "flat.became_a_date": lazy("表格软件把它变成了日期（%(words)s）。请把这一列设成文本，再填一次。"),
    "flat.error_in_cell": lazy("格子里是错误“%(words)s”。"),
    "sheet.empty": lazy("这个表是空的。"),
    "sheet.too_big": lazy("文件太大了，最多%(megabytes)s MB。"),
    "sheet.too_many_rows": lazy("行数太多了，最多%(rows)s行，请分成几个文件。"),
    "sheet.old": lazy("这是旧格式或者加了密码的表格。请另存为不带密码的 XLSX，再来一次。"),
    "sheet.not_a_sheet": lazy("这不是表格，或者文件坏了。CSV 和 XLSX 都可以。"),
    "sheet.missing_columns": lazy("表头里没有：%(columns)s。第一行请写“楼、单元、门牌”。"),
    "sheet.two_columns": lazy("“%(column)s”和前面一列说的都是“%(name)s”，请只留一列。"),
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
    return refused.code in {
        "case.missing",
        "demand.missing",
        "file.missing",
        "community.missing",
        "place.missing",
        "letter.missing",
    }
