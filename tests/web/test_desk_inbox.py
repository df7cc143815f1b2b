"""The desk's first page: filters, search, pieces, the keys, and what it hears when it asks again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.rules.life import State
from linli.cases.rules.limits import Urgency
from tests.cast import MONDAY, moved, tell


@pytest.fixture
def desk(signed_in):
    return signed_in(Client(), "desk")


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def rows(desk, **asked) -> str:
    return text(desk.get(reverse("inbox-rows"), asked))


def test_an_empty_inbox_says_so_in_a_sentence(desk):
    shown = text(desk.get(reverse("inbox")))

    assert "现在没有在办的事。" in shown
    assert "全部在办 0" in shown
    assert shown.count("<h1") == 1
    assert shown.count("button main") == 1


def test_each_empty_filter_has_a_sentence_of_its_own(desk):
    sentences = {
        "ours": "轮到我们",
        "late": "超时",
        "today": "到期",
        "call_back": "回访",
        "stuck": "难处",
        "ended": "办完",
    }

    told = {which: rows(desk, which=which) for which in sentences}

    for which, word in sentences.items():
        assert word in told[which].split('class="empty"')[1]
    assert len({shown.split('class="empty"')[1] for shown in told.values()}) == len(told)


def test_a_row_says_what_where_whose_move_by_when_and_how_many(town, desk):
    receipt = tell(town, "楼道灯不亮三天了。", urgency=Urgency.TIMELY)

    shown = rows(desk)

    for words in (
        receipt.number,
        "楼道灯不亮三天了",
        "管家代记",
        "13号楼2单元",
        "我们",
        "看一看是什么事",
        "急，水电气热一类",
    ):
        assert words in shown
    assert "501" not in shown
    assert f'href="{reverse("case", args=(receipt.case_id,))}#dispatch-lead_0" data-key="d"' in shown
    assert 'data-label="轮到谁"' in shown


def test_the_tightest_stands_first_and_ended_ones_only_among_the_ended(town, desk):
    slow, quick, gone = (tell(town, words) for words in ("树枝挡了窗户。", "下水道返水了。", "谢谢你们。"))
    moved(slow.case_id, State.IN_HAND)
    moved(gone.case_id, State.CLOSED)

    shown, ended = rows(desk), rows(desk, which="ended")

    assert reverse("case", args=(gone.case_id,)) not in shown
    assert shown.index("下水道返水了") < shown.index(reverse("case", args=(slow.case_id,)))
    assert reverse("case", args=(gone.case_id,)) in ended
    assert reverse("case", args=(quick.case_id,)) not in ended
    assert 'data-label="轮到谁"' not in ended
    assert "安禾里物业服务有限公司" in ended


def test_the_filters_hold_what_they_count(town, desk, wall_clock, signed_in):
    ours = tell(town, "灯不亮。")
    done = tell(town, "门锁不上。")
    stuck = tell(town, "墙渗水。")
    moved(done.case_id, State.DONE)
    moved(stuck.case_id, State.STUCK)
    cases = {receipt.case_id: reverse("case", args=(receipt.case_id,)) for receipt in (ours, done, stuck)}

    told = {which: rows(desk, which=which) for which in ("ours", "call_back", "stuck")}

    assert "全部在办 3" in told["ours"]
    assert "待回访 1" in told["ours"]
    assert "有难处 1" in told["ours"]
    assert cases[ours.case_id] in told["ours"]
    assert cases[done.case_id] in told["call_back"]
    assert cases[ours.case_id] not in told["call_back"]
    assert cases[stuck.case_id] in told["stuck"]
    assert cases[done.case_id] not in told["stuck"]

    wall_clock.forward(days=20)
    late = rows(signed_in(Client(), "desk"), which="late")
    assert all(address in late for address in cases.values())
    assert "超时 3" in late


def test_what_falls_due_before_midnight_stands_under_today(town, desk, wall_clock):
    receipt = tell(town, "井盖松了。", urgency=Urgency.DANGER)
    address = reverse("case", args=(receipt.case_id,))
    wall_clock.at = MONDAY + timedelta(minutes=1)

    shown = rows(desk, which="today")

    assert address in shown
    assert "今天到期 1" in shown


def test_search_finds_a_number_as_people_type_it_and_words_of_a_title(town, desk):
    one, other = tell(town, "电梯停了。"), tell(town, "灯不亮。")

    by_number = rows(desk, q=one.number.replace("-0", " "))
    by_words = rows(desk, q="电梯")
    nowhere = rows(desk, q="水表")

    for shown in (by_number, by_words):
        assert reverse("case", args=(one.case_id,)) in shown
        assert reverse("case", args=(other.case_id,)) not in shown
    assert "这里没有找到" in nowhere
    assert "which=ended&amp;q=%E6%B0%B4%E8%A1%A8" in nowhere


def test_filters_and_search_stay_in_the_polled_address(town, desk):
    tell(town)

    shown = text(desk.get(reverse("inbox"), {"which": "ours", "q": "门", "offset": "0"}))

    assert f'data-poll="{reverse("inbox-rows")}?which=ours&amp;q=%E9%97%A8"' in shown
    assert 'data-every="2"' in shown
    assert 'name="which" value="ours"' in shown
    assert 'value="门"' in shown


def test_asking_again_hears_nothing_until_something_was_said_elsewhere(town, desk):
    tell(town)
    page = desk.get(reverse("inbox"))
    first = desk.get(reverse("inbox-rows"))

    same = desk.get(reverse("inbox-rows"), headers={"If-None-Match": first["ETag"]})
    tell(town, "电梯停了。")
    other = desk.get(reverse("inbox-rows"), headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert first["ETag"].replace('"', "&quot;") in text(page)
    assert "电梯停了" in text(other)
    assert other["ETag"] != first["ETag"]


def test_the_inbox_is_shown_in_pieces(town, desk):
    receipts = [tell(town, f"第{number}件。") for number in range(52)]

    first = rows(desk)
    second = rows(desk, offset="50")

    assert first.count('class="what"') == 50
    assert second.count('class="what"') == 2
    assert f"{reverse('inbox')}?offset=50" in first
    assert "第51到52件，共52件" in second
    assert reverse("case", args=(receipts[-1].case_id,)) in second


def test_many_rows_take_no_more_queries_than_few(town, desk):
    for number in range(3):
        tell(town, f"第{number}件。")
    desk.get(reverse("inbox"))
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("inbox"))
    for number in range(47):
        receipt = tell(town, f"又一件{number}。")
        if number % 6 == 0:
            moved(receipt.case_id, State.IN_HAND)

    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("inbox"))

    # A full piece is counted: one query more, however much there is.
    assert len(many) <= len(few) + 1


def test_a_page_that_asks_for_itself_keeps_nobody_signed_in(desk, wall_clock):
    assert desk.get(reverse("inbox")).status_code == 200
    for _hour in range(8):
        wall_clock.forward(hours=1)
        desk.get(reverse("inbox-rows"))

    wall_clock.forward(minutes=1)

    assert desk.get(reverse("inbox-rows")).status_code == 302


def test_nonsense_in_the_address_shows_the_whole_inbox(town, desk):
    receipt = tell(town)

    for asked in ({"which": "x"}, {"offset": "-3"}, {"offset": "９"}, {"offset": "x"}):
        assert reverse("case", args=(receipt.case_id,)) in rows(desk, **asked)
    assert desk.get(reverse("inbox"), {"q": "x" * 4000}).status_code == 200


def test_nothing_of_the_other_community_is_in_it(town, desk, signed_in):
    here, there = tell(town, "这边的事。"), tell(town, "那边的事。", slug="liuan")
    other = signed_in(Client(), "desk", slug="liuan")

    assert "那边的事" not in rows(desk)
    assert "这边的事" not in rows(other)
    assert "那边的事" in rows(other)
    assert "全部在办 1" in rows(desk)
    assert here.number == there.number
    assert "那边" not in rows(desk, q=there.number)


@pytest.mark.parametrize("role", ["handler", "owners_member", "org_member", "steward", "street_officer"])
def test_only_the_desk_and_the_branch_have_an_inbox(signed_in, role):
    client = signed_in(Client(), role)

    for name in ("inbox", "inbox-rows", "intake", "households", "call-backs", "stewards", "slips"):
        assert client.get(reverse(name)).status_code == 404, name


def test_who_is_nobody_is_shown_the_door(client):
    answer = client.get(reverse("inbox"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
