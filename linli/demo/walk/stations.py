"""The six stations of the walk: who, what they do, when on the clock of the story."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.demo.reading import MORNING

# What is said and written in the walk. The words are the old man's, and stay in his language.
WORDS = "单元门又锁不上了，晚上谁都能进来。"
NAME = "郭守信"
PHONE = "13800003999"
WHERE = "3号楼1单元502"
TITLE = "单元门锁不上，谁都能进"
ANSWER = "锁舌卡死，换了新锁体，试了二十次都锁得上；钥匙不用换。"
CATEGORY = "door"


@dataclass(frozen=True, slots=True)
class Station:
    """One person of the story. `username` is the account, None for who has a card or nothing."""

    number: int
    who: str | Promise
    verb: str | Promise
    small: str | Promise
    todo: str | Promise
    at: datetime
    username: str | None = None


STATIONS = (
    Station(1, _("大爷"), _("说一声"), _("不用注册，不用下载"), _("对管家说一句话"), MORNING),
    Station(
        2,
        _("楼门管家"),
        _("替他记下来"),
        _("一个按钮，写一句就行"),
        _("点“记下，交给社区”"),
        MORNING + timedelta(minutes=2),
    ),
    Station(
        3,
        _("书记"),
        _("派给该办的人"),
        _("写清题目，选定谁来办"),
        _("点“派出去”"),
        MORNING + timedelta(minutes=42),
        "shuji",
    ),
    Station(
        4,
        _("物业公司"),
        _("来办"),
        _("办不了，说出难处"),
        _("先签收，再打开“办好了”，报告"),
        MORNING + timedelta(hours=2),
        "wuye",
    ),
    Station(
        5,
        _("居委会"),
        _("打电话问：真好了吗？"),
        _("不由经办人问"),
        _("选“好了”和“满意”，记下来"),
        MORNING + timedelta(hours=25),
        "juweihui",
    ),
    Station(
        6,
        _("邻居和街道"),
        _("看到什么"),
        _("没有姓名门牌"),
        _("看一眼公开页"),
        MORNING + timedelta(hours=25, minutes=20),
    ),
)
