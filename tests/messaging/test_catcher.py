"""The letter box for demonstration and tests: once for each key, for this machine only, and it shows what it has."""

import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from linli.channels.messaging import catcher as module
from tests.messaging.conftest import start_catcher

LETTER = {"key": "demand:1:received:1:7", "to": "13800006621", "subject": "邻里", "words": "您说的事记下了。"}


def test_a_letter_is_taken_once_for_each_key(catcher):
    assert catcher.post(LETTER) == (201, {"again": False})
    assert catcher.post({**LETTER, "words": "另一句"}) == (200, {"again": True})

    caught = catcher.letters()
    assert [{name: letter[name] for name in LETTER} for letter in caught] == [LETTER]
    assert caught[0]["caught_at"]


def test_many_who_bring_the_same_letter_at_once_bring_it_once(catcher):
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: catcher.post(LETTER), range(24)))

    assert sorted(status for status, _ in answers) == [200] * 23 + [201]
    assert len(catcher.letters()) == 1


def test_the_key_may_stand_beside_the_letter_and_is_one(catcher):
    without = {name: told for name, told in LETTER.items() if name != "key"}

    assert catcher.post(without, Idempotency_Key="k1")[0] == 201
    assert catcher.post(LETTER, Idempotency_Key=LETTER["key"])[0] == 201
    assert catcher.post(LETTER, Idempotency_Key="another")[0] == 400


def test_the_page_shows_letters_and_runs_nothing_that_is_in_them(catcher):
    assert "还没有信" in catcher.get("/box")[1]

    catcher.post({**LETTER, "to": "<b>x</b>", "words": "<script>alert(1)</script> %s %(title)s"})

    status, page = catcher.get("/box")
    assert status == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt; %s %(title)s" in page
    assert "<script" not in page
    assert "<b>x" not in page


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"[" * 30_000,
        {},
        {**LETTER, "to": None},
        {**LETTER, "to": ""},
        {**LETTER, "words": 7},
        {**LETTER, "subject": ["x"]},
        {**LETTER, "key": {"a": 1}},
    ],
)
def test_what_is_no_letter_is_refused(catcher, body):
    assert catcher.post(body) == (400, {"error": "no_letter"})
    assert catcher.letters() == []


def test_a_body_of_more_than_64_kb_is_refused_unread(catcher):
    assert catcher.post({**LETTER, "words": "长" * 70_000}) == (413, {"error": "too_long"})
    assert catcher.post(b"x", Content_Length="9" * 30)[0] == 413
    assert catcher.post({**LETTER, "words": "长" * 5_000})[0] == 201


def test_a_page_of_another_site_cannot_put_letters_in(catcher):
    assert catcher.post(LETTER, Content_Type="text/plain")[0] == 415
    assert catcher.post(LETTER, Content_Type="application/x-www-form-urlencoded")[0] == 415


def test_it_listens_on_this_machine_only(catcher):
    port = int(catcher.url.rpartition(":")[2])
    own = {told[4][0] for told in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}

    for address in own:
        if not address.startswith("127."):
            with pytest.raises(OSError, match="refused"), socket.create_connection((address, port), timeout=2):
                pass


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_asked_and_still_knows_its_letters_afterwards(catcher, tmp_path, asked):
    catcher.post(LETTER)

    catcher.process.send_signal(asked)
    assert catcher.process.wait(timeout=5) == 0

    again = start_catcher(tmp_path)
    try:
        assert again.post(LETTER) == (200, {"again": True})
        assert len(again.letters()) == 1
    finally:
        again.process.terminate()
        assert again.process.wait(timeout=5) == 0


def test_somebody_who_connects_and_says_nothing_does_not_keep_it_from_stopping(catcher):
    port = int(catcher.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)):
        assert catcher.post(LETTER)[0] == 201
        catcher.process.terminate()

        assert catcher.process.wait(timeout=9) == 0


def test_it_knows_no_django():
    told = f"import sys; import {module.__name__}; print('django' in sys.modules)"

    assert subprocess.run((sys.executable, "-c", told), capture_output=True, text=True, check=True).stdout == "False\n"
