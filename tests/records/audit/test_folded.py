"""Identical readings as the journal shows them: one line, while the journal keeps each."""

from datetime import UTC, datetime, timedelta

from lali.records.audit.models import Entry
from lali.records.audit.queries import folded_readings

START = datetime(2026, 11, 26, 9, tzinfo=UTC)


def entries(*rows):
    """Newest first, from rows that begin with the oldest: who, verb, part ("" for a write)."""
    made = [
        Entry(
            index=index,
            at=START + timedelta(minutes=index),
            by=by,
            verb=verb,
            subject="case:FJ-2026-00001",
            reading=verb.endswith("read"),
            facts={"part": part} if part else {},
        )
        for index, (by, verb, part) in enumerate(rows)
    ]
    return made[::-1]


def told(*rows):
    return [(line.entry.index, line.times, line.first_at.minute) for line in folded_readings(entries(*rows))]


ONE, OTHER = "member:1", "member:2"
OVERVIEW, PERSONS, WRITE = "overview", "persons", ""


def test_the_same_page_read_again_and_again_is_one_line():
    assert told(*[(ONE, "case.read", OVERVIEW)] * 10) == [(9, 10, 0)]


def test_pages_read_in_turn_are_one_line_each():
    rows = [(ONE, "case.read", OVERVIEW), (ONE, "case.read", PERSONS)] * 3
    assert told(*rows) == [(5, 3, 1), (4, 3, 0)]


def test_another_person_or_a_write_in_between_parts_them():
    read = (ONE, "case.read", OVERVIEW)
    assert told(read, (OTHER, "case.read", OVERVIEW), read) == [(2, 1, 2), (1, 1, 1), (0, 1, 0)]
    assert told(read, (ONE, "task.added", WRITE), read, read) == [(3, 2, 2), (1, 1, 1), (0, 1, 0)]


def test_writes_are_never_folded():
    assert told(*[(ONE, "task.added", WRITE)] * 3) == [(2, 1, 2), (1, 1, 1), (0, 1, 0)]


def test_nothing_is_nothing():
    assert folded_readings([]) == []
