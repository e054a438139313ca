"""What a flow of RapidPro asks, sent as docs/rapidpro.md shows it, and what it must never be told."""

import json
import re
from pathlib import Path

import pytest

from lali.engines.helplines import COUNTRIES, ELSEWHERE, helplines
from lali.records.audit.models import Entry
from lali.records.channels.models import Answered, Conversation
from lali.web.public import talking
from tests.web.public.conftest import LANGUAGES, LURE

SECRET = "a secret of the gateway"
CHECK, HELP = "/channels/rapidpro/check/", "/channels/rapidpro/help/"
PAGE = (Path(__file__).parents[3] / "docs" / "rapidpro.md").read_text()


@pytest.fixture
def ask(public, settings):
    """Ask as goflow's `call_webhook` does: a POST with the headers and the body of the node."""
    settings.CHANNELS = {"sms": "", "rapidpro": SECRET, "send_url": ""}

    def ask(address, body, token=f"Token {SECRET}"):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return public.post(address, raw, content_type="application/json", headers={"authorization": token})

    return ask


@pytest.fixture
def told(ask):
    """What a flow gets back."""

    def told(address, **body):
        answer = ask(address, body)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        return json.loads(answer.content)

    return told


def test_the_page_of_the_docs_is_true(told):
    text, answer, country, numbers = map(json.loads, re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL))
    assert answer.items() <= told(CHECK, **text).items()
    given = told(HELP, **country)
    assert (given["place"], given["numbers"][:1]) == (numbers["place"], numbers["numbers"])
    for address in (CHECK, HELP):
        assert address in PAGE


def test_without_the_secret_there_is_no_such_page(ask, public, settings):
    for wrong in ("", "Token ", "Token x", SECRET, f"token {SECRET}", f"Token {SECRET} ", "Token é"):
        assert ask(CHECK, {"text": "hello"}, wrong).status_code == 404
    assert public.post(f"{CHECK}?secret={SECRET}", b"{}", content_type="application/json").status_code == 404
    assert public.get(CHECK).status_code == 405
    assert (
        public.post("/channels/rapidpro/", {"secret": SECRET, "from": "6799123456"}).status_code == 404
    )  # no send URL
    settings.CHANNELS = settings.CHANNELS | {"rapidpro": ""}
    assert ask(CHECK, {"text": "hello"}, "Token ").status_code == 404


@pytest.mark.parametrize(
    "raw", [b"", b"null", b"[1]", b"{" * 50_000, b'{"text": 7}', b'{"text": ""}', b'{"text":"' + b"a" * 70_000 + b'"}']
)
def test_what_is_no_question_is_refused(ask, raw):
    assert ask(CHECK, raw).status_code == 400


def test_an_offer_is_looked_at_in_the_language_of_the_flow_and_not_kept(told):
    seen = {
        language: told(CHECK, text=LURE, language=language) for language in ("eng", "fra", "bis", "fij", "hif", "vie")
    }
    assert {answer["risk"] for answer in seen.values()} == {"likely"}
    assert len({answer["said"] for answer in seen.values()}) == 6
    for code, short in zip(seen, LANGUAGES, strict=True):
        assert told(CHECK, text=LURE, language=short) == seen[code]
    danger = told(CHECK, text="They took my passport and locked me in. I cannot leave.")
    assert danger["said"].endswith("In danger? Ring 917.")
    assert re.search(r"\b3: help", seen["eng"]["said"]) is None  # a flow has numbers of its own
    none = told(CHECK, text="See you at church on Sunday", language=7, country=[])
    assert (none["risk"], none["signs"]) == ("none", [])
    assert none["said"] == "We saw no sign that we know. That does not prove the offer is honest."
    assert not Conversation.objects.exists()
    assert not Answered.objects.exists()
    assert not Entry.objects.using("letterbox").filter(subject="channels").exists()


def test_whom_to_ring_is_never_anothers(told):
    assert told(HELP)["place"] == "Fiji"
    for country in (*COUNTRIES, *ELSEWHERE):
        given = told(HELP, country=country.lower())
        assert [line["number"] for line in given["numbers"]] == [
            line.number for line in helplines(country) if line.number
        ]
        assert given["said"] == talking.numbers(country)
    unknown = told(HELP, country="TV")
    assert unknown["numbers"] == []
    assert unknown["said"] == "We know no number for this country yet. Ask someone you trust."
    danger = told(CHECK, text="They took my passport and locked me in. I cannot leave.", country="TV")
    assert (danger["risk"], "Ring" in danger["said"]) == ("urgent", False)


def test_a_name_and_a_number_that_rapidpro_adds_are_not_read(ask, capfd):
    body = {"text": LURE, "contact": {"name": "Zuleika", "urn": "tel:+6799123456"}}
    answer = ask(CHECK, body).content.decode()
    captured = capfd.readouterr()
    assert "Zuleika" not in answer + captured.out + captured.err
    assert "6799123456" not in answer + captured.out + captured.err
