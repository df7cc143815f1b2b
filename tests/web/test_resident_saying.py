"""A resident says it, without an account, and takes a receipt home."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.cases.models import Demand
from linli.files.models import File
from linli.people.models import Person
from linli.places import queries as places

SAY = "/c/huaiyin/say/"
WORDS = "厨房下水返水，味道很大，楼下也有"


def key_in(page: str) -> str:
    """The key that a form was shown with."""
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def photograph() -> SimpleUploadedFile:
    """A small picture, as a telephone would send it."""
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "#884422").save(drawn, "JPEG")
    return SimpleUploadedFile("door.jpg", drawn.getvalue(), "image/jpeg")


def test_the_first_page_of_two_communities_asks_once_and_remembers(client, town):
    first = client.get("/")
    chosen = client.get("/c/liuan/")

    assert "您住在哪个社区？" in first.content.decode()
    assert "柳岸社区" in chosen.content.decode()
    assert client.get("/").headers["Location"] == "/c/liuan/"
    assert "槐荫北里社区" in client.get("/?choose=1").content.decode()


def test_the_first_page_shows_three_choices_and_the_numbers_for_an_emergency(client, town):
    page = client.get("/c/huaiyin/").content.decode()

    assert page.count('class="choice"') == 3
    assert all(f'href="tel:{number}"' in page for number in ("120", "119", "110", "01068001002"))
    assert page.count("<h1") == 1


def test_words_alone_are_enough(client, town):
    answer = client.post(SAY, {"key": "k1", "words": WORDS})

    demand = Demand.objects.get()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/r/{demand.token}/?fresh=1"
    assert (demand.words, demand.channel, demand.requester_id) == (WORDS, "page", None)
    assert demand.community_id == town.huaiyin.community_id


def test_the_same_form_twice_is_one_demand(client, town):
    key = key_in(client.get(SAY).content.decode())

    first = client.post(SAY, {"key": key, "words": WORDS})
    second = client.post(SAY, {"key": key, "words": WORDS})

    assert first.headers["Location"] == second.headers["Location"]
    assert Demand.objects.count() == 1


def test_two_forms_of_two_showings_have_two_keys(client, town):
    assert key_in(client.get(SAY).content.decode()) != key_in(client.get(SAY).content.decode())


def test_the_code_at_the_entrance_chooses_the_place_and_the_telephone_keeps_it(client, town):
    entrance = town.huaiyin.entrances["13-2"]
    found = places.entrance(entrance)
    assert found is not None
    page = client.get(f"/e/{found.key}/", follow=True)

    assert page.redirect_chain == [(SAY, 302)]
    assert "<span>13号楼2单元</span>" in page.content.decode()
    assert f'value="e{entrance}" selected' in page.content.decode()
    client.post(SAY, {"key": "k1", "words": WORDS, "entrance": f"e{entrance}", "door": "501"})
    assert Demand.objects.get().household_id == town.huaiyin.households["13-2-501"]
    assert "13号楼：1件在办" in client.get("/c/huaiyin/").content.decode()


def test_the_entrance_of_one_community_means_nothing_in_another(client, town):
    client.cookies["entrance"] = "no-such-key"

    assert "我们楼里的事" not in client.get("/c/liuan/").content.decode()
    assert client.get("/e/no-such-key/").status_code == 404


def test_a_telephone_makes_somebody_known_who_can_be_told(client, town):
    before = Person.objects.count()
    client.post(SAY, {"key": "k1", "words": WORDS, "phone": "138 0000 9911", "name": "邻居", "hide_from": ["property"]})

    demand = Demand.objects.get()
    assert demand.requester_id
    assert demand.hide_from == ["property"]
    assert Person.objects.count() == before + 1
    assert Person.objects.get(pk=demand.requester_id).phone_end == "9911"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "  "}, "还没有写是什么事"),
        ({"words": "长" * 5001}, "写了5001个字，最多5000个字"),
        ({"words": WORDS, "phone": "12"}, "这个号码好像不对"),
        ({"words": WORDS, "entrance": "e999999"}, "列表里没有这个地方"),
        ({"words": WORDS, "name": "名" * 41}, "name"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_nothing_typed_is_lost(client, town, typed, sentence):
    answer = client.post(SAY, {"key": "k1", "where": "车棚边上", **typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'class="wrong"' in page
    assert "车棚边上" in page
    assert typed["words"].strip() in page
    assert Demand.objects.count() == 0
    assert client.post(SAY, {"key": "k1", "words": WORDS}).status_code == 303


def test_a_bad_file_is_refused_and_the_words_stay(client, town):
    bad = SimpleUploadedFile("a.exe", b"MZ\x00\x00not a picture", "image/jpeg")
    answer = client.post(SAY, {"key": "k1", "words": WORDS, "phone": "13800009911", "files": bad})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_files_error"' in page
    assert "要再选一次" in page
    assert WORDS in page
    assert (Demand.objects.count(), File.objects.count()) == (0, 0)
    assert not Person.objects.filter(phone_end="9911").exists()


def test_nobody_loses_a_photograph_without_being_told(client, town):
    answer = client.post(SAY, {"key": "k1", "words": WORDS, "files": [photograph() for _turn in range(7)]})

    assert answer.status_code == 422
    assert "一次最多选6个文件" in answer.content.decode()


def test_a_long_story_may_be_told(client, town):
    assert client.post(SAY, {"key": "k1", "words": "长" * 5000}).status_code == 303


def test_a_photograph_is_seen_on_ones_own_receipt_and_nowhere_else(client, town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.post(SAY, {"key": "k1", "words": WORDS, "files": [photograph(), photograph()]})
    client.post(SAY, {"key": "k2", "words": "另一件事"})
    first, other = Demand.objects.order_by("pk")

    page = client.get(f"/r/{first.token}/").content.decode()
    hrefs = re.findall(rf'src="(/r/{first.token}/files/\d+/)"', page)
    shown = client.get(hrefs[0])
    assert len(hrefs) == 2
    assert shown.status_code == 200
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(hrefs[0].replace(first.token, other.token)).status_code == 404
    assert client.get(hrefs[0].replace(first.token, "x" * 24)).status_code == 404


def test_a_missing_community_is_missing(client, town):
    assert client.get("/c/nowhere/").status_code == 404
    assert client.get("/c/nowhere/say/").status_code == 404


def test_without_its_protection_a_form_is_not_taken(town):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(SAY, {"key": "k1", "words": WORDS}).status_code == 403
    assert Demand.objects.count() == 0
