"""An export that is an exhibit becomes messages with their bytes; what cannot be read or known is said."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from lali.engines import chats
from lali.records.audit.models import Entry
from lali.records.cases.vocabulary import Level
from lali.records.conversations import actions, queries
from lali.records.conversations.actions import reading
from lali.records.conversations.models import Conversation, Day, FoundIdentifier, Message, SignIn, Stretch
from lali.records.conversations.vocabulary import ReadingState
from lali.records.entities.models import Mention
from lali.records.evidence.actions.opening import open_original
from lali.records.evidence.storage import exhibit_store
from tests.records.conversations.conftest import EXPORT, OPEN, long_export


def told(conversation):
    return list(Message.objects.filter(conversation=conversation).values_list("n", "kind", "start", "end", "text"))


def test_an_export_is_read_with_the_bytes_of_each_message(read_in, case, lead):
    conversation = read_in()
    assert conversation.state == ReadingState.READ
    assert (conversation.ref, conversation.format, conversation.accounted) == ("C-001", "whatsapp", True)
    counts = (conversation.messages_count, conversation.system_count, conversation.deleted_count)
    assert (*counts, conversation.media_count) == (4, 1, 1, 1)
    _exhibit, original = open_original(by=lead, ref=case.ref, number=conversation.exhibit.number)
    with original:
        data = original.read()
    rows = Message.objects.filter(conversation=conversation).order_by("n")
    assert b"".join(data[one.start : one.end] for one in rows).decode() == EXPORT
    first = rows[1]
    assert data[first.start : first.end].decode().startswith("31/10/2026, 09:06 - Golden Lagoon Careers: Hello")
    assert (first.local_time, first.utc, str(first.day)) == ("2026-10-31T09:06", "", "2026-10-31")
    assert {one.name: one.messages for one in conversation.participants.all()} == {
        "Golden Lagoon Careers": 2, "Mere (invented)": 3, "+679 410 0143": 1,
    }  # fmt: skip
    assert list(Day.objects.values_list("first", "last", "messages")) == [(1, 3, 3), (4, 5, 2), (6, 7, 2)]


def test_a_stated_zone_gives_moments_and_wants_a_reason(read_in, sealed, case, lead):
    with pytest.raises(actions.WhyIsNeeded):
        actions.begin_reading(by=lead, ref=case.ref, exhibit=sealed().number, zone="Pacific/Fiji")
    conversation = read_in(zone="Pacific/Fiji", why="The owner never left Suva")
    first = Message.objects.get(conversation=conversation, n=2)
    assert (first.local_time, first.utc) == ("2026-10-31T09:06", "2026-10-30T21:06Z")


def test_signs_and_identifiers_are_found_and_the_case_speaks_of_them(read_in, case):
    conversation = read_in()
    assert SignIn.objects.filter(conversation=conversation, n=2).exists()
    found = FoundIdentifier.objects.filter(conversation=conversation)
    assert {(one.value, one.first, one.last, one.messages) for one in found if one.kind == "phone"} == {
        ("+6794100142", 4, 4, 1), ("+6794100143", 6, 6, 1),
    }  # fmt: skip
    mentioned = Mention.objects.filter(record=case.subject).values_list("identifier__value", flat=True)
    assert {"+6794100142", "+6794100143"} <= set(mentioned)
    assert all(one.noted_id for one in found)


def test_of_a_flood_of_identifiers_the_case_speaks_of_the_surest_only(read_in, case, monkeypatch):
    monkeypatch.setattr(reading, "MOST_NOTED", 2)
    conversation = read_in(long_export(200))
    assert conversation.left_out == 8
    assert Mention.objects.filter(record=case.subject).count() == 2


def test_what_the_file_cannot_decide_is_asked_with_its_evidence(read_in, case, lead):
    conversation = read_in(OPEN)
    assert (conversation.state, conversation.total) == (ReadingState.ASKS, 0)
    question = queries.question_of(conversation)
    assert question.what == "date_order"
    by_code = {one.code: one for one in question.candidates}
    assert {"dmy", "mdy"} <= by_code.keys()
    line, day = by_code["mdy"].examples[0]
    assert line.startswith("03/04/2026")
    assert day == "4 March 2026"
    for wrong in ({}, {"date_order": "xxx", "why": "x"}, {"member": "a.txt"}):
        with pytest.raises(actions.NothingStated):
            actions.answer_reading(by=lead, ref=case.ref, number=1, **wrong)
    with pytest.raises(actions.WhyIsNeeded):
        actions.answer_reading(by=lead, ref=case.ref, number=1, date_order="dmy", why=" ")
    actions.answer_reading(by=lead, ref=case.ref, number=1, date_order="dmy", why="Her phone is set to Fiji")
    conversation = actions.read_on(by=lead, ref=case.ref, number=1)
    assert conversation.state == ReadingState.READ
    assert (conversation.stated_by, conversation.why) == (lead, "Her phone is set to Fiji")
    assert str(Message.objects.get(conversation=conversation, n=1).day) == "2026-04-03"
    assert conversation.asked["what"] == "date_order"  # what was asked stays
    assert actions.answer_reading(by=lead, ref=case.ref, number=1, date_order="mdy", why="x").date_order == "dmy"


def archive(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in names:
            file.writestr(name, EXPORT)
    return held.getvalue()


def test_of_several_conversations_in_an_archive_one_is_chosen(read_in, case, lead):
    conversation = read_in(archive("a.txt", "b.txt"), file_name="both.zip")
    assert [one.code for one in queries.question_of(conversation).candidates] == ["a.txt", "b.txt"]
    actions.answer_reading(by=lead, ref=case.ref, number=1, member="b.txt")
    conversation = actions.read_on(by=lead, ref=case.ref, number=1)
    assert (conversation.state, conversation.member_of(0)) == (ReadingState.READ, "b.txt")
    assert conversation.digest_of(0)


def test_columns_of_a_table_are_asked_for(read_in, case, lead):
    conversation = read_in("eins,zwei,drei\nHello,Mere (invented),2026-11-20 10:00\n" * 3, file_name="t.csv")
    assert queries.question_of(conversation).what == "columns"
    actions.answer_reading(by=lead, ref=case.ref, number=1, columns={"text": "1", "sender": "2", "time": "3"})
    conversation = actions.read_on(by=lead, ref=case.ref, number=1)
    assert conversation.state == ReadingState.READ
    assert conversation.participants.filter(name="Mere (invented)").exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"\x00\x01\x02 nothing of the kind", "unknown"), (archive("a.txt")[:-40], "broken")],
)
def test_what_is_no_conversation_is_refused_with_a_sentence_and_stays_sealed(read_in, case, lead, data, code):
    conversation = read_in(data, file_name="x.zip")
    assert (conversation.state, conversation.refusal) == (ReadingState.REFUSED, code)
    assert str(conversation.refused_because)
    _exhibit, original = open_original(by=lead, ref=case.ref, number=1)
    with original:
        assert original.read() == data


def test_a_broken_seal_is_not_read(sealed, case, lead):
    exhibit = sealed(long_export(9_000))  # more than one chunk
    path = exhibit_store().root / exhibit.address[:2] / exhibit.address[2:]
    data = bytearray(path.read_bytes())
    data[1_000] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    actions.begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number)
    conversation = actions.read_on(by=lead, ref=case.ref, number=1)
    assert (conversation.state, conversation.refusal, Message.objects.count()) == (ReadingState.REFUSED, "seal", 0)


def test_unread_stretches_stand_where_they_were_met(read_in):
    conversation = read_in("\ufeffA line of nobody\n" + EXPORT)
    stretch = Stretch.objects.get(conversation=conversation, start=0)
    assert (stretch.after, stretch.beginning) == (0, "A line of nobody")
    assert conversation.unread_bytes == sum(one.size for one in Stretch.objects.all())
    assert conversation.accounted


def test_nul_and_what_is_no_character_can_be_kept(read_in):
    conversation = read_in(EXPORT.replace("Hello", "He\x00llo\u202e"))
    assert conversation.state == ReadingState.READ


# -- in pieces ----------------------------------------------------------------------------------------------------


def test_a_reading_goes_on_behind_what_is_kept_and_comes_to_the_same(read_in, case, lead, monkeypatch):
    whole = read_in(long_export(700))
    monkeypatch.setattr(reading, "IN_A_BATCH", 64)
    pieces = read_in(long_export(700), seconds=0)
    assert (pieces.state, pieces.total) == (ReadingState.READING, 64)
    assert [one.ref for one in queries.stopped_readings()] == [pieces.ref]
    rounds = 0
    while pieces.state == ReadingState.READING:
        pieces = actions.read_on(by=lead, ref=case.ref, number=pieces.number, seconds=0)
        rounds += 1
    assert rounds == 10
    assert told(pieces) == told(whole)
    names = ("total", "unread_bytes", "stretches_count", "accounted", "parts_read", "reached", "size")
    assert [getattr(pieces, name) for name in names] == [getattr(whole, name) for name in names]
    for rows, fields in (
        ("participants", ("name", "messages")),
        ("days", ("day", "first", "last", "messages")),
        ("foundidentifiers", ("kind", "value", "first", "last", "messages")),
        ("signins", ("sign", "n")),
    ):
        of_both = [set(getattr(one, rows).values_list(*fields)) for one in (whole, pieces)]
        assert of_both[0] == of_both[1], rows


def test_another_version_of_the_reader_begins_anew(read_in, case, lead, monkeypatch):
    monkeypatch.setattr(reading, "IN_A_BATCH", 64)
    read_in(long_export(300), seconds=0)
    monkeypatch.setattr(chats, "READER_VERSION", "another")
    conversation = actions.read_on(by=lead, ref=case.ref, number=1)
    assert (conversation.total, conversation.reader_version) == (300, "another")
    assert conversation.reached == conversation.size


def test_two_do_not_read_at_once(read_in, case, lead, monkeypatch):
    monkeypatch.setattr(reading, "IN_A_BATCH", 64)
    read_in(long_export(300), seconds=0)
    Conversation.objects.update(holder="somebody", held_until=timezone.now() + timedelta(minutes=1))
    with pytest.raises(actions.IsBeingRead):
        actions.read_on(by=lead, ref=case.ref, number=1)
    assert not queries.stopped_readings()
    Conversation.objects.update(held_until=timezone.now() - timedelta(seconds=1))  # its process was killed
    assert actions.read_on(by=lead, ref=case.ref, number=1).state == ReadingState.READ


def test_the_round_of_the_node_goes_on_with_what_was_stopped(read_in, case, lead, monkeypatch):
    monkeypatch.setattr(reading, "IN_A_BATCH", 64)
    read_in(long_export(300), seconds=0)
    assert actions.go_on_with_readings(by="node", seconds=60) == 1
    assert Conversation.objects.get().state == ReadingState.READ
    assert actions.go_on_with_readings(by="node", seconds=60) == 0


def test_who_lost_the_case_reads_no_further(read_in, case, lead, colleague, monkeypatch):
    from lali.records.cases.actions import put_on_team, take_off_team

    monkeypatch.setattr(reading, "IN_A_BATCH", 64)
    read_in(long_export(300), seconds=0)
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD)
    take_off_team(by=colleague, ref=case.ref, member=lead)
    assert actions.go_on_with_readings(by="node", seconds=60) == 0
    with pytest.raises(Http404):
        actions.read_on(by=lead, ref=case.ref, number=1)
    assert actions.read_on(by=colleague, ref=case.ref, number=1).state == ReadingState.READ


# -- doors --------------------------------------------------------------------------------------------------------


def test_the_door_is_the_cases(read_in, case, lead, outsider, colleague):
    from lali.records.cases.actions import put_on_team

    read_in()
    for ask in (
        lambda who: queries.read_conversation(who, case.ref, 1),
        lambda who: queries.read_message(who, case.ref, 1, 2),
        lambda who: actions.begin_reading(by=who, ref=case.ref, exhibit=1),
        lambda who: actions.cite_messages(by=who, ref=case.ref, number=1, first=2, last=2),
        lambda who: actions.note_on_message(by=who, ref=case.ref, number=1, n=2, words="x"),
    ):
        with pytest.raises(Http404):
            ask(outsider)
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    with pytest.raises(PermissionDenied):
        actions.begin_reading(by=colleague, ref=case.ref, exhibit=1)
    assert queries.read_conversation(colleague, case.ref, 1).ref == "C-001"


def test_the_journal_knows_what_was_done_and_no_word_of_it(read_in, case, lead, scan):
    read_in(zone="Pacific/Fiji", why="Xylophone")
    queries.read_conversation(lead, case.ref, 1, filters=["words", "person"])
    actions.cite_messages(by=lead, ref=case.ref, number=1, first=2, last=3, note="Zanzibar")
    actions.note_on_message(by=lead, ref=case.ref, number=1, n=2, words="Bonjour Mere")
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"conversation.begun", "conversation.finished", "conversation.read", "conversation.noted"} <= verbs
    assert Entry.objects.get(verb="conversation.read").facts == {"filters": ["person", "words"]}
    for word in ("Golden", "Mere", "Bangkok", "Xylophone", "Zanzibar", "Bonjour", "4100142"):
        assert word not in scan()


def test_what_was_told_can_be_kept_as_json(read_in):
    conversation = read_in()
    assert json.dumps(conversation.told)
    assert conversation.told["date_order"] == "dmy"
