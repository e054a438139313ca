"""Answers are counted once, keep a day and nothing finer, and are tied by nothing but a code."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connections

from lali.records.audit.models import Entry
from lali.records.audit.vocabulary import PUBLIC
from lali.records.learning.actions import (
    OtherTest,
    TooEarly,
    forget_presses,
    keep_answers,
    keep_later_answers,
    tie_to_code,
)
from lali.records.learning.models import Attempt
from lali.records.learning.queries import come_back_on, next_test
from lali.records.learning.vocabulary import Channel, Phase

DAY = date(2026, 11, 2)
LOOKUP = b"l" * 32
TOKEN = "0f" * 16
FACTS = {"by": PUBLIC, "language": "bi", "channel": Channel.CHAT, "country": "VU", "form": "A", "today": DAY}

pytestmark = pytest.mark.django_db(databases=["default", "letterbox"])


def keep(phase=Phase.BEFORE, answers="101010", token=TOKEN, **facts):
    return keep_answers(**{**FACTS, "phase": phase, "answers": answers, "token": token, **facts})


def test_a_page_sent_twice_counts_once_and_the_first_answers_stand():
    first = keep()
    assert keep(answers="000000") == first
    assert Attempt.objects.get().answers == "101010"
    keep(Phase.AFTER, "111000", form="B")
    keep(token="1e" * 16)
    assert Attempt.objects.count() == 3


def test_the_token_is_kept_hashed_and_only_until_the_day_is_over():
    kept = keep()
    assert TOKEN.encode() not in bytes(kept.press)
    assert bytes.fromhex(TOKEN) not in bytes(kept.press)
    keep(token="1e" * 16, today=DAY + timedelta(days=1))
    kept.refresh_from_db()
    assert kept.press is None


def test_the_token_goes_when_the_day_is_over_though_nobody_answers_any_more():
    keep()
    assert forget_presses(by="node", today=DAY) == 0
    assert forget_presses(by="node", today=DAY + timedelta(days=1)) == 1
    assert Attempt.objects.get().press is None
    assert forget_presses(by="node", today=DAY + timedelta(days=2)) == 0
    assert Entry.objects.using("letterbox").filter(verb="learning.forgotten").count() == 1


def test_answers_to_another_form_than_the_one_that_is_due_are_refused(tied):
    with pytest.raises(OtherTest):
        later(25, form="C")
    assert not Attempt.objects.filter(phase=Phase.DAY_30).exists()
    assert later(25, form="D").form == "D"


@time_machine.travel("2026-11-02T14:37:05+00:00", tick=False)
def test_neither_the_row_nor_the_journal_says_at_what_hour():
    keep()
    keep(token="1e" * 16)
    tie_to_code(by=PUBLIC, token=TOKEN, lookup=LOOKUP, today=DAY)
    entries = list(Entry.objects.using("letterbox").filter(subject="learning"))
    assert sorted(entry.verb for entry in entries) == [
        "learning.counted",
        "learning.tied",
    ]  # a line a day, not a person
    assert {entry.at.time().isoformat() for entry in entries} == {"00:00:00"}
    assert {str(entry.facts) for entry in entries} == {"{}"}
    with connections["letterbox"].cursor() as cursor:
        cursor.execute("SELECT * FROM learning_attempt")
        written = str(cursor.fetchall())
    assert "14:37" not in written
    assert "datetime" not in written.replace("datetime.date", "")


def test_a_code_ties_the_days_answers_and_only_those():
    keep()
    keep(Phase.AFTER, "111000", form="B")
    keep(token="1e" * 16)
    assert tie_to_code(by=PUBLIC, token=TOKEN, lookup=LOOKUP, today=DAY) == 2
    assert tie_to_code(by=PUBLIC, token=TOKEN, lookup=LOOKUP, today=DAY) == 2  # pressed twice
    assert tie_to_code(by=PUBLIC, token=TOKEN, lookup=b"x" * 32, today=DAY) == 0  # the first code stands
    assert tie_to_code(by=PUBLIC, token="ab" * 16, lookup=b"x" * 32, today=DAY) == 0
    assert tie_to_code(by=PUBLIC, token="1e" * 16, lookup=LOOKUP, today=DAY) == 0  # nobody else's answers come under it
    assert Attempt.objects.filter(lookup=LOOKUP).count() == 2


@pytest.fixture
def tied():
    keep()
    keep(Phase.AFTER, "111000", form="B")
    tie_to_code(by=PUBLIC, token=TOKEN, lookup=LOOKUP, today=DAY)


def later(days, answers="1100", form=""):
    day = DAY + timedelta(days=days)
    form = form or ("C" if days < 25 else "D")
    return keep_later_answers(
        by=PUBLIC, lookup=LOOKUP, language="bi", country="VU", form=form, answers=answers, today=day
    )


def due(days):
    return next_test(LOOKUP, DAY + timedelta(days=days))


def test_the_tests_come_back_after_ten_and_thirty_days(tied):
    assert come_back_on(DAY) == (date(2026, 11, 12), date(2026, 12, 2))
    assert (due(0).phase, due(0).back_on) == (None, date(2026, 11, 12))
    assert (due(10).phase, due(10).form, due(10).channel) == (Phase.DAY_10, "C", Channel.CHAT)
    assert later(10).phase == Phase.DAY_10
    assert later(10, "0000").answers == "1100"  # sent twice
    assert (due(11).phase, due(11).back_on) == (None, date(2026, 12, 2))
    assert (due(30).phase, due(30).form) == (Phase.DAY_30, "D")
    assert later(30).phase == Phase.DAY_30
    assert (due(31).phase, due(31).back_on) == (None, None)
    assert Attempt.objects.filter(lookup=LOOKUP).count() == 4


def test_who_comes_late_takes_the_later_test(tied):
    assert due(40).phase == Phase.DAY_30


def test_too_early_is_said_and_an_unknown_code_leads_nowhere(tied):
    with pytest.raises(TooEarly):
        later(2)
    assert next_test(b"y" * 32, DAY) is None
    with pytest.raises(TooEarly):
        keep_later_answers(
            by=PUBLIC, lookup=b"y" * 32, language="en", country="FJ", form="C", answers="1100", today=DAY
        )
