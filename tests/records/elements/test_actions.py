"""Taking offences up, saying what their elements rest on, withdrawing it."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases.actions import (
    CaseIsClosed,
    NothingWritten,
    add_identifier,
    describe_case,
    open_case,
    put_on_team,
)
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.changes import opened_changes
from lali.records.chronology.actions import Happening, note_event
from lali.records.chronology.when import exact
from lali.records.elements import actions
from lali.records.elements.models import Proof
from lali.records.elements.queries import elements_table, proofs_withdrawn
from lali.records.evidence.actions import withdraw_passage
from lali.records.law.actions import edit_offence, retire_offence
from lali.records.law.models import Offence

pytestmark = pytest.mark.slow


def prove(by, board, element="exploitation", strength="supports", **what):
    what = what or {"rests_on": "P-001"}
    return actions.add_proof(by=by, ref=board.case.ref, number=board.number, element=element, strength=strength, **what)


def test_an_offence_is_taken_up_in_the_version_that_stands(board):
    assert board.ref == "O-001"
    assert board.subject == f"case:{board.case.ref}/offence:O-001"
    assert board.offence == Offence.objects.get(code="fj-crimes-112").current
    assert board.state == "suspected"
    entry = Entry.objects.get(verb="offence.suspected")
    assert entry.facts["offence"] == "fj-crimes-112"
    assert len(entry.facts["suspected"]) == len(entry.facts["harmed"]) == 1


def test_what_is_retired_or_has_no_elements_is_not_taken_up(board, lead, supervisor):
    retire_offence(by=supervisor, code="fj-crimes-114", why="Repealed")
    for code in ("fj-crimes-114", "fj-crimes-111"):
        with pytest.raises(actions.NotOffered):
            actions.suspect_offence(by=lead, ref=board.case.ref, code=code)
    with pytest.raises(Http404):
        actions.suspect_offence(by=lead, ref=board.case.ref, code="fj-nothing")


def test_who_is_not_in_the_case_is_not_in_its_offences(board, lead):
    with pytest.raises(Http404):
        actions.suspect_offence(
            by=lead, ref=board.case.ref, code="fj-crimes-103", about=actions.About(suspected=(99_999,))
        )


def test_describing_keeps_old_and_new_under_the_cases_key(board, lead, scan):
    about = actions.About(period_from=date(2026, 1, 2), period_to=date(2026, 3, 4), note="Quartzfinder was there")
    changed = actions.describe_offence(by=lead, ref=board.case.ref, number=1, version=1, about=about)
    assert changed.persons.count() == 0
    assert changed.version == 2
    entry = Entry.objects.get(verb="offence.described")
    shown = {one.field: one.new for one in opened_changes(entry.facts["changed"], key=board.case.key())}
    assert shown["note"] == "Quartzfinder was there"
    assert shown["period_to"] == "2026-03-04"
    assert "Quartzfinder" not in scan()
    with pytest.raises(actions.OffenceHasMoved):
        actions.describe_offence(by=lead, ref=board.case.ref, number=1, version=1, about=about)
    with pytest.raises(actions.PeriodIsBackwards):
        actions.describe_offence(
            by=lead, ref=board.case.ref, number=1, version=2, about=replace(about, period_to=date(2025, 1, 1))
        )


def test_the_database_holds_periods_and_reasons(board):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(board).objects.filter(pk=board.pk).update(period_from=date(2026, 2, 1), period_to=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        type(board).objects.filter(pk=board.pk).update(state="dropped")


def test_every_thing_of_the_case_can_be_pointed_to(board, lead):
    ref = board.case.ref
    event = note_event(by=lead, ref=ref, happening=Happening("Fee paid", exact(timezone.now())))
    phone = add_identifier(by=lead, ref=ref, kind="phone", typed="410 0142")
    for number, rests_on in enumerate(
        ["E-001", "S-001", "P-001", f"event:{event.pk}", f"identifier:{phone.pk}"], start=1
    ):
        proof = prove(lead, board, rests_on=rests_on)
        assert board.proofs.count() == number
        assert prove(lead, board, rests_on=rests_on) == proof  # twice is once
    words = prove(lead, board, in_words="The ferry's list of 3 March, at the harbour office")
    assert words.in_words
    assert words.exhibit is None


@pytest.mark.parametrize(
    "rests_on", ["E-009", "S-9", "P-99999999999999", "X-1", "E", "event:1", "identifier:1", "E-1; drop", "-1"]
)
def test_what_is_not_in_the_case_cannot_be_pointed_to(board, lead, rests_on):
    with pytest.raises(Http404):
        prove(lead, board, rests_on=rests_on)


def test_nothing_is_no_proof(board, lead):
    with pytest.raises(actions.RestsOnNothing):
        prove(lead, board, in_words="  ")
    with pytest.raises(Http404):
        prove(lead, board, element="no-such-element")
    proof = prove(lead, board)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.filter(pk=proof.pk).update(in_words="and something else")


def test_another_cases_evidence_is_nobodys_here(board, lead):
    other = open_case(by=lead, title="Another")
    actions.suspect_offence(by=lead, ref=other.ref, code="fj-crimes-103")
    for rests_on in ("E-001", "S-001", "P-001"):
        with pytest.raises(Http404):
            actions.add_proof(by=lead, ref=other.ref, number=1, element="owns", strength="supports", rests_on=rests_on)


def test_a_withdrawn_proof_stays_on_record(board, lead):
    proof = prove(lead, board)
    with pytest.raises(NothingWritten):
        actions.withdraw_proof(by=lead, ref=board.case.ref, number=1, proof=proof.pk, why=" ")
    actions.withdraw_proof(by=lead, ref=board.case.ref, number=1, proof=proof.pk, why="Another passport")
    assert [one.withdrawn_why for one in proofs_withdrawn(board.case, 1)] == ["Another passport"]
    assert prove(lead, board).pk != proof.pk


def test_dropped_with_a_reason_and_taken_up_again(board, lead):
    ref = board.case.ref
    with pytest.raises(NothingWritten):
        actions.change_offence_state(by=lead, ref=ref, number=1, state="dropped")
    actions.change_offence_state(by=lead, ref=ref, number=1, state="dropped", why="Nobody was moved")
    with pytest.raises(actions.OffenceIsDropped):
        prove(lead, board)
    actions.change_offence_state(by=lead, ref=ref, number=1, state="suspected")
    prove(lead, board)


def test_only_a_lead_says_charged_and_a_reader_writes_nothing(board, lead, colleague, outsider):
    ref = board.case.ref
    put_on_team(by=lead, ref=ref, member=colleague, level=Level.CONTRIBUTE)
    with pytest.raises(PermissionDenied):
        actions.change_offence_state(by=colleague, ref=ref, number=1, state="charged")
    prove(colleague, board)
    put_on_team(by=lead, ref=ref, member=colleague, level=Level.READ)
    for attempt in (
        lambda by: prove(by, board),
        lambda by: actions.suspect_offence(by=by, ref=ref, code="fj-crimes-103"),
        lambda by: actions.describe_offence(by=by, ref=ref, number=1, version=1, about=actions.About()),
        lambda by: actions.adopt_version(by=by, ref=ref, number=1),
        lambda by: actions.withdraw_proof(by=by, ref=ref, number=1, proof=1, why="x"),
    ):
        with pytest.raises(PermissionDenied):
            attempt(colleague)
        with pytest.raises(Http404):
            attempt(outsider)
    assert actions.change_offence_state(by=lead, ref=ref, number=1, state="charged").state == "charged"


def test_a_closed_case_is_read_only(board, lead):
    case = type(board.case).objects.get(pk=board.case.pk)
    describe_case(
        by=lead,
        ref=case.ref,
        version=case.version,
        title=case.title,
        kind=case.kind,
        summary="",
        state=CaseState.CLOSED,
    )
    with pytest.raises(CaseIsClosed):
        prove(lead, board)


def test_a_newer_version_is_taken_over_by_a_person(board, lead, supervisor, opened):
    kept, gone = prove(lead, board, element="exploitation"), prove(lead, board, element="complied")
    text = Offence.objects.get(code="fj-crimes-112").current.as_text()
    fewer = replace(text, elements=tuple(one for one in text.elements if one.code != "complied"))
    edit_offence(by=supervisor, code="fj-crimes-112", version=1, text=fewer, why="The prosecutor said so")
    [shown] = elements_table(opened())
    assert (shown.offence_version, shown.newest_version) == (1, 2)
    actions.adopt_version(by=lead, ref=board.case.ref, number=1)
    [shown] = elements_table(opened())
    assert (shown.offence_version, shown.newest_version) == (2, 2)
    assert [cite.id for one in shown.elements for cite in one.supports] == [kept.pk]
    assert [cite.id for cite in shown.left_over] == [gone.pk]


def test_a_proof_cannot_rest_on_a_withdrawn_passage(board, lead):
    withdraw_passage(by=lead, ref=board.case.ref, number=1, why="Misread")
    with pytest.raises(Http404):
        prove(lead, board)
