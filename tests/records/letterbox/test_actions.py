"""Sealed in, sealed out; nothing about the visitor is kept."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.test import override_settings

from lali.engines.exchange import CannotOpen, open_letter
from lali.records.keyring import KeysAreElsewhere, keys
from lali.records.letterbox.actions import (
    MAX_LETTERS,
    MAX_REPORT,
    SentAlready,
    TooLong,
    TooManyLetters,
    mark_collected,
    name_addressee,
    receive_answer,
    receive_report,
    send_question,
    show_state,
)
from lali.records.letterbox.models import Addressee, Letter, NoAddressee, Report
from lali.records.letterbox.queries import conversation, report_under
from lali.records.letterbox.vocabulary import ANSWER_PURPOSE, QUESTION_PURPOSE, REPORT_PURPOSE, ReportState

STORY = "My cousin Sailosi Quartzfinder flew to Bangkok"


def dump():
    """Every byte of every row of the letterbox, as text."""
    rows = []
    with connections["letterbox"].cursor() as cursor:
        for table in ("letterbox_report", "letterbox_letter", "letterbox_addressee", "audit_entry", "audit_logstate"):
            cursor.execute(f"SELECT * FROM {table}")
            rows += [bytes(v) if isinstance(v, memoryview) else str(v).encode() for row in cursor for v in row]
    return b"\n".join(rows)


def test_a_report_is_sealed_to_the_agency(report_of):
    report = report_of(STORY, danger="yes")
    opened = open_letter(bytes(report.sealed), key=keys().letter, purpose=REPORT_PURPOSE)
    assert json.loads(opened) == {"text": STORY, "danger": "yes"}
    with pytest.raises(CannotOpen):
        open_letter(bytes(report.sealed), key=keys().letter, purpose=ANSWER_PURPOSE)


def test_the_letterbox_says_nothing_without_the_key(report_of, reporter, lead):
    report = report_of(STORY)
    receive_answer(by="public", report=report, words="Quartzfinder again")
    send_question(by=lead, report=report, words="Is Quartzfinder safe?")
    held = dump()
    assert b"Quartzfinder" not in held
    assert reporter.private not in held


def test_the_public_process_takes_a_report_in_and_cannot_read_it(report_of):
    with override_settings(KEY_FOLDER=None):
        report = report_of(STORY)
        receive_answer(by="public", report=report, words=STORY)
        with pytest.raises(KeysAreElsewhere):
            keys()


@time_machine.travel(datetime(2026, 11, 22, 3, 47, 12, 345678, tzinfo=UTC), tick=False)
def test_times_are_kept_to_the_hour_only(report_of):
    report = report_of(STORY)
    letter = receive_answer(by="public", report=report, words=STORY)
    assert report.received_at == letter.sent_at == datetime(2026, 11, 22, 3, tzinfo=UTC)
    held = dump().decode(errors="replace")
    assert "03:00:00" in held
    assert ":47" not in held
    assert "345678" not in held


def test_one_code_one_report(report_of):
    report_of(STORY)
    with pytest.raises(IntegrityError), transaction.atomic(using="letterbox"):
        report_of(STORY)
    assert Report.objects.count() == 1


def test_the_code_leads_to_the_report_and_its_letters(report_of, reporter, lead):
    report = report_of(STORY)
    send_question(by=lead, report=report, words="Where is she now?")
    receive_answer(by="public", report=report, words="Across the river")
    found = report_under(reporter)
    said = [(letter.from_agency, letter.words) for letter in conversation(found, reporter)]
    assert said == [(True, "Where is she now?"), (False, None)]


def test_a_question_opens_under_the_reporters_key_only(report_of, reporter, lead):
    report = report_of(STORY)
    letter = send_question(by=lead, report=report, words="Where is she now?")
    opened = open_letter(bytes(letter.sealed), key=reporter.private, purpose=QUESTION_PURPOSE)
    assert opened == b"Where is she now?"
    with pytest.raises(CannotOpen):
        open_letter(bytes(letter.sealed), key=keys().letter, purpose=QUESTION_PURPOSE)


def test_a_letter_of_another_kind_put_in_its_place_is_not_read(report_of, reporter):
    report = report_of(STORY)
    letter = receive_answer(by="public", report=report, words=STORY)
    Letter.objects.filter(pk=letter.pk).update(from_agency=True)
    assert [one.words for one in conversation(report, reporter)] == [None]


def test_novels_are_refused(report_of, lead):
    with pytest.raises(TooLong):
        report_of(words="x" * (MAX_REPORT + 1))
    report = report_of(words="x" * MAX_REPORT)
    for act, by in ((receive_answer, "public"), (send_question, lead)):
        with pytest.raises(TooLong):
            act(by=by, report=report, words="x" * (MAX_REPORT + 1))
    assert Report.objects.count() == 1
    assert not Letter.objects.exists()


def test_a_conversation_has_an_end(report_of, lead):
    report = report_of(STORY)
    Letter.objects.bulk_create(
        Letter(report=report, from_agency=False, sealed=b"x", sent_at=report.received_at) for _ in range(MAX_LETTERS)
    )
    for act, by in ((receive_answer, "public"), (send_question, lead)):
        with pytest.raises(TooManyLetters):
            act(by=by, report=report, words="one more")
    assert Letter.objects.count() == MAX_LETTERS


def test_an_answer_sent_twice_is_kept_once(report_of):
    report = report_of(STORY)
    receive_answer(by="public", report=report, words="Once", written=0)
    with pytest.raises(SentAlready):
        receive_answer(by="public", report=report, words="Once", written=0)
    receive_answer(by="public", report=report, words="Twice", written=1)
    assert Letter.objects.count() == 2


@pytest.mark.django_db(databases=["default", "letterbox"])
def test_nobody_to_write_to(reporter):
    with pytest.raises(NoAddressee):
        receive_report(by="public", words="{}", reporter=reporter)


def test_the_salt_is_made_once(agency):
    first = Addressee.objects.get()
    again = name_addressee(by="node", name="Somebody else", country="VU", public_key=b"other")
    assert bytes(again.code_salt) == bytes(first.code_salt)
    assert bytes(again.public_key) == bytes(first.public_key)


def test_reading_does_not_undo_a_decision(report_of, lead, scan):
    report = report_of(STORY)
    for state in (ReportState.READ, ReportState.WORKING):
        show_state(by=lead, report_number=report.pk, state=state)
    written = scan().count('"verb":"report.state_shown"')
    show_state(by=lead, report_number=report.pk, state=ReportState.READ)
    report.refresh_from_db()
    assert report.state == ReportState.WORKING
    assert scan().count('"verb":"report.state_shown"') == written == 2


def test_collecting_twice_is_journalled_once(report_of, lead, scan):
    report = report_of(STORY)
    mark_collected(by=lead, item=report)
    mark_collected(by=lead, item=report)
    assert scan().count('"verb":"report.collected"') == 1
