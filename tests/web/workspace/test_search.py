"""The search box, and the page of what was found."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lali.records.cases import actions as cases
from lali.records.conversations.actions import begin_reading, read_on
from lali.records.elements import actions as elements
from lali.records.evidence import actions as evidence
from lali.records.law.actions import load_law

ADDRESS = "/search/"


@pytest.fixture
def look(open_page, client):
    def look(member, words):
        sent = open_page(member, ADDRESS, post={"words": words})
        assert sent.status_code == 302
        return sent, client.get(sent["Location"])

    return look


@pytest.mark.parametrize("address", ["/", "/tips/", "/cases/", "/partners/", "/packets/", "/roles/"])
def test_the_box_stands_on_every_page(open_page, lead, address):
    assert open_page(lead, address).content.decode().count('role="search"') == 1


def test_the_empty_page_teaches(open_page, text_of, lead):
    words = text_of(open_page(lead, ADDRESS))
    assert "Type what you know" in words
    assert "0142" in words


def test_what_is_found_says_why_and_leads_there(look, lead, full_case, text_of):
    _sent, page = look(lead, "Tapu Nobodi payment")
    assert "Nothing that you may see meets all of these words" in text_of(page)
    _sent, page = look(lead, "First paiment")
    html = page.content.decode()
    assert f'href="/cases/{full_case.ref}/timeline/"' in html
    assert "“paiment”: one letter differs" in text_of(page) or "“paiment”: sounds alike" in text_of(page)
    assert 'value="First paiment"' in html
    assert html.count("<h1") == 1


def test_a_passage_and_a_note_of_an_offence_lead_to_their_places(look, lead, full_case):
    evidence.take_statement(
        by=lead, ref=full_case.ref, said=evidence.Said("They kept the turtle boat.", of_whom="Guard")
    )
    cited = evidence.cite_passage(by=lead, ref=full_case.ref, source="S-001", quote="kept", note="see barracuda")
    load_law(by="node")
    elements.suspect_offence(by=lead, ref=full_case.ref, code="fj-crimes-112", about=elements.About(note="octopus"))
    assert f'href="/cases/{full_case.ref}/evidence/#{cited.ref}"' in look(lead, "barracuda")[1].content.decode()
    assert f'href="/cases/{full_case.ref}/offences/1/"' in look(lead, "octopus")[1].content.decode()


def test_no_word_stands_in_an_address(look, lead, full_case):
    sent, page = look(lead, "Nobody Inparticular")
    assert "nobody" not in sent["Location"].lower()
    assert "Inparticular" not in page.content.decode().replace('value="Nobody Inparticular"', "").replace(
        "“Inparticular”", ""
    ).replace("“inparticular”", "")


def test_the_lead_finds_the_victim_by_name_and_sees_the_code_name(look, lead, colleague, full_case, text_of):
    code_name = full_case.persons.first().person.code_name
    assert code_name in text_of(look(lead, "Nobody Inparticular")[1])
    assert code_name not in text_of(look(colleague, "Nobody Inparticular")[1])


def test_a_reference_leads_straight_there(open_page, lead, outsider, full_case, tip):
    def leads(member, words):
        return open_page(member, ADDRESS, post={"words": words})["Location"]

    assert leads(lead, f" {full_case.ref.lower()} ") == f"/cases/{full_case.ref}/"
    assert leads(lead, tip.ref) == f"/tips/{tip.number}/"
    assert leads(lead, "E-001") == f"/cases/{full_case.ref}/exhibits/1/"
    assert leads(outsider, full_case.ref).startswith("/search/?for=")
    assert leads(lead, " ") == "/search/"


HOSTILE = [
    "\0",
    '"',
    "*" * 300,
    "a AND b OR NOT c",
    "1" * 10_000,
    "the of",
    "🌴",
    "\u202e\u200f",
    "<script>",
    "'--",
    "%s{}",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_typed_gets_an_answer(look, lead, full_case, words):
    _sent, page = look(lead, words)
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


@pytest.mark.parametrize("sealed", ["x", "%00", "A" * 4000, "é", "====", ""])
def test_an_address_that_was_tampered_with_is_an_empty_search(open_page, text_of, lead, sealed):
    assert "Type what you know" in text_of(open_page(lead, f"{ADDRESS}?for={sealed}"))


@pytest.mark.slow
def test_the_page_asks_as_many_questions_for_one_as_for_many(look, client, lead, case):
    for number in range(3):
        cases.add_task(by=lead, ref=case.ref, title=f"Turtle {number}", due_on=None, assignee=None)
    address = look(lead, "turtle")[0]["Location"]
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(60):
        cases.add_task(by=lead, ref=case.ref, title=f"Turtle {number}", due_on=None, assignee=None)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert len(many) <= len(few)  # where as many are found exactly as are shown, nothing looser is asked for
    assert "Add a word to find fewer" in page.content.decode()
    assert page.content.decode().count("<tr><th") == 51


def test_words_inside_a_conversation_lead_to_the_message(look, lead, full_case, text_of):
    """The words around are shown with the match marked; nothing typed stands in an address."""
    export = (
        "13/10/2026, 09:06 - Golden Lagoon Careers: Hello <b>Mere</b>\n"
        "13/10/2026, 09:07 - Mere (invented): Where is my PÁSSPORT, kingfisher?\n"
    )
    exhibit = evidence.take_in_exhibit(
        by=lead, ref=full_case.ref, file_name="chat.txt", source=io.BytesIO(export.encode()),
        acquisition=evidence.Acquisition(title="Chat of Mere"),
    )  # fmt: skip
    number = begin_reading(by=lead, ref=full_case.ref, exhibit=exhibit.number).number
    read_on(by=lead, ref=full_case.ref, number=number)
    _sent, page = look(lead, "kingfisher passport")
    html = page.content.decode()
    assert f'href="/cases/{full_case.ref}/conversations/{number}/?at=2#m2"' in html
    assert "<mark>PÁSSPORT</mark>, <mark>kingfisher</mark>?" in html
    assert "Mere (invented)" in text_of(page)
    assert "kingfisher" not in re.sub('<mark>kingfisher</mark>|value="[^"]*"', "", html)
    assert "&lt;b&gt;" in look(lead, "hello")[1].content.decode()
