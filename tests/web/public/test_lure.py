"""The lure of the week on the public site."""

import json
from datetime import date

import pytest
from defusedxml.ElementTree import fromstring

from lali.records.noticeboard.actions import show_lure, withdraw_lure
from tests.web.public.conftest import LANGUAGES

TITLE = "A fee to be first <b>& quickly"


@pytest.fixture
def shown(letterbox, lead):
    for number, title in ((1, "An older one"), (2, TITLE)):
        show_lure(
            by=lead, number=number, title=title, words="They ask for a fee.\nThen they are gone.", signs=["upfront_fee"],
            ask="Which office runs this scheme?", country="FJ", released_on=date(2026, 11, number),
        )  # fmt: skip


def test_the_newest_is_one_line_on_the_first_page_and_whole_on_its_own(shown, letterbox, text_of):
    home = letterbox.get("/en/").content.decode()
    assert "A fee to be first &lt;b&gt;&amp; quickly" in home
    assert "An older one" not in home
    said = text_of(letterbox.get("/en/lure/"))
    for words in (
        "A fee or deposit from the worker",
        "Then they are gone.",
        "Which office",
        "2 November 2026",
        "An older one",
    ):
        assert words in said
    assert "Lure of the week: A fee to be first" in said


def test_for_readers_of_news(shown, letterbox):
    answer = letterbox.get("/en/lure/feed.xml")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    items = fromstring(answer.content).findall("./channel/item")
    assert [one.findtext("title") for one in items] == [TITLE, "An older one"]
    assert items[0].findtext("guid") == "lali-lure-2"


def test_for_programs_with_the_text_message(shown, letterbox):
    lures = json.loads(letterbox.get("/fr/lure/feed.json").content)["lures"]
    assert lures[0]["title"] == TITLE
    assert lures[0]["sms"]["segments"] == 1
    assert lures[0]["released_on"] == "2026-11-02"
    assert lures[0]["signs"][0]["id"] == "upfront_fee"


def test_taken_back_it_is_gone_everywhere(shown, letterbox, lead):
    withdraw_lure(by=lead, number=2)
    for where in ("", "lure/", "lure/feed.xml", "lure/feed.json"):
        assert "to be first" not in letterbox.get(f"/en/{where}").content.decode()


def test_without_any_there_is_a_page(letterbox):
    for where in ("", "lure/", "lure/feed.xml", "lure/feed.json"):
        assert letterbox.get(f"/en/{where}").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_stay_small(shown, letterbox, lang):
    for where in ("", "lure/"):
        answer = letterbox.get(f"/{lang}/{where}", headers={"accept-encoding": "br"})
        assert len(answer.content) <= 5 * 1024
