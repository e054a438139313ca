"""Deadlines: counted, extended, paused, met; and a machine whose clock goes wrong."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.audit.queries import clock_is_behind
from lali.records.cases import actions, queries
from lali.records.cases.models import Deadline
from lali.records.cases.vocabulary import DeadlineState

WORD = "Quartzfinder"
NOON = datetime(2199, 11, 26, 0, 0, tzinfo=UTC)  # noon of the 26th in Fiji, long after the set-up of a test


@pytest.fixture
def set_one(case, lead):
    def set_one(**facts):
        return actions.set_deadline(
            by=lead, ref=case.ref, **({"kind": "production", "length": 3, "unit": "days"} | facts)
        )

    return set_one


def acts(case, lead, deadline):
    at = {"by": lead, "ref": case.ref, "deadline_id": deadline.pk}
    return {
        "extend": lambda due: actions.extend_deadline(**at, due_at=due, reason=WORD),
        "pause": lambda: actions.pause_deadline(**at, reason=WORD),
        "resume": lambda: actions.resume_deadline(**at, reason=WORD),
        "meet": lambda: actions.meet_deadline(**at),
    }


def test_a_length_is_counted_where_the_agency_works(set_one):
    started = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)  # half past midnight of Friday the 27th in Fiji
    assert set_one(started_at=started, length=1, unit="working_days").due_at == datetime(
        2026, 11, 29, 12, 30, tzinfo=UTC
    )


def test_an_end_or_a_length_but_not_both_nor_none(set_one):
    with pytest.raises(actions.NoEnd):
        set_one(length=None, unit="")
    with pytest.raises(actions.NoEnd):
        set_one(due_at=timezone.now())
    with pytest.raises(actions.EndsBeforeItStarts):
        set_one(length=None, unit="", started_at=timezone.now(), due_at=timezone.now() - timedelta(days=1))
    with pytest.raises(actions.ClockRunsTooLong):
        set_one(length=10**9)
    assert not Deadline.objects.exists()


def test_every_extension_is_kept(case, lead, set_one):
    deadline = set_one()
    first, later = deadline.due_at, deadline.due_at + timedelta(days=9)
    acts(case, lead, deadline)["extend"](later)
    acts(case, lead, deadline)["extend"](first)
    kept = [(one.what, one.due_before, one.due_after) for one in queries.deadline_in(case, deadline.pk).changes.all()]
    assert kept == [("extended", first, later), ("shortened", later, first)]
    assert [WORD in entry.line for entry in Entry.objects.filter(verb__startswith="deadline.")] == [False] * 3


def test_a_stopped_clock_is_not_missed_and_ends_later(case, lead, set_one):
    with time_machine.travel(NOON, tick=False) as clock:
        deadline = set_one(length=10, unit="hours")
        act = acts(case, lead, deadline)
        clock.shift(timedelta(hours=4))
        act["pause"]()
        clock.shift(timedelta(days=30))
        deadline.refresh_from_db()
        assert deadline.state_at(timezone.now()) == DeadlineState.PAUSED
        for refused in (act["pause"], lambda: act["extend"](NOON + timedelta(days=90))):
            with pytest.raises(actions.ClockIsStopped):
                refused()
        act["resume"]()
        deadline.refresh_from_db()
        assert deadline.due_at == NOON + timedelta(days=30, hours=10)
        assert deadline.state_at(timezone.now()) == DeadlineState.RUNNING
        clock.shift(timedelta(hours=7))
        assert deadline.state_at(timezone.now()) == DeadlineState.MISSED
        act["meet"]()
        deadline.refresh_from_db()
        assert deadline.state_at(timezone.now()) == DeadlineState.MET_LATE
        with pytest.raises(actions.ClockIsStopped):
            act["resume"]()


def test_a_clock_of_the_machine_that_goes_back_shortens_nothing(case, lead, set_one):
    with time_machine.travel(NOON, tick=False) as clock:
        deadline = set_one()
        acts(case, lead, deadline)["pause"]()
        assert clock_is_behind(timezone.now()) is None
        clock.shift(timedelta(days=-3))
        assert clock_is_behind(timezone.now()) == NOON
        acts(case, lead, deadline)["resume"]()
        assert Deadline.objects.get().due_at == deadline.due_at


def test_other_words_must_be_confirmed_again(case, lead, set_one):
    deadline = set_one(basis="Section 20")
    at = {"by": lead, "ref": case.ref, "deadline_id": deadline.pk}
    actions.confirm_deadline(**at)
    version = Deadline.objects.get().version
    actions.change_deadline(**at, version=version, new={"note": "x", "assignee": lead})
    assert Deadline.objects.get().confirmed_at
    with pytest.raises(actions.DeadlineHasMoved):
        actions.change_deadline(**at, version=version, new={"basis": WORD})
    actions.change_deadline(**at, version=version + 1, new={"basis": WORD})
    kept = Deadline.objects.get()
    assert (kept.basis, kept.confirmed_at) == (WORD, None)
    assert WORD not in "".join(entry.line for entry in Entry.objects.filter(verb="deadline.changed"))


def test_removing_is_a_right_apart(case, lead, set_one):
    deadline = set_one()
    with pytest.raises(PermissionDenied):
        actions.remove_deadline(by=lead, ref=case.ref, deadline_id=deadline.pk, reason="Wrong case")
    case.team.update(may_remove=True)
    actions.remove_deadline(by=lead, ref=case.ref, deadline_id=deadline.pk, reason="Wrong case")
    assert list(queries.deadlines_in(case)) == []


def test_whose_a_deadline_is(case, lead, colleague, set_one):
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    nobodys, theirs = set_one(), set_one(assignee=colleague)
    assert list(queries.deadlines_of(lead)) == [nobodys]  # who leads keeps what nobody does
    assert list(queries.deadlines_of(colleague)) == [theirs]
