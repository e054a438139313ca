"""A whole import is taken back: what nobody has worked on since; the rest stays and is listed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.cases.actions import add_task
from lali.records.cases.actions.writing import NothingWritten
from lali.records.cases.models import Case
from lali.records.cases.queries.board import board_of
from lali.records.imports import actions
from lali.records.imports.actions import taking_back
from lali.records.imports.models import ExternalReference
from lali.records.imports.queries import case_by_number, references_of
from lali.records.lookup.queries import named_record
from lali.records.lookup.rebuilding import rebuild
from lali.records.search.models import Findable
from lali.records.tips.actions import refer_tip
from lali.records.tips.models import Tip


def undo(by, run, reason="The wrong register"):
    return actions.undo_import(by=by, number=run.pk, reason=reason)


def test_cases_that_nobody_touched_are_closed_and_their_numbers_free(look, take_in, supervisor):
    run = take_in(look())
    assert named_record(supervisor, "PIMS-1")
    assert undo(supervisor, run).state == "undone"
    assert set(Case.objects.values_list("state", flat=True)) == {"closed"}
    assert not ExternalReference.objects.standing().exists()
    assert case_by_number(supervisor, "PIMS-1") is None
    assert named_record(supervisor, "PIMS-1") is None
    assert not references_of(Case.objects.first()).exists()
    entry = Entry.objects.get(verb="import.undone")
    assert (entry.facts["taken_back"], entry.facts["stay"]) == (3, 0)
    assert "wrong register" not in "".join(Entry.objects.values_list("line", flat=True))
    kept = set(Findable.objects.values_list("record", flat=True))
    rebuild(by="node")
    assert set(Findable.objects.values_list("record", flat=True)) == kept
    again = take_in(look())
    assert again.rows.exclude(became="").count() == 3
    assert named_record(supervisor, "PIMS-1")


def test_what_somebody_worked_on_stays_and_its_row_says_so(look, take_in, supervisor):
    run = take_in(look())
    row = run.rows.exclude(became="").first()
    touched = Case.objects.get(ref=row.became.removeprefix("case:"))
    add_task(by=supervisor, ref=touched.ref, title="Ring", due_on=None, assignee=None)
    undo(supervisor, run)
    touched.refresh_from_db()
    row.refresh_from_db()
    assert (touched.state, row.taken_back_at) == ("open", None)
    assert ExternalReference.objects.standing().get().case == touched
    assert run.rows.filter(taken_back_at__isnull=False).count() == 2
    assert Entry.objects.get(verb="import.undone").facts["stay"] == 1


def test_tips_are_closed_unless_somebody_decided(look, take_in, supervisor, lead):
    run = take_in(look(target="tip"))
    one = Tip.objects.first()
    refer_tip(by=lead, number=one.number, version=one.version, to="Shelter", note="")
    undo(supervisor, run)
    states = dict(Tip.objects.values_list("pk", "state"))
    assert states.pop(one.pk) == "referred"
    assert set(states.values()) == {"closed"}


def test_it_can_be_stopped_and_gone_on_with_and_nothing_is_taken_in_meanwhile(look, take_in, supervisor, monkeypatch):
    run, real = take_in(look()), taking_back._take_back

    def stopping(by, run, key):
        if run.rows.filter(taken_back_at__isnull=False).exists():
            raise KeyboardInterrupt
        return real(by, run, key)

    monkeypatch.setattr(taking_back, "_take_back", stopping)
    with pytest.raises(KeyboardInterrupt):
        undo(supervisor, run)
    run.refresh_from_db()
    assert (run.state, run.rows.filter(taken_back_at__isnull=False).count()) == ("undoing", 1)
    with pytest.raises(actions.ImportIsUndone):
        take_in(run)
    monkeypatch.setattr(taking_back, "_take_back", real)
    assert undo(supervisor, run).state == "undone"
    assert run.rows.filter(taken_back_at__isnull=False).count() == 3
    with pytest.raises(actions.ImportIsUndone):
        undo(supervisor, run)


def test_who_may_and_with_a_reason(look, take_in, supervisor, lead, agency, member_of):
    run = look()
    with pytest.raises(actions.ImportIsUndone):  # nothing was taken in
        undo(supervisor, run)
    take_in(run)
    with pytest.raises(NothingWritten):
        undo(supervisor, run, reason=" ")
    with pytest.raises(PermissionDenied):
        undo(lead, run)
    with pytest.raises(Http404):
        undo(member_of(agency, "supervisor"), run)


def test_tips_of_a_register_say_nothing_of_how_fast_tips_are_taken_up(look, take_in, supervisor, lead):
    run = take_in(look(target="tip"))
    one = Tip.objects.first()
    refer_tip(by=lead, number=one.number, version=one.version, to="Shelter", note="")
    assert board_of(supervisor).turn_round == ()
    undo(supervisor, run)
    assert set(Tip.objects.values_list("state", flat=True)) == {"referred", "closed"}
    assert board_of(supervisor).turn_round == ()
