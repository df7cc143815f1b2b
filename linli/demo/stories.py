"""A story told step by step, each step an action: so far as the houses that stand can carry it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit.queries import verify
from linli.cases.actions.closing import call_back
from linli.cases.actions.handling import contact, decide, report_done, report_obstacle, report_progress, sign
from linli.cases.actions.intake import Receipt, Told, receive
from linli.cases.actions.routing import Assessment, dispatch
from linli.cases.queries.rule_book import categories
from linli.cases.rules.calling import Outcome, Satisfaction
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Channel, Kind
from linli.demo.founding import BY, Built
from linli.demo.reading import MORNING, ZONE
from linli.demo.walk.stations import ANSWER, CATEGORY, NAME, PHONE, TITLE, WORDS
from linli.people.actions import know_person, settle_home
from linli.people.rules import Role, Tie
from linli.places.queries import place


def story_of_the_door(one: Built) -> Iterator[str]:
    """Story A until the loop is closed: said, dispatched, an obstacle, decided, done, and asked by somebody else."""
    steward = one.steward("3", "1")
    secretary = one.actor("秦素芬", Role.SECRETARY)
    company = one.actor("苗小芸", Role.HANDLER)
    asked_by = one.actor("郝志明", Role.DESK)
    home = one.doors["3", "1", "502"]

    at = MORNING + timedelta(minutes=11)
    asker = know_person(one.community_id, name=NAME, phone=PHONE, by=BY, at=at)
    settle_home(asker, home, Tie.LIVES, by=BY, at=at)
    told = Told(
        WORDS,
        Channel.STEWARD,
        place(one.community_id, household_id=home),
        requester_id=asker,
        happened_at=MORNING,
    )
    receipt = receive(told, key="story-a", by=steward, at=at)
    yield _line(at, _("楼门管家代记，编号%(number)s：%(words)s") % {"number": receipt.number, "words": WORDS})

    at = MORNING + timedelta(minutes=42)
    dispatch(receipt.case_id, one.kinds["property"], assessment=_what_it_is(one), by=secretary, at=at)
    yield _line(at, _("党支部派给物业公司"))
    yield from _who_pays(receipt, one, at)

    at = MORNING + timedelta(days=2, hours=4)
    report_done(receipt.case_id, ANSWER, by=company, at=at)
    yield _line(at, _("物业公司说办好了：%(words)s") % {"words": ANSWER})

    at = MORNING + timedelta(days=3, hours=2)
    call_back(receipt.case_id, receipt.demand_id, Outcome.SOLVED, satisfaction=Satisfaction.YES, by=asked_by, at=at)
    yield _line(at, _("居委会打电话问：好了，满意。办结"))
    verdict = verify(one.community_id)
    yield _("记录%(n)s条，一条不差，末尾 %(head)s") % {"n": verdict.entries, "head": verdict.head[:16]}


def _who_pays(receipt: Receipt, one: Built, dispatched_at: datetime) -> Iterator[str]:
    company, secretary = one.actor("苗小芸", Role.HANDLER), one.actor("秦素芬", Role.SECRETARY)
    at = dispatched_at + timedelta(minutes=20)
    sign(receipt.case_id, by=company, at=at)
    contact(receipt.case_id, receipt.demand_id, by=company, at=at + timedelta(minutes=10))
    yield _line(at, _("物业公司签收，联系了大爷"))
    at = MORNING + timedelta(days=1, hours=2)
    report_progress(receipt.case_id, "上门看过：锁体磨损，先加了插销，夜里能关上。", by=company, at=at)
    yield _line(at, _("物业公司报告进展：先加了插销"))
    at += timedelta(hours=1)
    report_obstacle(receipt.case_id, "46套门禁都到寿命，合同不含更换；这一扇先换锁体也要拿主意。", by=company, at=at)
    yield _line(at, _("物业公司报告难处：46套门禁都到寿命，合同不含更换"))
    at += timedelta(hours=3)
    decide(receipt.case_id, "这一扇先由物业换锁体；46套整体更换另开五方会商量钱从哪儿来。", by=secretary, at=at)
    yield _line(at, _("党支部拿了主意：这一扇先换锁体，整体更换另行商量"))


def _what_it_is(one: Built) -> Assessment:
    category = next(found for found in categories(one.community_id, on=MORNING.date()) if found.code == CATEGORY)
    return Assessment(TITLE, category.id, Kind.HELP, Urgency.ORDINARY)


def _line(at: datetime, words: str) -> str:
    return f"{timezone.localtime(at, ZONE):%m-%d %H:%M}  {words}"
