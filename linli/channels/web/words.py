"""The words for what the rules name: states, steps, classes, channels, roles; one word per idea."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

STATES: Words = {
    "received": _("刚收到"),
    "assessed": _("看过了，待派单"),
    "dispatched": _("已派单，待签收"),
    "in_hand": _("办理中"),
    "stuck": _("有难处，待决定"),
    "done": _("已办，待确认"),
    "closed": _("办结"),
    "redirected": _("已转告该找谁"),
}
SHAPES = {
    "received": "",
    "assessed": "",
    "dispatched": "hand",
    "in_hand": "hand",
    "stuck": "soon",
    "done": "done",
    "closed": "done",
    "redirected": "done",
}
DEMAND_STATES: Words = {
    "waiting": _("等答复"),
    "answered": _("已答复，待确认"),
    "settled": _("了结"),
    "redirected": _("已转告该找谁"),
}
OWED: Words = {
    "assess": _("看一看是什么事"),
    "dispatch": _("派给合适的人"),
    "sign": _("签收"),
    "contact": _("联系说事的人"),
    "handle": _("办理"),
    "assist": _("协办"),
    "decide": _("拿主意"),
    "call_back": _("问一声：是不是真的好了"),
}
URGENCIES: Words = {
    "danger": _("危险"),
    "timely": _("急，水电气热一类"),
    "ordinary": _("一般"),
    "complex": _("疑难"),
}
KINDS: Words = {
    "enquiry": _("咨询"),
    "help": _("求助"),
    "complaint": _("投诉"),
    "report": _("举报"),
    "suggestion": _("建议"),
    "praise": _("表扬"),
}
CHANNELS: Words = {"page": _("网页"), "steward": _("管家代记"), "desk": _("电话")}
OUTCOMES: Words = {
    "solved": _("好了"),
    "partly": _("好了一半"),
    "unsolved": _("没好"),
    "no_answer": _("没人接"),
    "wrong_number": _("号码不对"),
    "unwilling": _("不愿接听"),
    "seen": _("没有人可问，去现场看过，好了"),
}
SATISFACTIONS: Words = {"yes": _("满意"), "fair": _("还行"), "no": _("不满意"), "unsaid": _("不愿说")}
HIDE_FROM: Words = {
    "property": _("物业公司"),
    "owners": _("业委会"),
    "branch": _("党支部"),
    "organisation": _("驻区单位"),
    "street": _("街道"),
    "steward": _("我的楼门管家"),
}
# How far up a silence was told, by the kind of party.
CLIMBED: Words = {
    "branch": _("已报支部"),
    "street": _("已报街道"),
    "committee": _("已报居委会"),
    "owners": _("已报业委会"),
    "property": _("已报物业公司"),
    "organisation": _("已报驻区单位"),
}
KINDS_OF_PARTIES: Words = {
    "branch": _("党支部"),
    "street": _("街道"),
    "committee": _("居委会"),
    "owners": _("业委会"),
    "property": _("物业公司"),
    "organisation": _("驻区单位"),
}
ROLES: Words = {
    "secretary": _("党支部"),
    "desk": _("居委会"),
    "owners_member": _("业委会"),
    "handler": _("物业公司"),
    "org_member": _("驻区单位"),
    "steward": _("楼门管家"),
    "stand_in": _("楼门管家（替班）"),
    "street_officer": _("街道"),
    "operator": _("系统管理"),
    "resident": _("说事的人"),
    "person": _("工作人员"),
    "system": _("邻里"),
}
PROMISES: Words = {
    "assess": _("看一看是什么事"),
    "dispatch": _("派单"),
    "sign": _("签收"),
    "contact": _("联系说事的人"),
    "answer": _("办好并答复"),
    "decide": _("拿主意"),
    "call_back": _("回访"),
}
PARTS: Words = {
    "words": _("原话"),
    "files": _("照片和录音"),
    "name": _("姓名"),
    "door": _("门牌"),
    "phone": _("电话"),
    "answer": _("答复"),
}
WHYS: Words = {
    "asked": _("说事的人不想让这一方知道。"),
    "not_needed": _("办这件事用不着，就不给看。"),
    "open_first": _("要联系时点开，点开会留下记录。"),
    "public": _("公开页上没有姓名、门牌和原话。"),
}


def word(words: Words, code: str | None) -> str:
    """The word for a code, the code itself when it has none, nothing for None."""
    return "" if code is None else str(words.get(code, code))


def choices(words: Words, *codes: str) -> list[tuple[str, str | Promise]]:
    """Pairs for a form's choices: these codes, or all."""
    return [(code, words[code]) for code in (codes or words)]
