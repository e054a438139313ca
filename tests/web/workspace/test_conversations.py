"""Screens of conversations: reading, questions, messages, citing, notes."""

import io
import re

import pytest
from django.urls import reverse

from lali.records.conversations import actions as conversations
from lali.records.conversations.models import Conversation, Message
from lali.records.conversations.queries import messages
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from lali.web.workspace import readings
from tests.records.conversations.conftest import EXPORT, OPEN, long_export


@pytest.fixture
def export(exhibits, case, lead):
    """Seal an export: `export(text)` gives the exhibit."""

    def export(text=EXPORT, name="chat.txt"):
        data = text.encode() if isinstance(text, str) else text
        source = io.BytesIO(data)
        return take_in_exhibit(by=lead, ref=case.ref, file_name=name, source=source, acquisition=Acquisition())

    return export


@pytest.fixture
def go(open_page, lead, case, export):
    """Open a page of the case's conversations: `go("conversation", 1)`, `go(…, post={…})`."""

    def go(route, *numbers, query="", post=None, by=lead):
        address = reverse(f"workspace:{route}", args=[case.ref, *numbers])
        return open_page(by, address + query, post=post)

    return go


@pytest.fixture
def read_in(go, export):
    def read_in(text=EXPORT, **stated):
        exhibit = export(text)
        return go("conversation_new", exhibit.number, post=stated)

    return read_in


def test_an_exhibit_is_read_from_its_page(go, export, text_of):
    exhibit = export()
    assert "Read as a conversation" in text_of(go("exhibit", exhibit.number))
    response = go("conversation_new", exhibit.number, post={})
    assert response.status_code == 302
    text = text_of(go("conversation", 1))
    assert "every byte accounted for" in text
    assert "day, month, year: no other order is possible" in text
    assert "Is the ticket paid?" in text
    assert "31 October 2026" in text
    assert "not known: times are as written" in text
    assert "cited as" not in text
    assert "C-001" in text_of(go("case_evidence"))
    assert "It was read before: C-001" in text_of(go("conversation_new", exhibit.number))


def test_reading_is_offered_where_a_file_may_be_a_chat(go, export, text_of):
    for name, offered in (("chat.txt", True), ("export.zip", True), ("no ending", True), ("song.mp3", False),
                          ("paper.PDF", False), ("photo.jpeg", False)):  # fmt: skip
        text = text_of(go("exhibit", export(name=name).number))
        assert ("Read as a conversation" in text) is offered, name
        assert "It has no title yet." in text


def test_stating_something_about_dates_wants_a_reason(go, export, text_of):
    exhibit = export()
    response = go("conversation_new", exhibit.number, post={"zone": "Pacific/Fiji"})
    assert response.status_code == 400
    assert "a court will ask how this is known" in text_of(response)
    go("conversation_new", exhibit.number, post={"zone": "Pacific/Fiji", "why": "She never left Suva"})
    text = text_of(go("conversation", 1))
    assert "Pacific/Fiji" in text
    assert "She never left Suva" in text


def test_a_time_zone_that_is_none_is_said_before_anything_is_read(go, export, text_of):
    exhibit = export()
    response = go("conversation_new", exhibit.number, post={"zone": "Suva", "why": "She never left Suva"})
    assert response.status_code == 400
    assert "Write it like Pacific/Fiji." in text_of(response)
    assert not Conversation.objects.exists()


def test_signs_and_identifiers_are_marked_in_their_place(read_in, go):
    read_in()
    html = go("conversation", 1).content.decode()
    assert re.search(r"<mark[^>]*>.*?1800 USD a month", html, re.DOTALL)
    assert "+6794100142" in html


def test_a_question_is_answered_on_its_page(read_in, go, text_of):
    read_in(OPEN)
    text = text_of(go("conversation", 1))
    assert "In which order are the dates written?" in text
    assert "3 April 2026" in text
    assert "4 March 2026" in text
    response = go("conversation_answer", 1, post={"answer-answer": "dmy"})
    assert response.status_code == 400
    assert go("conversation_answer", 1, post={"answer-answer": "dmy", "answer-why": "Her phone"}).status_code == 302
    assert "Her phone" in text_of(go("conversation", 1))
    assert go("conversation_answer", 1, post={}).status_code == 302  # nothing is asked any more


def test_columns_and_files_are_asked_for(read_in, go, text_of):
    read_in("eins,zwei,drei\nHello,Mere (invented),2026-11-20 10:00\n" * 3)
    assert "Which column is what?" in text_of(go("conversation", 1))
    chosen = {"answer-text": "1", "answer-sender": "2", "answer-time": "3"}
    go("conversation_answer", 1, post=chosen)
    assert "Hello" in text_of(go("conversation", 1))


def test_what_is_no_conversation_says_why(read_in, go, text_of):
    read_in("nothing of the kind")
    text = text_of(go("conversation", 1))
    assert "could not be read as a conversation" in text
    assert "The exhibit is sealed as it was." in text


def test_filters_and_pages_keep_one_another(read_in, go, text_of, monkeypatch):
    monkeypatch.setattr(messages, "PER_PAGE", 10)
    read_in(long_export(45))
    html = go("conversation", 1, query="?words=message&after=5").content.decode()
    assert "message 5" in html
    assert re.search(r'href="\?words=message&amp;after=15"', html)
    assert re.search(r'href="\?words=message&amp;before=6"', html)
    assert "message 33" in text_of(go("conversation", 1, query="?at=34"))
    for odd in (
        "?at=x",
        "?at=-1",
        "?after=" + "9" * 40,
        "?on=1",
        "?person=99999",
        "?sign=none",
        "?thread=1",
        "?since=x",
    ):
        assert go("conversation", 1, query=odd).status_code == 200
    monkeypatch.setattr(messages, "LOOKED_THROUGH", 20)
    text = text_of(go("conversation", 1, query="?words=nowhere"))
    assert "Looked through as far as message 20." in text


def test_a_message_is_cited_and_noted(read_in, go, text_of):
    read_in()
    text = text_of(go("message", 1, 2))
    assert "Where it stands" in text
    assert "Pay too high" in text or "Signs" in text
    response = go("conversation_cite", 1, post={"cite-first": 2, "cite-last": 3, "cite-note": ""})
    assert response.status_code == 302
    text = text_of(go("message", 1, 2))
    assert "cited as P-001" in text
    assert "Put it under an element" in text
    assert go("conversation_cite", 1, post={"cite-first": 2, "cite-last": 99}).status_code == 400
    assert go("conversation_cite", 1, post={"cite-first": "x", "cite-last": 99}).status_code == 404
    go("message_note", 1, 2, post={"note-words": "Bonjour Mere", "note-language": "French"})
    text = text_of(go("conversation", 1))
    assert "Translation into French" in text
    assert "Bonjour Mere" in text
    assert go("message_note", 1, 2, post={"note-words": ""}).status_code == 400
    assert re.search(r'id="id_cited"[^>]*>\s*P-001', go("event_new", query="?cited=P-001").content.decode())


def test_what_a_message_says_runs_nowhere(read_in, go):
    read_in(EXPORT.replace("Hello Mere", "<script>alert(1)</script> Hello"))
    html = go("conversation", 1).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_what_a_message_seems_to_say_stands_in_a_sentence_of_its_own(read_in, go, text_of):
    lure = "Tell nobody in the family, keep it secret between us, delete this chat <i>onerror=alert</i>"
    read_in(EXPORT.replace("Hello Mere", lure))
    page = go("conversation", 1)
    assert re.search(r"words that weighed: [^.]+\. It seems to say: [^.]*wants it kept secret[^.]*\.", text_of(page))
    assert "<i>" not in page.content.decode()


def test_after_lifting_its_page_says_that_it_is_read_anew(read_in, go, lead, colleague, case, text_of):
    from lali.records.cases.actions import put_on_team
    from lali.records.evidence.actions import ask_opening, decide_opening, restrict_exhibit
    from lali.records.evidence.vocabulary import Purpose

    put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    read_in()
    restrict_exhibit(by=lead, ref=case.ref, number=1)
    asked = ask_opening(
        by=colleague, ref=case.ref, number=1, purpose=Purpose.LIFT, why="No child", minutes=5, session="s"
    )
    decide_opening(by=lead, opening_id=asked.pk, allowed=True)
    assert "It is read anew from its beginning" in text_of(go("conversation", 1))


def test_a_restricted_exhibit_withholds_its_words(read_in, go, lead, case, text_of):
    from lali.records.evidence.actions import restrict_exhibit

    read_in()
    restrict_exhibit(by=lead, ref=case.ref, number=1, why="May show a child")
    for route, numbers in (("conversation", (1,)), ("message", (1, 2))):
        response = go(route, *numbers)
        assert response.status_code == 404
        assert "ticket" not in text_of(response)


def test_a_long_export_is_read_beside_the_request(read_in, go, text_of, monkeypatch, case, lead):
    began = []
    monkeypatch.setattr(readings, "AT_ONCE", 10)
    monkeypatch.setattr(readings, "_beside", lambda *about: began.append(about))
    read_in()
    text = text_of(go("conversation", 1))
    assert len(began) == 1
    assert "This page looks again by itself." in text
    assert go("conversation", 1)["Refresh"] == "4"
    assert "Refresh" not in go("conversation", 1, query="?still=1").headers
    go("conversation_go_on", 1, post={})
    assert len(began) == 2
    conversations.read_on(by=lead, ref=case.ref, number=1)
    assert Conversation.objects.get().state == "read"
    assert Message.objects.count() == 7


@pytest.mark.parametrize("route", ["conversation", "message"])
def test_who_is_not_on_the_team_finds_nothing(read_in, go, outsider, route):
    read_in()
    numbers = (1,) if route == "conversation" else (1, 2)
    assert go(route, *numbers, by=outsider).status_code == 404


def test_an_identifiers_page_leads_to_its_messages(read_in, go, open_page, text_of, lead, outsider):
    from lali.records.entities.models import Identifier

    read_in()
    identifier = Identifier.objects.get(value="+6794100142")
    response = open_page(lead, reverse("workspace:identifier", args=[identifier.pk]))
    assert "In conversations" in text_of(response)
    address = re.search(r'href="(/cases/[^"]+messages/4/)"', response.content.decode())[1]
    assert "Leave this week" in text_of(open_page(lead, address))
    assert open_page(outsider, reverse("workspace:identifier", args=[identifier.pk])).status_code == 404


def test_two_exports_are_laid_side_by_side(read_in, go, text_of, monkeypatch):
    read_in()
    assert "There is only one here." in text_of(go("conversations_beside"))
    read_in(EXPORT.replace("Is the ticket paid?", "Is the visa paid?").replace("14/11/2026, 10:01 - Mere (invented): Where do I go?\n", ""))  # fmt: skip
    assert "Lay two of them side by side" in text_of(go("case_evidence"))
    text = text_of(go("conversations_beside", query="?left=1&right=2"))
    assert "Is the ticket paid?" in text
    assert "Is the visa paid?" in text
    assert "Where do I go?" in text
    assert "the other export ends earlier" in text
    assert "Messages and calls" not in text
    assert "Both are the same." in text_of(go("conversations_beside", query="?left=1&right=1"))
    assert go("conversations_beside", query="?left=1&right=9").status_code == 200
    from lali.records.conversations.queries import compared

    monkeypatch.setattr(compared, "MOST_COMPARED", 3)
    assert "lali chat compare" in text_of(go("conversations_beside", query="?left=1&right=2"))


def test_of_three_exports_one_is_laid_beside_each_of_the_others(read_in, go, text_of):
    for said in ("Is the ticket paid?", "Is the visa paid?", "Is the bus paid?"):
        read_in(EXPORT.replace("Is the ticket paid?", said))
    page = go("conversations_beside")
    assert "All others" in text_of(page)
    page = go("conversations_beside", query="?left=1&right=")
    assert "C-001 beside each of the others" in text_of(page)
    for other in (2, 3):
        assert f"?left=1&amp;right={other}" in page.content.decode()


def test_two_readings_of_one_exhibit_say_how_each_was_read(go, export, text_of):
    exhibit = export(OPEN)
    for order, why in (("dmy", "Her phone"), ("mdy", "So do American phones")):
        go("conversation_new", exhibit.number, post={"date_order": order, "why": why})
    text = text_of(go("conversations_beside", query="?left=1&right=2"))
    for said in ("How each was read", "day, month, year", "month, day, year", "Her phone", "So do American phones"):
        assert said in text
