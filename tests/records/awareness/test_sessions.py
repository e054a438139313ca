"""Sessions and sheets: all or none, nothing written over unasked, nobody named."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.awareness import actions, queries
from lali.records.awareness.actions import Held, SheetsAreThere, Typed
from lali.records.awareness.models import Session, Sheet

HELD = Held(held_on=date(2026, 11, 20), setting="nakamal", place="Reef (invented)")
CAME = {("women", "18-25"): 12, ("men", "18-25"): 9, ("men", "60+"): 0}


@pytest.fixture
def session(officer, campaign):
    return actions.hold_session(by=officer, number=campaign.pk, held=HELD, came=CAME)


@pytest.fixture
def enter(officer, campaign, session):
    def enter(*typed, replace=False):
        return actions.enter_sheets(by=officer, number=campaign.pk, session_id=session.pk, typed=typed, replace=replace)

    return enter


def test_who_came_is_counted_and_an_empty_cell_is_nobody(officer, campaign, session):
    page = queries.read_session(officer, campaign.pk, session.pk)
    assert page.people == 21
    assert page.came == {("women", "18-25"): 12, ("men", "18-25"): 9}
    assert [(one.people, one.typed) for one in queries.sessions_of(officer, campaign.pk)] == [(21, 0)]


def test_a_session_is_entered_anew_and_its_sheets_stay(officer, campaign, session, enter):
    enter(Typed(1, "101101", "111101"))
    held = Held(held_on=date(2026, 11, 21), setting="church", place="Reef (invented)", form="B")
    actions.change_session(by=officer, number=campaign.pk, session_id=session.pk, held=held, came={("men", "60+"): 3})
    page = queries.read_session(officer, campaign.pk, session.pk)
    assert (page.people, page.session.setting, len(page.sheets)) == (3, "church", 1)
    assert Entry.objects.filter(verb="session.changed").get().facts["came"] == [21, 3]


def test_a_sheet_typed_twice_alike_counts_once(enter, session):
    assert enter(Typed(1, "101101", "111101"), Typed(2, "", "111101")) == 2
    assert enter(Typed(1, "101101", "111101")) == 0
    assert session.sheets.count() == 2
    assert Entry.objects.filter(verb="session.sheets_entered").count() == 1


def test_other_answers_write_over_nothing_unasked(enter, session):
    enter(Typed(1, "101101", "111101"))
    with pytest.raises(SheetsAreThere) as refused:
        enter(Typed(1, "000000", "111101"), Typed(7, "101101", "111101"))
    assert refused.value.numbers == (1,)
    assert session.sheets.count() == 1
    assert enter(Typed(1, "000000", "111101"), Typed(7, "101101", "111101"), replace=True) == 2
    assert Sheet.objects.get(number=1).before == "000000"
    assert Entry.objects.filter(verb="session.sheets_entered").latest("index").facts["replaced"] == [1]


def test_the_next_number_follows_the_last(officer, campaign, session, enter):
    enter(Typed(12, "101101", "111101"), Typed(3, "101101", "111101"))
    assert queries.read_session(officer, campaign.pk, session.pk).next_number == 13


def test_what_was_entered_by_mistake_is_taken_out(officer, campaign, session, enter):
    enter(Typed(1, "101101", "111101"))
    actions.remove_sheet(by=officer, number=campaign.pk, session_id=session.pk, sheet=1)
    with pytest.raises(Http404):
        actions.remove_sheet(by=officer, number=campaign.pk, session_id=session.pk, sheet=1)
    actions.remove_session(by=officer, number=campaign.pk, session_id=session.pk)
    assert not Session.objects.exists()
    assert Entry.objects.filter(verb="session.removed").get().facts["came"] == 21


def test_only_officers_type_and_only_in_their_own_campaign(administrator, officer, campaign, session, plan):
    with pytest.raises(PermissionDenied):
        actions.hold_session(by=administrator, number=campaign.pk, held=HELD, came=CAME)
    other = actions.plan_campaign(by=officer, plan=plan)
    with pytest.raises(Http404):
        actions.remove_session(by=officer, number=other.pk, session_id=session.pk)


def test_there_is_an_end_to_sheets(enter, monkeypatch):
    monkeypatch.setattr(actions.sessions, "MOST_SHEETS", 2)
    with pytest.raises(actions.TooManySheets):
        enter(*(Typed(n, "101101", "") for n in (1, 2, 3)))
