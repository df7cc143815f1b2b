"""A letter is brought once, tried again while nobody takes it, and never lost when nobody ever will."""

import json
import smtplib
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends import locmem

from linli.cases.rules.life import State as CaseState
from linli.channels.messaging.carrying import carry
from linli.channels.messaging.gateways import Catcher, Envelope, FinallyRefused, GatewayAway, gateway
from linli.channels.messaging.words import words_of
from linli.errands.actions import keep_one
from linli.errands.models import Errand, ErrandState
from linli.letters.actions import tell, write
from linli.letters.queries import deliveries, letter, slips, to_tell
from linli.letters.rules import State, Way
from linli.people.actions import know_person
from tests.cast import LINLI, MONDAY, PHONE, moved
from tests.cast import tell as ask
from tests.console.test_supervisor import wait_for

ENVELOPE = Envelope("k:1", PHONE, "邻里", "您说的事记下了。")


def written(side, key="demand:12:received:1", *, zone="13-2", **to):
    """A letter; to the resident when nobody else is named."""
    return write(
        key,
        community_id=side.community_id,
        about="demand:12",
        words_code="demand.received",
        facts={"number": "1102-01"},
        zone_id=side.zones[zone] if zone else None,
        by=LINLI,
        at=MONDAY,
        **(to or {"person_id": side.persons["resident"]}),
    )


def bring(letter_id, side):
    """Keep the errand by hand."""
    carry(event_id=str(uuid4()), subject_id=letter_id, community_id=side.community_id, at=MONDAY)


def outcomes():
    return [(each.way, each.outcome, each.why) for each in deliveries("demand:12")]


@contextmanager
def answering(status):
    """A gateway that answers every letter with this status; the letters that reached it."""
    reached = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            reached.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *told):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", reached
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_worker_brings_a_letter_to_the_catcher_once_though_it_is_carried_twice(outside, catcher):
    url = {"LINLI_CATCHER_URL": catcher.url}
    written_id = outside.run("tests.messaging.writing", **url).stdout.strip()
    assert written_id.isdigit()

    outside.start("linli.channels.console", "work", **url)
    wait_for(lambda: len(catcher.letters()) == 1, seconds=20)

    [caught] = catcher.letters()
    assert caught["to"] == PHONE
    assert caught["key"].startswith("demand:1:received:1:")
    assert caught["words"].startswith("您说的事记下了，编号1102-01。")
    assert catcher.post({name: caught[name] for name in ("key", "to", "words")}) == (200, {"again": True})


def test_a_worker_that_was_killed_before_it_noted_sends_again_and_it_comes_once(town, settings, catcher):
    settings.LINLI_CATCHER_URL = catcher.url
    sent = written(town.huaiyin)
    Catcher(catcher.url).send(
        Envelope(f"demand:12:received:1:{town.huaiyin.persons['resident']}", PHONE, "邻里", "您说的事记下了。")
    )

    bring(sent, town.huaiyin)
    bring(sent, town.huaiyin)

    assert len(catcher.letters()) == 1
    assert letter(sent).state == State.SENT
    assert outcomes() == [("catcher", "sent", None)]


def test_while_the_gateway_is_away_the_letter_is_tried_again(town, settings, catcher):
    settings.LINLI_CATCHER_URL = "http://127.0.0.1:9"
    sent = written(town.huaiyin)

    assert keep_one(at=MONDAY)
    assert letter(sent).state == State.WAITING
    assert not keep_one(at=MONDAY + timedelta(seconds=1))
    settings.LINLI_CATCHER_URL = catcher.url
    assert keep_one(at=MONDAY + timedelta(minutes=1))

    assert outcomes() == [("catcher", "failed", "gateway_away"), ("catcher", "sent", None)]
    assert letter(sent).state == State.SENT
    assert Errand.objects.get().state == ErrandState.KEPT
    assert Errand.objects.get().last_error == "GatewayAway"


def test_a_gateway_that_stays_away_turns_the_letter_to_voice_before_the_errand_is_given_up(town, settings):
    settings.LINLI_CATCHER_URL = "http://127.0.0.1:9"
    sent, at = written(town.huaiyin), MONDAY

    while keep_one(at=at):
        at += timedelta(hours=2)

    assert letter(sent).way == Way.VOICE
    assert [row.id for row in to_tell([town.huaiyin.zones["13-2"]])] == [sent]
    assert Errand.objects.get().state == ErrandState.KEPT
    tell(sent, by=town.huaiyin.actors["steward"], at=at)


@pytest.mark.parametrize(("zone", "way"), [("13-2", Way.VOICE), ("13-1", Way.SLIP), (None, Way.SLIP)])
def test_without_a_gateway_somebody_says_it(town, zone, way):
    here = town.huaiyin
    sent = written(here, zone=zone)

    assert keep_one(at=MONDAY)

    listed = to_tell([here.zones["13-2"]]) if way is Way.VOICE else slips(here.community_id)
    assert [row.id for row in listed] == [sent]
    assert outcomes() == [("wire", "no_way", "no_gateway")]
    bring(sent, here)
    assert len(outcomes()) == 1


def test_what_the_gateway_will_never_take_is_said_aloud(town, settings):
    with answering(422) as (url, reached):
        settings.LINLI_CATCHER_URL = url
        sent = written(town.huaiyin)
        bring(sent, town.huaiyin)

    assert len(reached) == 1
    assert outcomes() == [("catcher", "refused", "gateway_refused")]
    assert letter(sent).way == Way.VOICE


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (400, FinallyRefused),
        (404, FinallyRefused),
        (422, FinallyRefused),
        (408, GatewayAway),
        (429, GatewayAway),
        (500, GatewayAway),
        (503, GatewayAway),
        (302, GatewayAway),
        (307, GatewayAway),
    ],
)
def test_what_a_gateway_answers_is_for_good_or_for_the_moment(status, raised):
    with answering(status) as (url, reached), pytest.raises(raised):
        Catcher(url).send(ENVELOPE)

    assert [told["key"] for told in reached] == ["k:1"]


def test_a_proxy_of_the_environment_does_not_read_the_letters(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    with answering(200) as (url, reached):
        Catcher(url).send(ENVELOPE)

    assert len(reached) == 1


def test_an_address_of_another_kind_is_no_catcher():
    with pytest.raises(ValueError, match="http"):
        Catcher("file:///etc/passwd")


def test_the_party_s_office_is_told_or_who_sits_in_its_seats(town, settings, catcher):
    here = town.huaiyin
    settings.LINLI_CATCHER_URL = catcher.url

    bring(written(here, "a", zone=None, party_id=here.parties["street"]), here)
    bring(written(here, "b", zone=None, party_id=here.parties["property"]), here)

    caught = {told["key"]: told["to"] for told in catcher.letters()}
    handlers = [here.persons["handler"], here.persons["second_handler"]]
    assert caught[f"a:party-{here.parties['street']}"] == "01068001007"
    assert set(caught) == {f"a:party-{here.parties['street']}", *(f"b:{person}" for person in handlers)}


@pytest.fixture
def post(settings):
    """A mail server is named in the settings; what it took."""
    settings.EMAIL_HOST = "mail.example.org"
    settings.DEFAULT_FROM_EMAIL = "邻里 <linli@example.org>"
    return mail.outbox


def reader(side, name="温阿姨", address="wen@example.org"):
    return know_person(side.community_id, name=name, mail=address, by=LINLI, at=MONDAY)


def test_a_mail_carries_the_key_of_its_letter(town, post):
    here = town.huaiyin
    person = reader(here)

    bring(written(here, person_id=person), here)

    [sent] = post
    assert sent.to == ["wen@example.org"]
    assert sent.subject == "邻里：您说的事，编号1102-01"
    assert sent.message()["Message-ID"] == f"<demand.12.received.1.{person}@example.org>"
    assert outcomes() == [("mail", "sent", None)]


def test_a_telephone_alone_is_no_address_for_mail(town, post):
    sent = written(town.huaiyin)

    bring(sent, town.huaiyin)

    assert post == []
    assert outcomes() == [("mail", "no_way", "no_address")]
    assert letter(sent).way == Way.VOICE


@pytest.mark.parametrize(
    ("error", "way", "why"),
    [
        (smtplib.SMTPRecipientsRefused({"wen@example.org": (550, b"no such user")}), Way.VOICE, "gateway_refused"),
        (smtplib.SMTPRecipientsRefused({"wen@example.org": (450, b"later")}), Way.WIRE, "gateway_away"),
        (smtplib.SMTPDataError(554, b"no"), Way.VOICE, "gateway_refused"),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), Way.WIRE, "gateway_away"),
        (smtplib.SMTPServerDisconnected(), Way.WIRE, "gateway_away"),
        (TimeoutError(), Way.WIRE, "gateway_away"),
    ],
)
def test_a_mail_server_says_no_for_good_or_for_the_moment(town, post, monkeypatch, error, way, why):
    def refuse(backend, messages):
        raise error

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse)
    sent = written(town.huaiyin, person_id=reader(town.huaiyin))

    if way is Way.WIRE:
        with pytest.raises(GatewayAway):
            bring(sent, town.huaiyin)
    else:
        bring(sent, town.huaiyin)

    assert letter(sent).way == way
    assert [each[2] for each in outcomes()] == [why]


def test_the_catcher_comes_before_mail_and_neither_is_needed(settings):
    assert gateway() is None
    settings.EMAIL_HOST = "mail.example.org"
    assert gateway().name == "mail"
    settings.LINLI_CATCHER_URL = "http://127.0.0.1:8025"
    assert gateway().name == "catcher"


def test_a_letter_that_nobody_knows_any_more_is_no_trouble(town):
    bring(999_999, town.huaiyin)


def test_the_whole_way_of_a_case_can_be_said_at_the_door_of_somebody_without_a_telephone(town):
    here = town.huaiyin
    receipt = ask(town, place="13-2-502", who="mute")
    moved(receipt.case_id, CaseState.STUCK)
    moved(receipt.case_id, CaseState.DONE, at=MONDAY + timedelta(hours=4))

    while keep_one(at=MONDAY + timedelta(hours=5)):
        pass

    told = to_tell([here.zones["13-2"]])
    assert [row.words_code.removeprefix("demand.") for row in told] == ["received", "dispatched", "obstacle", "done"]
    assert {row.place for row in told} == {"13号楼2单元502"}
    assert "合同里没有这一项" in words_of(told[2].words_code, told[2].facts, at=MONDAY)
    # Who is at the table reads it there: the desk has no paper to carry.
    assert slips(here.community_id) == ()
