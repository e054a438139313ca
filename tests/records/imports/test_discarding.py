"""A register that was only looked at is discarded: what its rows say goes, that it was looked at stays."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.cases.models import Case
from lali.records.imports import actions, queries
from lali.records.imports.models import ImportRun
from tests.records.imports.conftest import REGISTER


def test_what_the_rows_say_is_forgotten_and_the_line_stays(look, supervisor, scan):
    run = look(rest="add")
    fates = queries.read_import(supervisor, run.pk)[1]
    actions.discard_import(by=supervisor, number=run.pk)
    run.refresh_from_db()
    assert (run.state, bytes(run.wrapped_key), bytes(run.sealed_rest)) == ("discarded", b"", b"")
    assert run.discarded_at
    assert set(run.rows.values_list("sealed_contents", "told_number")) == {(b"", "")}
    assert list(queries.imports_of(supervisor)) == [run]
    assert queries.read_import(supervisor, run.pk) == (run, fates)
    assert queries.rows_waiting(run, fates) == 0
    entry = Entry.objects.get(verb="import.discarded")
    assert (entry.subject, entry.by) == (run.subject, supervisor.journal_name)
    assert "PIMS-1" not in scan()


def test_what_was_discarded_is_not_taken_in_and_the_file_can_be_looked_at_again(look, take_in, supervisor):
    run = look()
    actions.discard_import(by=supervisor, number=run.pk)
    with pytest.raises(actions.ImportIsDiscarded):
        take_in(run)
    with pytest.raises(actions.NotOnlyLookedAt):
        actions.discard_import(by=supervisor, number=run.pk)
    with pytest.raises(actions.ImportIsUndone):
        actions.undo_import(by=supervisor, number=run.pk, reason="Wrong")
    assert not Case.objects.exists()
    assert take_in(look()).rows.exclude(became="").count() == 3


def test_what_was_begun_is_taken_back_never_discarded(look, supervisor):
    run = look()
    actions.apply_import(by=supervisor, number=run.pk, file=io.BytesIO(REGISTER.encode()), most=1)
    with pytest.raises(actions.NotOnlyLookedAt):
        actions.discard_import(by=supervisor, number=run.pk)
    assert ImportRun.objects.get().rows.exclude(told_number="").exists()


def test_only_whoever_may_take_it_in_discards_it(look, agency, member_of, lead):
    run = look()
    with pytest.raises(PermissionDenied):
        actions.discard_import(by=lead, number=run.pk)
    with pytest.raises(Http404):
        actions.discard_import(by=member_of(agency, "supervisor"), number=run.pk)
    assert ImportRun.objects.get().state == "previewed"


def test_the_database_ties_state_and_moment(look):
    run = look()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(state="discarded")


def test_what_is_taken_back_keeps_no_name_of_a_column(look, supervisor):
    register = REGISTER.replace("Complainant\n", "Complainant,Tide\n", 1).replace(
        "(invented)\n", "(invented),high\n", 1
    )
    run = look(text=register)
    assert bytes(run.sealed_rest)
    actions.apply_import(by=supervisor, number=run.pk, file=io.BytesIO(register.encode()), most=1)
    actions.undo_import(by=supervisor, number=run.pk, reason="Wrong register")
    assert bytes(ImportRun.objects.get().sealed_rest) == b""
