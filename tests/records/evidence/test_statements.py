"""Statements and passages: versions, citing, and who may."""

import hashlib
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from lali.records.audit.models import Entry
from lali.records.cases.actions import NothingWritten, add_person, add_tip_to_case, put_on_team
from lali.records.cases.queries import read_case
from lali.records.cases.vocabulary import Level
from lali.records.changes import opened_changes
from lali.records.evidence import actions
from lali.records.evidence.actions.passages import _bytes_of
from lali.records.evidence.models import Passage, StatementIsKept, StatementVersion
from lali.records.evidence.queries import (
    evidence_counts,
    passages_of,
    read_statement,
    sources_in,
    statements_of,
    versions_of_statement,
)

WORDS = "Ils ont pris mon passeport à la rivière.\nThen they made us write."


@pytest.fixture
def statement(lead, case):
    return actions.take_statement(by=lead, ref=case.ref, said=actions.Said(WORDS, of_whom="unknown"))


def correct(by, case, words, version=1, why="Misheard"):
    said = actions.Said(words, of_whom="unknown")
    return actions.correct_statement(by=by, ref=case.ref, number=1, version=version, said=said, why=why)


def test_statements_are_numbered_in_their_case(lead, case, statement):
    second = actions.take_statement(by=lead, ref=case.ref, said=actions.Said("More", of_whom="a clerk"))
    assert (statement.ref, second.ref) == ("S-001", "S-002")
    assert second.subject == f"case:{case.ref}/statement:S-002"
    assert [one.of_whom for one in statements_of(read_case(lead, case.ref))] == ["unknown", "a clerk"]


def test_a_correction_keeps_the_first_words(lead, case, statement):
    correct(lead, case, "Something else")
    assert read_statement(lead, case.ref, 1).words == "Something else"
    assert read_statement(lead, case.ref, 1, 1).words == WORDS
    assert [one.version for one in versions_of_statement(read_case(lead, case.ref), 1)] == [2, 1]
    entry = Entry.objects.get(verb="statement.corrected")
    [change] = opened_changes(entry.facts["changed"], key=type(case).objects.get(pk=case.pk).key())
    assert (change.field, change.old, change.new) == ("words", WORDS, "Something else")
    assert "Something else" not in entry.line
    version = StatementVersion.objects.first()
    with pytest.raises(StatementIsKept):
        version.save()


def test_a_correction_that_is_late_empty_or_without_reason_is_refused(lead, case, statement):
    with pytest.raises(actions.NothingCorrected):
        correct(lead, case, WORDS)
    with pytest.raises(NothingWritten):
        correct(lead, case, "Else", why=" ")
    correct(lead, case, "Else")
    with pytest.raises(actions.StatementHasMoved):
        correct(lead, case, "Other")
    with pytest.raises(Http404):
        read_statement(lead, case.ref, 1, 9)


def test_of_whom_is_a_person_of_the_case_or_said_in_words(lead, case):
    with pytest.raises(NothingWritten):
        actions.take_statement(by=lead, ref=case.ref, said=actions.Said("Words"))
    with pytest.raises(NothingWritten):
        actions.take_statement(by=lead, ref=case.ref, said=actions.Said(" ", of_whom="unknown"))
    with pytest.raises(Http404):
        actions.take_statement(by=lead, ref=case.ref, said=actions.Said("Words", person_id=99_999))
    with pytest.raises(Http404):
        actions.take_statement(by=lead, ref=case.ref, said=actions.Said("Words", of_whom="x", paper=7))
    victim = add_person(by=lead, ref=case.ref, name="Ana Seashell (invented)", role="victim")
    said = actions.Said("Words", person_id=victim.person_id, of_whom="Ana Seashell")
    actions.take_statement(by=lead, ref=case.ref, said=said)
    [shown] = statements_of(read_case(lead, case.ref))
    assert shown.is_code_name
    assert "Seashell" not in repr(shown)


def test_words_are_cited_with_their_bytes_and_the_digest_of_their_source(lead, case, statement):
    passage = actions.cite_passage(by=lead, ref=case.ref, source="S-001", quote="à la rivière")
    assert WORDS.encode()[passage.start : passage.end].decode() == "à la rivière"
    assert passage.source_sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    correct(lead, case, "Else")
    [shown] = passages_of(read_case(lead, case.ref))
    assert (shown.ref, shown.source_ref, shown.source_version) == ("P-001", "S-001", 1)


def test_words_that_do_not_stand_there_are_refused(lead, case, statement):
    for wrong in ({"quote": "never said"}, {"quote": "passeport", "start": 0, "end": 9}):
        with pytest.raises(actions.NotInTheSource):
            actions.cite_passage(by=lead, ref=case.ref, source="S-001", **wrong)
    with pytest.raises(actions.WhereIsNeeded):
        actions.cite_passage(by=lead, ref=case.ref, source="S-001", note="only a note")


@pytest.mark.parametrize("source", ["S-009", "E-001", "T-0001", "X-1", "", "S", "E-99999999999999999999"])
def test_what_is_not_in_the_case_is_not_cited(lead, case, statement, source):
    with pytest.raises(Http404):
        actions.cite_passage(by=lead, ref=case.ref, source=source, locator="page 1")


def test_exhibits_and_tips_are_cited_too(lead, case, exhibits, tip_of):
    exhibit = actions.take_in_exhibit(
        by=lead, ref=case.ref, file_name="a", source=io.BytesIO(b"bytes"), acquisition=actions.Acquisition("Chat")
    )
    tip = tip_of("Pay the fee today, call 410 0142")
    add_tip_to_case(by=lead, number=tip.number, version=1, ref=case.ref)
    opened = read_case(lead, case.ref)
    assert [one.ref for one in sources_in(opened)] == ["E-001", tip.ref]
    first = actions.cite_passage(by=lead, ref=case.ref, source="E-001", locator="message 214", start=2, end=4)
    actions.cite_passage(by=lead, ref=case.ref, source=tip.ref, quote="Pay the fee")
    assert first.source_sha256 == exhibit.sha256
    assert [(one.source_kind, one.start) for one in passages_of(opened)] == [("exhibit", 2), ("tip", 0)]
    actions.withdraw_passage(by=lead, ref=case.ref, number=1, why="Wrong chat")
    assert [one.ref for one in passages_of(opened)] == ["P-002"]
    assert len(passages_of(opened, withdrawn=True)) == 2
    counts = evidence_counts(opened)
    assert (counts.exhibits, counts.statements, counts.passages) == (1, 0, 1)


def test_the_database_wants_one_source_and_bytes_in_order(lead, case, statement):
    passage = actions.cite_passage(by=lead, ref=case.ref, source="S-001", locator="x")
    for wrong in ({"statement": None}, {"start": 5, "end": 5}, {"start": 5, "end": None}, {"locator": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Passage.objects.filter(pk=passage.pk).update(**wrong)


def test_who_reads_writes_nothing_and_who_is_outside_sees_nothing(lead, case, statement, colleague, outsider):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    assert read_statement(colleague, case.ref, 1).words == WORDS
    assert Entry.objects.order_by("-index")[0].verb == "statement.read"
    for attempt in (
        lambda by: actions.take_statement(by=by, ref=case.ref, said=actions.Said("x", of_whom="y")),
        lambda by: correct(by, case, "x"),
        lambda by: actions.cite_passage(by=by, ref=case.ref, source="S-001", locator="x"),
        lambda by: actions.withdraw_passage(by=by, ref=case.ref, number=1, why="x"),
    ):
        with pytest.raises(PermissionDenied):
            attempt(colleague)
        with pytest.raises(Http404):
            attempt(outsider)
    with pytest.raises(Http404):
        read_statement(outsider, case.ref, 1)


@given(before=st.text(), quote=st.text(min_size=1), after=st.text())
def test_bytes_are_those_of_the_words(before, quote, after):
    words = before + quote + after
    start, end = _bytes_of(quote, words, None, None)
    assert words.encode()[start:end].decode() == quote
