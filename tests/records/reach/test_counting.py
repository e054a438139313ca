"""Loads are summed by code, variant, day and step; nothing else of a visit is kept; a flood stops counting."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connections
from django.test.utils import CaptureQueriesContext

from lali.records.audit.models import Entry
from lali.records.audit.vocabulary import PUBLIC
from lali.records.reach import vocabulary
from lali.records.reach.actions import close_code, count, open_code
from lali.records.reach.models import Tally
from lali.records.reach.queries import tallies_by_day, tallies_of
from lali.records.reach.vocabulary import MOST_A_DAY, Step

DAY = date(2026, 11, 2)
SAID = {"bi": {"A": ("Stop.", "Askem fastaem."), "B": ("Jekem.", "Askem seven kwestin.")}}

both = pytest.mark.django_db(databases=["default", "letterbox"])


def opened(campaign="campaign:3"):
    return open_code(by="node", campaign=campaign, place="Norsup", language="bi", said=SAID, open_from=DAY).code


def load(code, letter="A", step=Step.ARRIVED, today=DAY):
    return count(by=PUBLIC, code=code, letter=letter, step=step, today=today)


def found(campaign="campaign:3", **days):
    return {(one.code, one.letter, one.step): one.number for one in tallies_of(campaign, **days)}


@both
def test_loads_are_summed_by_code_variant_and_step():
    first, second = opened(), opened()
    for _load in range(3):
        load(first)
    load(first, "B")
    load(first, "B", Step.BEGAN)
    load(second, today=DAY + timedelta(days=1))
    load(second, step=Step.CHECKED)
    assert found() == {
        (first, "A", "arrived"): 3,
        (first, "B", "arrived"): 1,
        (first, "B", "began"): 1,
        (second, "A", "arrived"): 1,
        (second, "A", "checked"): 1,
    }
    assert found(since=DAY + timedelta(days=1)) == {(second, "A", "arrived"): 1}
    assert found(until=DAY)[second, "A", "checked"] == 1
    assert found("campaign:4") == {}
    by_day = tallies_by_day("campaign:3", Step.ARRIVED)
    assert by_day == {DAY: {"A": 3, "B": 1}, DAY + timedelta(days=1): {"A": 1}}


@both
def test_a_closed_code_an_unknown_one_and_an_unknown_variant_count_nothing():
    code = opened()
    assert not load(code, "C")
    assert not load("BCD234")
    assert not load(code, today=DAY - timedelta(days=1))
    close_code(by="node", campaign="campaign:3", code=code)
    assert not load(code)
    assert Tally.objects.count() == 0


@both
@time_machine.travel("2026-11-02T14:37:05+00:00", tick=False)
def test_neither_rows_nor_journal_say_at_what_hour_or_by_which_code():
    codes = [opened(), opened()]
    for code in codes:
        load(code)
        load(code)
    entry = Entry.objects.using("letterbox").get()  # a line a day, not a load and not a code
    assert (entry.verb, entry.subject, entry.facts) == ("reach.counted", "reach", {})
    assert entry.at.time().isoformat() == "00:00:00"
    with connections["letterbox"].cursor() as cursor:
        cursor.execute("SELECT * FROM reach_tally")
        written = str(cursor.fetchall())
    assert "14:37" not in written
    assert "datetime" not in written.replace("datetime.date", "")


@both
def test_a_flood_stops_counting_and_is_said_to_be_more(monkeypatch):
    code = opened()
    load(code)
    Tally.objects.update(number=MOST_A_DAY)
    assert [(one.number, one.more) for one in tallies_of("campaign:3")] == [(MOST_A_DAY, False)]
    load(code)
    with CaptureQueriesContext(connections["letterbox"]) as asked:
        for _load in range(5):
            assert load(code)
    assert not [one for one in asked if not one["sql"].startswith("SELECT")]  # nothing is written, no lock is taken
    load(code, "B")
    load(code, today=DAY + timedelta(days=1))
    assert [(one.letter, one.number, one.more) for one in tallies_of("campaign:3")] == [
        ("A", MOST_A_DAY + 1, True),
        ("B", 1, False),
    ]
    assert tallies_by_day("campaign:3", Step.ARRIVED)[DAY]["A"] == MOST_A_DAY


@both
def test_as_many_questions_for_one_code_as_for_many():
    def asked():
        with CaptureQueriesContext(connections["letterbox"]) as there:
            tallies_of("campaign:3")
        return len(there)

    load(opened())
    one = asked()
    for _code in range(5):
        load(opened())
    assert asked() == one == 1


@pytest.mark.django_db(databases=["default", "letterbox"], transaction=True)
def test_loads_at_the_same_moment_are_all_counted(at_once):
    code = opened()
    assert at_once(*[lambda: load(code)] * 8) == [True] * 8
    assert found() == {(code, "A", "arrived"): 8}


def test_a_code_is_not_guessed():
    assert len(vocabulary.ALPHABET) ** vocabulary.LENGTH > 4e8
