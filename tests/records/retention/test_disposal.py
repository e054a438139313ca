"""Rules, holds, and disposing: what goes, what stays, and that nobody does it alone."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.audit.queries import check_log
from lali.records.cases import actions as cases
from lali.records.cases.access import cases_for
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState
from lali.records.entities.models import Identifier, Person
from lali.records.entities.vocabulary import PersonRole
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from lali.records.evidence.actions.exhibits import remove_destroyed_files
from lali.records.evidence.storage import exhibit_store
from lali.records.notices.models import Notice
from lali.records.retention import actions, queries
from lali.records.retention.models import Disposal
from lali.records.tips.actions import close_tip

NAME, WORD, PHONE = "Sailosi Opalwhistle", "Quartzfinder", "+6794100142"


@pytest.fixture
def full(lead, exhibits, tip_of):
    """A case with a tip, a victim, a suspect, an identifier, a task and an exhibit, each with planted words."""
    tip = tip_of(f"{WORD}: call {PHONE}")
    case = cases.open_case_from_tip(by=lead, number=tip.number, version=tip.version, title=WORD, kind="fake_job")
    for role in (PersonRole.VICTIM, PersonRole.SUSPECT):
        cases.add_person(by=lead, ref=case.ref, name=f"{NAME} {role}", role=role, reason=WORD)
    cases.add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0177")
    cases.add_task(by=lead, ref=case.ref, title=WORD, due_on=None, assignee=None)
    source, acquired = io.BytesIO(WORD.encode()), Acquisition(title=WORD, acquired_by=NAME)
    take_in_exhibit(by=lead, ref=case.ref, file_name=WORD, source=source, acquisition=acquired)
    return case


def close(lead, case):
    now = Case.objects.get(pk=case.pk)
    return cases.describe_case(
        by=lead, ref=now.ref, version=now.version, title=now.title, kind=now.kind, summary=WORD, state=CaseState.CLOSED
    )


def dump():
    """Everything the database holds, as one text."""
    with connection.cursor() as cursor:
        held = []
        for table in connection.introspection.table_names(cursor):
            if table.startswith("search_") and table.rpartition("_")[2] in {"config", "idx", "docsize", "data"}:
                continue  # inner tables of a full-text index
            cursor.execute(f'SELECT * FROM "{table}"')
            held += [str(bytes(v) if isinstance(v, memoryview) else v) for row in cursor.fetchall() for v in row]
    return "\n".join(held)


def dispose(case, supervisor, second):
    disposal = actions.propose_disposal(by=supervisor, subject=case.subject, basis="Ten years are over")
    return actions.carry_out_disposal(by=second, number=disposal.pk)


def test_nothing_personal_is_left_and_the_journal_still_verifies(
    lead, supervisor, auditor, full, django_capture_on_commit_callbacks
):
    close(lead, full)
    address = full.exhibits.get().address
    assert WORD in dump()
    with django_capture_on_commit_callbacks(execute=True):
        done = dispose(full, supervisor, auditor)
    held = dump()
    for planted in (WORD, NAME, "Opalwhistle", PHONE, "4100142", "4100177"):
        assert planted not in held, planted
    assert check_log().first_broken is None
    assert not exhibit_store().holds(address)
    assert not Identifier.objects.exists()
    assert {bytes(person.wrapped_key) for person in Person.objects.all()} == {b""}
    assert done.certificate["files"][0]["ref"] == "E-001"
    assert done.certificate["rows"]["cases.case"] == 1
    assert Case.objects.get().ref == full.ref
    assert not cases_for(lead).exists()
    assert Entry.objects.filter(verb="exhibit.destroyed").exists()


def test_what_another_case_holds_too_stays_there(lead, supervisor, auditor, full):
    other = cases.open_case(by=lead, title="Another")
    cases.add_identifier(by=lead, ref=other.ref, kind="phone", typed="410 0177")
    close(lead, full)
    dispose(full, supervisor, auditor)
    assert [identifier.value for identifier in Identifier.objects.all()] == ["+6794100177"]
    assert Case.objects.get(pk=other.pk).title == "Another"


def test_nobody_disposes_alone_and_the_database_holds_it(lead, supervisor, agency, member_of, full):
    other = member_of(agency, "supervisor")
    close(lead, full)
    disposal = actions.propose_disposal(by=supervisor, subject=full.subject, basis="x")
    with pytest.raises(actions.SecondPersonNeeded):
        actions.carry_out_disposal(by=supervisor, number=disposal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.filter(pk=disposal.pk).update(state="done", decided_by=supervisor, decided_at=timezone.now())
    assert actions.propose_disposal(by=other, subject=full.subject, basis="x").pk == disposal.pk
    assert Notice.objects.filter(kind="disposal_waits", member=other).exists()
    for role in ("investigator", "administrator", "oversight"):
        with pytest.raises(PermissionDenied):
            actions.carry_out_disposal(by=member_of(agency, role), number=disposal.pk)


def test_an_open_case_and_one_that_never_was_are_alike(supervisor, full):
    for subject in (full.subject, "case:FJ-1999-00001", "tip:1", "tip:x", "journal", "tip:" + "9" * 40):
        with pytest.raises(Http404):
            actions.propose_disposal(by=supervisor, subject=subject, basis="x")


def test_a_hold_stops_every_disposal(lead, supervisor, auditor, full):
    close(lead, full)
    disposal = actions.propose_disposal(by=supervisor, subject=full.subject, basis="x")
    actions.set_hold(by=lead, ref=full.ref, reason="An appeal")
    with pytest.raises(actions.OnHold):
        actions.carry_out_disposal(by=auditor, number=disposal.pk)
    actions.lift_hold(by=supervisor, ref=full.ref, reason="Decided")
    actions.carry_out_disposal(by=auditor, number=disposal.pk)


def test_a_case_opened_again_is_not_disposed_of(lead, supervisor, auditor, full):
    now = close(lead, full)
    disposal = actions.propose_disposal(by=supervisor, subject=full.subject, basis="x")
    cases.describe_case(
        by=lead, ref=now.ref, version=now.version, title=WORD, kind=now.kind, summary="", state=CaseState.OPEN
    )
    with pytest.raises(actions.NotClosedAnyMore):
        actions.carry_out_disposal(by=auditor, number=disposal.pk)
    actions.withdraw_disposal(by=supervisor, number=disposal.pk)
    with pytest.raises(actions.DisposalIsOver):
        actions.carry_out_disposal(by=auditor, number=disposal.pk)
    assert Case.objects.get(pk=full.pk).title == WORD


def test_a_stop_between_disposal_and_files_is_made_good(lead, supervisor, auditor, full):
    close(lead, full)
    address = full.exhibits.get().address
    dispose(full, supervisor, auditor)  # the test's transaction never commits, so the file still lies there
    assert exhibit_store().holds(address)
    assert remove_destroyed_files() == 1
    assert remove_destroyed_files() == 0


def test_rules_say_what_is_due_and_keep_their_past(lead, supervisor, administrator, full, tip_of):
    with pytest.raises(PermissionDenied):
        actions.set_rule(by=supervisor, record_class="case", case_kind="", keep_days=10, basis="x")
    first = actions.set_rule(by=administrator, record_class="case", case_kind="", keep_days=1000, basis="Act")
    actions.set_rule(by=administrator, record_class="case", case_kind="", keep_days=30, basis="Act, as amended")
    actions.set_rule(by=administrator, record_class="tip", case_kind="", keep_days=5, basis="Act")
    first.refresh_from_db()
    assert first.ended_at
    close(lead, full)
    tip = tip_of("Something else")
    close_tip(by=lead, number=tip.number, version=tip.version, reason="not_trafficking", note="")
    assert queries.due_for_disposal(supervisor) == []
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert [one.subject for one in queries.due_for_disposal(supervisor)] == [tip.subject]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert [one.subject for one in queries.due_for_disposal(supervisor)] == [full.subject, tip.subject]
        actions.set_hold(by=lead, ref=full.ref, reason="An appeal")
        assert [one.on_hold for one in queries.due_for_disposal(supervisor)] == [True, False]


def test_a_kind_has_its_own_rule(lead, supervisor, administrator, full):
    actions.set_rule(by=administrator, record_class="case", case_kind="", keep_days=5, basis="Act")
    actions.set_rule(by=administrator, record_class="case", case_kind="fake_job", keep_days=500, basis="Act")
    close(lead, full)
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        assert queries.due_for_disposal(supervisor) == []


def test_a_tip_is_disposed_of_and_is_not_due_again(lead, supervisor, auditor, administrator, tip_of):
    actions.set_rule(by=administrator, record_class="tip", case_kind="", keep_days=1, basis="Act")
    tip = tip_of(f"{WORD} {PHONE}")
    close_tip(by=lead, number=tip.number, version=tip.version, reason="not_trafficking", note=WORD)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        disposal = actions.propose_disposal(by=supervisor, subject=tip.subject, basis="Act")
        actions.carry_out_disposal(by=auditor, number=disposal.pk)
        assert queries.due_for_disposal(supervisor) == []
    assert WORD not in dump()
    assert PHONE not in dump()


def test_behind_a_wall_there_is_no_disposal(lead, supervisor, agency, member_of, full):
    close(lead, full)
    disposal = actions.propose_disposal(by=supervisor, subject=full.subject, basis="x")
    other = member_of(agency, "supervisor")
    cases.set_wall(by=supervisor, ref=full.ref, member=other, kind="named", reason="x")
    assert not queries.disposals_of(other).exists()
    with pytest.raises(Http404):
        queries.disposal_of(other, disposal.pk)
    with pytest.raises(Http404):
        actions.carry_out_disposal(by=other, number=disposal.pk)
