"""What an action promises: one transaction, one seal, all of it or nothing."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from linli.audit.actions import action, announce, listeners
from linli.audit.models import Entry, Head, SubjectKey, Thread
from linli.audit.queries import Verdict, story_of, verify
from linli.audit.rules import digest
from linli.kernel.actor import Actor
from linli.kernel.event import News, Secret
from linli.kernel.refused import Refused
from tests.audit.bell import MONDAY, RINGER, BellRang, DoorOpened, ring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def heard(also_heard):
    also_heard({BellRang: [], DoorOpened: []})


def test_what_was_announced_is_sealed_in_order_and_verifies():
    for times in range(3):
        ring(times=times, at=MONDAY + timedelta(minutes=times))

    assert [entry.number for entry in Entry.objects.order_by("number")] == [1, 2, 3]
    assert verify(1) == Verdict(1, 3, Entry.objects.get(number=3).seal)


def test_a_moment_in_another_time_zone_seals_the_same_and_verifies():
    shanghai = MONDAY.astimezone(ZoneInfo("Asia/Shanghai"))
    nepal = MONDAY.astimezone(timezone(timedelta(hours=5, minutes=45)))

    for at in (MONDAY, shanghai, nepal):
        ring(rung_at=at, happened_at=at, at=at)

    entries = Entry.objects.all()
    assert {entry.body for entry in entries} == {
        '{"rung_at":"2026-03-02T00:20:00.000000+00:00","times":1,"words":null}'
    }
    assert {(entry.recorded_at, entry.happened_at) for entry in entries} == {(MONDAY, MONDAY)}
    assert verify(1).broken is None


def test_a_moment_without_a_zone_is_not_taken():
    with pytest.raises(ValueError, match="zone"):
        ring(at=datetime(2026, 3, 2, 8, 20))  # noqa: DTZ001 (that is the test)

    assert not Entry.objects.exists()


def test_announcing_outside_an_action_is_not_possible():
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside an action"):
        announce(BellRang(subject_id=1, community_id=1), by=RINGER, at=MONDAY)


def test_an_event_without_a_line_in_the_flow_cannot_be_announced(also_heard):
    also_heard({DoorOpened: []})
    assert BellRang not in listeners()

    with pytest.raises(RuntimeError, match="no line in flow"):
        ring(at=MONDAY)


def test_a_listener_that_raises_undoes_everything(also_heard):
    @action
    def open_door(*, by: Actor, at: datetime) -> None:
        announce(DoorOpened(subject_id=1, community_id=2), by=by, at=at)
        raise Refused("door.stuck")

    also_heard({BellRang: [lambda news: open_door(by=news.by, at=news.recorded_at)], DoorOpened: []})

    with pytest.raises(Refused):
        ring(words=Secret("开门"), at=MONDAY)

    assert not Entry.objects.exists()
    assert not Head.objects.exists()
    assert not SubjectKey.objects.exists()


def test_an_inner_refusal_that_is_answered_takes_only_its_own_news_with_it():
    @action
    def ring_and_give_up(*, by: Actor, at: datetime) -> None:
        ring(2, by=by, at=at)
        raise Refused("bell.broken")

    @action
    def ring_twice(*, by: Actor, at: datetime) -> None:
        ring(1, by=by, at=at)
        with pytest.raises(Refused):
            ring_and_give_up(by=by, at=at)

    ring_twice(by=RINGER, at=MONDAY)

    assert [entry.subject for entry in Entry.objects.all()] == ["bell:1"]
    assert verify(1).broken is None


def test_a_reaction_is_told_whose_news_it_answers(also_heard):
    heard: list[News] = []

    @action
    def open_door(*, by: Actor, at: datetime) -> None:
        heard.append(announce(DoorOpened(subject_id=1, community_id=1), by=by, at=at))

    also_heard({BellRang: [lambda news: open_door(by=news.by, at=news.recorded_at)], DoorOpened: []})

    ring(at=MONDAY)

    rang = Entry.objects.get(topic="bell.rang")
    opened = Entry.objects.get(topic="bell.door_opened")
    assert opened.because_of == rang.event_id == heard[0].because_of
    assert (opened.actor, opened.recorded_at) == (rang.actor, rang.recorded_at)


def test_a_cascade_that_comes_back_to_its_own_subject_is_not_let_through(also_heard):
    also_heard({BellRang: [lambda news: ring(1, by=news.by, at=news.recorded_at)]})

    with pytest.raises(RuntimeError, match="comes back"):
        ring(1, at=MONDAY)

    assert not Entry.objects.exists()


def test_a_cascade_may_go_on_to_another_subject(also_heard):
    def ring_next(news: News) -> None:
        if news.event.subject_id < 3:
            ring(news.event.subject_id + 1, by=news.by, at=news.recorded_at)

    also_heard({BellRang: [ring_next]})

    ring(1, at=MONDAY)

    assert [entry.subject for entry in Entry.objects.order_by("number")] == ["bell:1", "bell:2", "bell:3"]


def test_words_of_people_stand_in_the_log_only_as_a_digest_that_its_key_proves():
    ring(words=Secret("我家门锁不上"), at=MONDAY)

    body = Entry.objects.get().body
    key = bytes(SubjectKey.objects.get(subject="bell:1").key)
    assert "门" not in body
    assert digest(key, "我家门锁不上") in body


def test_a_story_is_everything_that_was_sealed_about_its_case():
    ring(1, threads=(7, 8), at=MONDAY)
    ring(2, threads=(8,), at=MONDAY)
    ring(3, at=MONDAY)

    assert [fact.subject for fact in story_of(8)] == ["bell:1", "bell:2"]
    assert [fact.subject for fact in story_of(7)] == ["bell:1"]
    assert Thread.objects.count() == 3


def test_each_community_has_its_own_chain():
    for community_id in (1, 2, 1):
        ring(community_id=community_id, at=MONDAY)

    assert (verify(1).entries, verify(2).entries, verify(3).entries) == (2, 1, 0)


def test_an_action_needs_an_actor_and_a_moment():
    with pytest.raises(TypeError):
        ring(by="somebody", at=MONDAY)
    with pytest.raises(TypeError):
        ring(at="08:20")
