"""Pages of messages, citations, notes."""

import json
from datetime import date

import pytest
from django.http import Http404

from lali.records.cases.actions.writing import NothingWritten
from lali.records.conversations import actions, queries
from lali.records.conversations.models import FoundIdentifier, Message
from lali.records.conversations.queries import Asked, messages
from lali.records.evidence.actions.opening import open_original
from lali.records.evidence.queries import passages_of
from tests.records.conversations.conftest import EXPORT, long_export


def numbers(conversation, **asked):
    return [one.n for one in queries.page_of(conversation, Asked(**asked)).messages]


@pytest.fixture
def long(read_in, monkeypatch):
    monkeypatch.setattr(messages, "PER_PAGE", 10)
    return read_in(long_export(65, per_day=20))


def test_pages_follow_one_another_by_number_both_ways(long):
    seen, page = [], queries.page_of(long, Asked())
    assert page.earlier is None
    while True:
        seen += [one.n for one in page.messages]
        if page.later is None:
            break
        page = queries.page_of(long, Asked(after=page.later))
    assert seen == list(range(1, 66))
    page = queries.page_of(long, Asked(after=50))
    back = queries.page_of(long, Asked(before=page.earlier))
    assert [one.n for one in back.messages] == list(range(41, 51))
    assert back.later == 50
    first = queries.page_of(long, Asked(before=5))
    assert ([one.n for one in first.messages], first.earlier) == ([1, 2, 3, 4], None)


def test_one_goes_to_a_day_and_to_a_number(long):
    assert numbers(long, at=33)[0] == 33
    assert numbers(long, at=10**12) == [65]
    assert numbers(long, on=date(2012, 1, 15))[0] == 41
    assert numbers(long, on=date(2000, 1, 1))[0] == 1
    days = [one.n for one in queries.page_of(long, Asked(after=35)).messages if one.new_day]
    assert days == [36, 41]  # where the page begins, and where a day does


def test_filters_alone_and_together(long):
    person = long.participants.get(name="Person 0")
    assert numbers(long, person=person.pk) == [1, 4, 7, 10, 13, 16, 19, 22, 25, 28]
    assert numbers(long, since=date(2012, 1, 14), until=date(2012, 1, 14)) == list(range(21, 31))
    assert numbers(long, since=date(2012, 1, 16)) == [61, 62, 63, 64, 65]
    assert numbers(long, words="MESSAGE 44") == [45]
    assert numbers(long, words="ring 410", person=person.pk) == [1, 61]
    assert numbers(long, kind="deleted") == []
    found = FoundIdentifier.objects.get(conversation=long, first=21)
    assert numbers(long, identifier=found.pk) == [21]
    assert numbers(long, identifier=found.pk, person=person.pk) == []
    assert numbers(long, identifier=found.pk, sign="urgency") == []
    assert Asked(person=1, words="x").filters == ["person", "words"]


def test_signs_are_a_filter_and_marked_in_place(read_in):
    conversation = read_in()
    overview = queries.overview_of(conversation)
    assert overview.signs
    sign, count = overview.signs[0]
    page = queries.page_of(conversation, Asked(sign=sign))
    assert len(page.messages) == count
    assert all(any(one.id == sign for one in shown.reading.signs) for shown in page.messages)
    assert (str(overview.first_day), str(overview.last_day)) == ("2026-10-31", "2026-11-14")


def test_one_page_looks_through_a_bounded_part_and_says_how_far(long, monkeypatch):
    monkeypatch.setattr(messages, "LOOKED_THROUGH", 20)
    page = queries.page_of(long, Asked(words="nowhere"))
    assert (page.messages, page.looked_until) == ((), 20)
    page = queries.page_of(long, Asked(words="message 44", after=20))
    assert ([one.n for one in page.messages], page.looked_until) == ([], 40)
    page = queries.page_of(long, Asked(words="message 44", after=40))
    assert ([one.n for one in page.messages], page.looked_until) == ([45], 60)
    page = queries.page_of(long, Asked(words="nowhere", after=60))
    assert (page.messages, page.looked_until) == ((), None)
    back = queries.page_of(long, Asked(words="message 44", before=66))
    assert ([one.n for one in back.messages], back.earlier, back.later) == ([45], 45, 65) or back.earlier


def test_a_page_costs_as_many_queries_however_long_it_is(long, read_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    short = read_in(EXPORT)
    counts = []
    for conversation in (long, short):
        with CaptureQueriesContext(connection) as caught:
            queries.page_of(conversation, Asked())
        counts.append(len(caught))
    assert counts[0] <= counts[1] <= 12


def test_an_attached_file_leads_to_its_exhibit(read_in, sealed):
    conversation = read_in()
    page = queries.page_of(conversation, Asked())
    assert page.messages[4].attachment == "IMG-20261101-WA0003.jpg"
    assert page.messages[4].attachment_exhibit is None
    picture = sealed(b"bytes", file_name="IMG-20261101-WA0003.jpg")
    page = queries.page_of(conversation, Asked())
    assert page.messages[4].attachment_exhibit == picture.number


# -- citing ---------------------------------------------------------------------------------------------------------


def test_messages_are_cited_with_digest_words_and_bytes(read_in, case, lead):
    conversation = read_in(zone="Pacific/Fiji", why="The owner never left Suva")
    cited = actions.cite_messages(by=lead, ref=case.ref, number=1, first=2, last=3)
    passage = cited.passage
    _exhibit, original = open_original(by=lead, ref=case.ref, number=1)
    with original:
        original.seek(passage.start)
        data = original.read(passage.end - passage.start).decode()
    assert data.startswith("31/10/2026, 09:06 - Golden")
    assert data.endswith("Is the ticket paid?\n")
    assert passage.source_sha256 == conversation.exhibit.sha256
    assert passage.locator == "messages 2–3"
    assert "Mere (invented): Is the ticket paid?" in passage.quote
    shown = queries.citations_by_passage(case)[passage.pk]
    assert shown.messages[0] == (2, "Golden Lagoon Careers", "2026-10-31T09:06", "2026-10-30T21:06Z")
    assert (shown.date_order, shown.zone, shown.why) == ("dmy", "Pacific/Fiji", "The owner never left Suva")
    assert [one.ref for one in passages_of(case)] == ["P-001"]
    assert queries.page_of(conversation, Asked()).messages[1].cited == ["P-001"]


def test_what_cannot_be_cited_is_refused(read_in, case, lead, monkeypatch):
    read_in()
    for first, last in ((3, 2), (99, 99), (2, 99)):
        with pytest.raises(actions.NoSuchMessages):
            actions.cite_messages(by=lead, ref=case.ref, number=1, first=first, last=last)
    read_in(long_export(60))
    with pytest.raises(actions.TooManyMessages):
        actions.cite_messages(by=lead, ref=case.ref, number=2, first=1, last=51)
    Message.objects.filter(conversation__number=2, n=2).update(file=1)
    with pytest.raises(actions.MessagesApart):
        actions.cite_messages(by=lead, ref=case.ref, number=2, first=1, last=2)


def test_of_an_export_of_several_one_thread_is_cited(read_in, case, lead):
    def message(n, who):
        return {"id": n, "type": "message", "date": f"2026-11-0{n}T10:00:00", "date_unixtime": str(1793484000 + n * 86400), "from": who, "from_id": "user1", "text": f"words {n}"}  # fmt: skip

    chats = [{"name": name, "type": "personal_chat", "id": place, "messages": [message(place, name), message(place + 1, name)]} for place, name in ((1, "Ana (invented)"), (3, "Ben (invented)"))]  # fmt: skip
    conversation = read_in(json.dumps({"chats": {"about": "", "list": chats}}), file_name="result.json")
    assert {one.name for one in conversation.threads.all()} == {"Ana (invented)", "Ben (invented)"}
    thread = conversation.threads.get(name="Ben (invented)")
    assert numbers(conversation, thread=thread.pk) == [3, 4]
    with pytest.raises(actions.NoSuchMessages):
        actions.cite_messages(by=lead, ref=case.ref, number=1, first=1, last=3)


# -- notes ----------------------------------------------------------------------------------------------------------


def test_a_note_stands_beside_the_message_which_stays_as_it_is(read_in, case, lead):
    conversation = read_in()
    with pytest.raises(NothingWritten):
        actions.note_on_message(by=lead, ref=case.ref, number=1, n=2, words=" ")
    with pytest.raises(actions.NoSuchMessages):
        actions.note_on_message(by=lead, ref=case.ref, number=1, n=99, words="x")
    before = Message.objects.get(conversation=conversation, n=2).text
    actions.note_on_message(by=lead, ref=case.ref, number=1, n=2, words="Bonjour Mere", language="French")
    shown = queries.page_of(conversation, Asked()).messages[1]
    assert shown.text == before
    assert [(one.words, one.language, one.by) for one in shown.notes] == [("Bonjour Mere", "French", lead)]


def test_one_message_by_itself(read_in, case, lead):
    read_in()
    one = queries.read_message(lead, case.ref, 1, 4)
    assert (one.before, one.behind) == (3, 5)
    assert [found.value for found in one.identifiers if found.kind == "phone"] == ["+6794100142"]
    for wrong in (0, 99, 10**30):
        with pytest.raises(Http404):
            queries.read_message(lead, case.ref, 1, wrong)
