"""The whole loop of one case by its pages, each part by who stands there."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.cases.actions.arranging import group
from linli.cases.models import Case, Demand
from linli.cases.rules.life import State
from tests.cast import MONDAY, Town, moved, tell
from tests.web.case_pages import ASSESSED, at, category, page, send, state, words

Sign = Callable[..., Client]


@pytest.fixture
def hands(signed_in: Sign) -> Callable[[str], Client]:
    """A browser for each role, kept."""
    known: dict[str, Client] = {}
    return lambda role: known.setdefault(role, signed_in(Client(), role)) if role not in known else known[role]


def test_a_case_goes_round_by_its_pages(town: Town, hands):
    told, here = tell(town), town.huaiyin
    desk, handler = hands("desk"), hands("handler")

    assert "轮到我们：看一看是什么事" in page(desk, told)
    answer = send(desk, told, "dispatch", **ASSESSED, category=category(town), lead=here.parties["property"])
    assert (answer.status_code, answer.url) == (303, at("case", told))
    assert "派出去了" in page(desk, told)

    assert "轮到我们：签收" in page(handler, told)
    send(handler, told, "signature")
    assert "轮到我们：联系说事的人" in page(handler, told)

    details = handler.post(at("contact-details", told, told.demand_id))
    assert "13800006621" in words(details)
    handler.post(at("contact", told, told.demand_id), {"words": "说好下午去看"})
    assert "轮到我们：办理" in page(handler, told)

    send(handler, told, "progress", words="看过了，锁芯坏了")
    send(handler, told, "obstacle", words="要换整套，合同里没有")
    assert state(told) == State.STUCK

    assert "轮到我们：拿主意" in page(hands("secretary"), told)
    send(hands("secretary"), told, "decision", words="先修，钱从公共收益里出")
    send(handler, told, "completion", words="锁换好了")
    assert state(told) == State.DONE

    assert "轮到我们：问一声：是不是真的好了" in page(desk, told)
    card = words(desk.get(at("call-back", told, told.demand_id)))
    assert "锁换好了" in card
    assert "您好，我是槐荫北里社区居委会的" in card
    answer = desk.post(at("call-back", told, told.demand_id), {"outcome": "solved", "satisfaction": "yes"})
    assert (answer.status_code, answer.url) == (303, reverse("call-backs"))
    assert state(told) == State.CLOSED
    assert "办结了，没有谁还欠着" in page(desk, told)


def test_first_what_it_is_and_later_to_whom(town, hands):
    told, desk = tell(town), hands("desk")

    answer = desk.post(at("assessment", told), {**ASSESSED, "category": category(town), "seen": 1})
    assert answer.status_code == 303
    assert state(told) == State.ASSESSED
    send(desk, told, "dispatch", **ASSESSED, category=category(town), lead=town.huaiyin.parties["branch"])

    case = Case.objects.get(pk=told.case_id)
    assert case.lead_id == town.huaiyin.parties["branch"]
    assert [row.step for row in case.steps.order_by("pk")] == ["receive", "assess", "dispatch"]


def test_what_belongs_elsewhere_ends_with_the_number_to_call(town, hands):
    told, desk = tell(town), hands("desk")
    shown = desk.get(at("case", told)).content.decode()
    route = shown.split('name="route" value="')[6].split('"')[0]

    answer = send(desk, told, "redirection", route=route, because="这是供电公司的线路。")

    assert answer.status_code == 303
    assert state(told) == State.REDIRECTED
    assert "这件事该找" in page(desk, told)


def test_the_street_decides_what_came_up_to_it_and_goes_on_seeing_it(town, hands):
    told = tell(town)
    moved(told.case_id, State.STUCK)
    assert hands("street_officer").get(at("case", told)).status_code == 404

    send(hands("desk"), told, "escalation", because="x", words="要街道协调供电公司")
    assert "轮到我们：拿主意" in page(hands("street_officer"), told)
    answer = send(hands("street_officer"), told, "decision", words="街道来协调")

    assert answer.url == at("case", told)
    assert state(told) == State.IN_HAND
    assert hands("street_officer").get(at("case", told)).status_code == 200


def test_another_party_takes_it_over_when_the_first_is_stuck(town, hands):
    told = tell(town)
    moved(told.case_id, State.STUCK)

    send(
        hands("desk"),
        told,
        "dispatch",
        lead=town.huaiyin.parties["owners"],
        assisting=[town.huaiyin.parties["property"]],
        because="合同外的，业委会来办",
    )

    assert "轮到我们：签收" in page(hands("owners_member"), told)
    assert "派给槐荫北里小区业主委员会主办，安禾里物业服务有限公司协办" in page(hands("desk"), told)


def test_who_assists_reports_and_does_not_see_the_door(town, hands):
    told, here = tell(town), town.huaiyin
    send(
        hands("desk"),
        told,
        "dispatch",
        **ASSESSED,
        category=category(town),
        lead=here.parties["property"],
        assisting=[here.parties["owners"]],
    )
    send(hands("handler"), told, "signature")

    seen = page(hands("owners_member"), told)
    assert "轮到我们：协办" in seen
    assert "13号楼2单元501" not in seen
    assert "这里看不到：姓名、门牌、电话" in seen
    assert send(hands("owners_member"), told, "progress", words="业委会查过账了").status_code == 303


def test_each_of_several_is_answered_in_words_of_their_own(town, hands):
    told = tell(town)
    other = tell(town, "我家也是，门一推就开。", who="mute", place="13-2-502")
    group(told.case_id, other.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)
    moved(told.case_id, State.IN_HAND)

    send(hands("handler"), told, "completion", words="锁换好了", **{f"answer_{other.demand_id}": "您家的钥匙在值班室"})

    answers = dict(Demand.objects.filter(case_id=told.case_id).values_list("pk", "answer"))
    assert answers == {told.demand_id: "锁换好了", other.demand_id: "您家的钥匙在值班室"}


def test_pictures_come_with_the_report_and_can_be_seen_by_who_may(town, hands, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    told = tell(town)
    moved(told.case_id, State.IN_HAND)

    answer = send(hands("handler"), told, "progress", words="看过了", files=[picture()])

    assert answer.status_code == 303
    shown = hands("desk").get(at("case", told)).content.decode()
    address = shown.split('<img src="')[1].split('"')[0]
    file = hands("desk").get(address)
    assert (file.status_code, file["Content-Type"]) == (200, "image/jpeg")
    assert file["Cache-Control"] == "private, no-store"
    assert hands("owners_member").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_not_solved_goes_back_to_who_handles_it(town, hands):
    told = tell(town)
    moved(told.case_id, State.DONE)

    hands("desk").post(at("call-back", told, told.demand_id), {"outcome": "partly", "remark": "还有点松"})

    assert state(told) == State.IN_HAND
    assert "退回过1次" in page(hands("handler"), told)
    assert "“还有点松”" in page(hands("desk"), told)


def test_three_times_not_reached_is_an_end_and_nobody_is_satisfied(town, hands):
    told = tell(town)
    moved(told.case_id, State.DONE)
    for nth in (1, 2, 3):
        card = hands("desk").get(at("call-back", told, told.demand_id))
        assert f"第{nth}次问" in words(card)
        sent = {"outcome": "no_answer", "satisfaction": "yes", "key": f"call {nth}"}
        hands("desk").post(at("call-back", told, told.demand_id), sent)

    assert state(told) == State.CLOSED
    assert Demand.objects.get(pk=told.demand_id).satisfaction is None


def picture() -> SimpleUploadedFile:
    from io import BytesIO

    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (60, 40), (90, 120, 90)).save(content, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", content.getvalue(), content_type="image/jpeg")
