"""What the public site and triage find in the box."""

import os

import pytest

from lali.engines.exchange import ReporterKeys, new_letter_key
from lali.records.letterbox.actions import mark_collected, receive_answer, send_question
from lali.records.letterbox.models import NoAddressee
from lali.records.letterbox.queries import (
    addressee,
    answers_to_collect,
    conversation,
    report_number,
    report_under,
    reports_to_collect,
)


def somebody():
    private, public = new_letter_key()
    return ReporterKeys(os.urandom(32), private, public)


def test_what_waits_to_be_collected(report_of, lead):
    first, second = report_of(keys=somebody()), report_of(keys=somebody())
    answer = receive_answer(by="public", report=first, words="More")
    send_question(by=lead, report=first, words="What?")
    assert list(reports_to_collect()) == [first, second]
    assert list(answers_to_collect()) == [answer]
    mark_collected(by=lead, item=first)
    mark_collected(by=lead, item=answer)
    assert list(reports_to_collect()) == [second]
    assert list(answers_to_collect()) == []


def test_a_code_finds_its_own_report_only(report_of):
    mine, other = somebody(), somebody()
    report_of(keys=mine)
    assert report_under(mine) == report_number(report_under(mine).pk)
    assert report_under(other) is None


def test_another_reporters_key_reads_nothing(report_of, lead):
    mine, other = somebody(), somebody()
    report = report_of(keys=mine)
    send_question(by=lead, report=report, words="Where?")
    assert [letter.words for letter in conversation(report, other)] == [None]


def test_to_whom_reports_go(agency):
    assert addressee().name == agency.name


@pytest.mark.django_db(databases=["default", "letterbox"])
def test_before_set_up_a_sentence():
    with pytest.raises(NoAddressee, match="cannot take reports yet"):
        addressee()
