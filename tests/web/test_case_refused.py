"""What is refused: the sentence at the top, everything typed kept, and a second press that goes through."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases.actions.handling import report_progress, sign
from linli.cases.models import Case, StepTaken
from linli.cases.rules.life import State
from tests.cast import MONDAY, Town, moved, tell
from tests.web.case_pages import ASSESSED, at, category, forms, send, state, steps, words

Sign = Callable[..., Client]
LONG = "长" * 2001


@pytest.fixture
def desk(signed_in: Sign) -> Client:
    return signed_in(Client(), "desk")


@pytest.fixture
def handler(signed_in: Sign) -> Client:
    return signed_in(Client(), "handler")


def test_an_answer_that_is_missing_is_asked_for_and_nothing_typed_is_lost(town: Town, desk):
    told = tell(town)

    answer = send(desk, told, "dispatch", title="门锁坏了", urgency="timely", because="请尽快")

    assert answer.status_code == 422
    assert "请选一个类别" in words(answer)
    assert "请选派给谁" in words(answer)
    assert 'value="门锁坏了"' in answer.content.decode()
    assert "请尽快</textarea>" in answer.content.decode()
    assert state(told) == State.RECEIVED


@pytest.mark.parametrize("name", ["progress", "obstacle", "completion"])
def test_too_many_words_are_refused_and_kept(town, handler, name):
    told = tell(town)
    moved(told.case_id, State.IN_HAND)

    answer = send(handler, told, name, words=LONG)

    assert answer.status_code == 422
    assert "写了2001个字，最多2000个字" in words(answer)
    assert LONG in answer.content.decode()


@pytest.mark.parametrize(("name", "state_before"), [("decision", State.STUCK), ("escalation", State.STUCK)])
def test_nothing_written_is_asked_for(town, signed_in, name, state_before):
    told = tell(town)
    moved(told.case_id, state_before)

    answer = send(signed_in(Client(), "secretary"), told, name, words="  ")

    assert answer.status_code == 422
    assert "请写一句话" in words(answer)


def test_who_was_overtaken_sees_what_happened_and_presses_again(town, handler):
    told = tell(town)
    moved(told.case_id, State.IN_HAND)
    stale = forms(handler.get(at("case", told)))[at("completion", told)]
    second = town.huaiyin.actors["second_handler"]
    report_progress(told.case_id, "同事先去看过了", by=second, at=MONDAY + timedelta(hours=1))

    answer = handler.post(at("completion", told), {**stale, "words": "换好了"})

    assert answer.status_code == 409
    assert "别人已经往前走了一步" in words(answer)
    assert "刚才走的这几步： 安禾里物业服务有限公司 报告进展" in words(answer)
    assert "同事先去看过了" in words(answer)
    fresh = forms(answer)[at("completion", told)]
    assert fresh["key"] == stale["key"]
    assert "换好了</textarea>" in answer.content.decode()

    assert handler.post(at("completion", told), {**fresh, "words": "换好了"}).status_code == 303
    assert state(told) == State.DONE


def test_a_step_that_is_not_possible_any_more_keeps_its_words_and_has_no_button(town, handler):
    told = tell(town)
    moved(told.case_id, State.IN_HAND)
    stale = forms(handler.get(at("case", told)))[at("progress", told)]
    moved(told.case_id, State.DONE)

    answer = handler.post(at("progress", told), {"key": stale["key"], "words": "看过了"})

    assert answer.status_code == 422
    assert "现在是“已办，待确认”，这一步还不能做或者已经做过了" in words(answer)
    assert "看过了</textarea>" in answer.content.decode()
    assert "这一步现在做不了了" in words(answer)


def test_the_same_form_sent_twice_is_one_step(town, handler):
    told = tell(town)
    moved(told.case_id, State.IN_HAND)
    form = forms(handler.get(at("case", told)))[at("progress", told)]

    first, again = (handler.post(at("progress", told), {**form, "words": "看过了"}) for _ in range(2))

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.url == again.url
    assert StepTaken.objects.filter(case_id=told.case_id, step="progress").count() == 1


def test_two_forms_of_one_page_are_two_steps(town, handler):
    told = tell(town)
    moved(told.case_id, State.IN_HAND)
    shown = forms(handler.get(at("case", told)))
    keys = [form["key"] for form in shown.values() if "key" in form]

    assert len(keys) == len(set(keys))


def test_a_file_that_cannot_be_taken_is_refused_and_the_words_stay(town, handler, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    told = tell(town)
    moved(told.case_id, State.IN_HAND)
    odd = SimpleUploadedFile("a.exe", b"MZ" + bytes(200), content_type="application/octet-stream")

    answer = send(handler, told, "completion", words="换好了", files=[odd])

    assert answer.status_code == 422
    assert "这种文件收不了" in words(answer)
    assert "换好了</textarea>" in answer.content.decode()
    assert "文件要请您再选一次" in words(answer)
    assert state(told) == State.IN_HAND


def test_who_handled_it_cannot_ask_whether_it_is_solved(town, handler):
    told = tell(town)
    moved(told.case_id, State.DONE)

    card = handler.get(at("call-back", told, told.demand_id))
    answer = handler.post(at("call-back", told, told.demand_id), {"outcome": "solved", "remark": "说好了"})

    assert card.status_code == 403
    assert "不能自己问自己" in words(card)
    assert "<textarea" not in card.content.decode()
    assert answer.status_code == 422
    assert "不能自己问自己" in words(answer)
    assert state(told) == State.DONE


def test_a_desk_that_signed_for_the_committee_is_told_so_on_the_card(town, desk):
    told = tell(town)
    moved(told.case_id, State.DISPATCHED, lead="committee")
    sign(told.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)
    moved(told.case_id, State.DONE)

    assert "不能自己问自己" in words(desk.get(at("call-back", told, told.demand_id)))


def test_nothing_can_be_asked_before_there_is_an_answer(town, desk):
    told = tell(town)

    card = desk.get(at("call-back", told, told.demand_id))

    assert card.status_code == 403
    assert "还没有答复" in words(card)


def test_a_card_without_an_answer_keeps_the_remark(town, desk):
    told = tell(town)
    moved(told.case_id, State.DONE)

    answer = desk.post(at("call-back", told, told.demand_id), {"remark": "他说再想想"})

    assert answer.status_code == 422
    assert "请选一个：好了没有，或者没打通" in words(answer)
    assert "他说再想想</textarea>" in answer.content.decode()


def test_two_who_call_at_once_do_not_both_count(town, desk):
    told = tell(town)
    moved(told.case_id, State.DONE)
    seen = steps(told)
    desk.post(at("call-back", told, told.demand_id), {"outcome": "no_answer", "seen": seen, "key": "a"})

    answer = desk.post(at("call-back", told, told.demand_id), {"outcome": "no_answer", "seen": seen, "key": "b"})

    assert answer.status_code == 409
    assert Case.objects.get(pk=told.case_id).demands.get().tries == 1


def test_who_comes_to_a_step_by_its_address_finds_the_case(town, handler):
    told = tell(town)
    moved(told.case_id, State.IN_HAND)

    assert handler.get(at("progress", told)).url == at("case", told)
    assert "/login/" in Client().post(at("progress", told), {"words": "x"}).url


def test_a_party_that_may_only_look_is_not_offered_what_it_may_not_do(town, signed_in):
    told = tell(town)
    moved(told.case_id, State.DISPATCHED)
    second = signed_in(Client(), "secretary")

    assert at("signature", told) not in forms(second.get(at("case", told)))
    answer = second.post(at("signature", told), {})
    assert answer.status_code == 422
    assert "这一步要由别人来做" in words(answer)


def test_the_dispatch_of_somebody_elses_party_is_refused(town, desk):
    told = tell(town)
    sent = {**ASSESSED, "category": category(town), "lead": town.liuan.parties["property"]}

    answer = desk.post(at("dispatch", told), sent)

    assert answer.status_code == 422
    assert state(told) == State.RECEIVED
