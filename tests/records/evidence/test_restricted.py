"""Restricted exhibits: what of them is withheld, who opens them with whom, and for how long."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases.actions import NothingWritten, put_on_team, set_wall
from lali.records.evidence import actions
from lali.records.evidence.access import deciders_of
from lali.records.evidence.models import Exhibit, Intake, RestrictedOpening
from lali.records.evidence.queries import openings_for, restricted_shown
from lali.records.evidence.vocabulary import Basis, Purpose
from lali.records.notices.models import Notice

CANARY = "canary-of-a-file-name"
SESSION = "session-of-the-asker"


@pytest.fixture
def colleague_writes(case, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    return colleague


@pytest.fixture
def restricted(take_in, case, colleague_writes):
    exhibit = take_in(b"invented bytes", file_name=f"{CANARY}.jpg")
    return actions.restrict_exhibit(by=colleague_writes, ref=case.ref, number=exhibit.number, why="Looked like it")


@pytest.fixture
def ask(case, restricted, colleague_writes):
    def ask(purpose=Purpose.VIEW, *, by=colleague_writes, minutes=10, session=SESSION, why="To say what it is"):
        return actions.ask_opening(
            by=by, ref=case.ref, number=restricted.number, purpose=purpose, why=why, minutes=minutes, session=session
        )

    return ask


def everything_in_clear():
    """Every text of every table, as a thief with the database would see it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield from (str(bytes(one) if isinstance(one, memoryview) else one) for row in cursor for one in row)


def test_from_then_on_nothing_in_the_database_says_what_it_is_called(restricted, case):
    restricted.refresh_from_db()
    assert (restricted.title, restricted.file_name, restricted.acquired_how) == ("", "restricted", "")
    assert restricted.called == "Restricted exhibit"
    assert Intake.objects.get(exhibit=restricted).file_name == "restricted"
    assert not [text for text in everything_in_clear() if CANARY in text or "Chat with the recruiter" in text]


def test_one_that_is_marked_on_its_way_in_never_has_a_name_afterwards(exhibits, case, lead):
    import io

    exhibit = actions.take_in_exhibit(
        by=lead, ref=case.ref, file_name=f"{CANARY}.png", source=io.BytesIO(b"x"),
        acquisition=actions.Acquisition(title=CANARY), restricted=True,
    )  # fmt: skip
    assert exhibit.restrictions.get().basis == Basis.ON_THE_WAY
    assert not [text for text in everything_in_clear() if CANARY in text]


def test_who_only_reads_cannot_mark_it_and_marking_twice_changes_nothing(restricted, case, lead, supervisor):
    put_on_team(by=lead, ref=case.ref, member=supervisor, level="read")
    with pytest.raises(PermissionDenied):
        actions.restrict_exhibit(by=supervisor, ref=case.ref, number=restricted.number)
    actions.restrict_exhibit(by=lead, ref=case.ref, number=restricted.number)
    assert restricted.restrictions.count() == 1


def test_the_door_is_shut_to_everybody_alone(restricted, case, lead, colleague_writes):
    for member in (lead, colleague_writes):
        for attempt in (actions.open_original, actions.copy_out, actions.bundle_for_court):
            with pytest.raises(actions.IsRestricted):
                attempt(by=member, ref=case.ref, number=restricted.number)
        with pytest.raises(actions.IsRestricted):
            actions.open_to_view(by=member, ref=case.ref, number=restricted.number, session=SESSION)
    assert not restricted.custody.filter(kind__in=["copied", "bundled"]).exists()


def test_it_can_still_be_checked_which_shows_nothing(restricted, case, lead):
    assert actions.check_exhibit(by=lead, ref=case.ref, number=restricted.number)


def test_two_open_it_for_one_purpose_in_one_session_for_a_time(restricted, case, lead, colleague_writes, ask):
    opening = ask(minutes=10)
    view = {"by": colleague_writes, "ref": case.ref, "number": restricted.number}
    with pytest.raises(actions.IsRestricted):  # asked is not allowed
        actions.open_to_view(**view, session=SESSION)
    actions.decide_opening(by=lead, opening_id=opening.pk, allowed=True)
    _opening, original = actions.open_to_view(**view, session=SESSION)
    with original:
        assert original.read() == b"invented bytes"
    with pytest.raises(actions.IsRestricted):  # another session of the same person
        actions.open_to_view(**view, session="another")
    with pytest.raises(actions.IsRestricted):  # for something else
        actions.copy_out(**view, session=SESSION)
    with pytest.raises(actions.IsRestricted):  # who allowed it did not open it
        actions.open_to_view(**view | {"by": lead}, session=SESSION)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)), pytest.raises(actions.IsRestricted):
        actions.open_to_view(**view, session=SESSION)
    verbs = [*Entry.objects.filter(subject=restricted.subject).order_by("index").values_list("verb", flat=True)]
    assert verbs[-4:] == ["notice.given", "exhibit.opened", "notice.given", "restricted.viewed"]
    assert restricted.custody.get(kind="opened").by == lead


@pytest.mark.parametrize("who", ["lead", "colleague_writes"])
def test_either_ends_it(restricted, case, lead, colleague_writes, ask, who, request):
    opening = ask()
    actions.decide_opening(by=lead, opening_id=opening.pk, allowed=True)
    actions.end_opening(by=request.getfixturevalue(who), opening_id=opening.pk)
    with pytest.raises(actions.IsRestricted):
        actions.open_to_view(by=colleague_writes, ref=case.ref, number=restricted.number, session=SESSION)


def test_nobody_allows_what_they_asked_for(restricted, lead, supervisor, ask):
    opening = ask(by=lead)
    with pytest.raises(PermissionDenied):
        actions.decide_opening(by=lead, opening_id=opening.pk, allowed=True)
    actions.decide_opening(by=supervisor, opening_id=opening.pk, allowed=True)  # who answers for the case
    assert RestrictedOpening.objects.get().is_running


def test_who_neither_leads_nor_answers_for_the_case_decides_nothing(restricted, lead, supervisor, administrator, ask):
    opening = ask(by=lead)
    for member in (administrator,):
        with pytest.raises(Http404):
            actions.decide_opening(by=member, opening_id=opening.pk, allowed=True)
        with pytest.raises(Http404):
            actions.end_opening(by=member, opening_id=opening.pk)
        assert not openings_for(member)


def test_a_wall_keeps_a_supervisor_from_deciding(restricted, case, lead, supervisor, ask):
    opening = ask(by=lead)
    set_wall(by=lead, ref=case.ref, member=supervisor, kind="related", reason="A cousin")
    assert supervisor not in deciders_of(case, without=lead)
    with pytest.raises(Http404):
        actions.decide_opening(by=supervisor, opening_id=opening.pk, allowed=True)


def test_where_nobody_could_allow_it_that_is_said(restricted, case, lead, supervisor, ask):
    set_wall(by=lead, ref=case.ref, member=supervisor, kind="related", reason="A cousin")
    with pytest.raises(actions.NoSecondPerson):
        ask(by=lead)


def test_who_decides_is_told_and_so_is_who_asked(lead, supervisor, colleague_writes, ask):
    opening = ask()
    told = Notice.objects.filter(kind="opening_waits").values_list("member", flat=True)
    assert {*told} == {lead.pk, supervisor.pk}
    actions.decide_opening(by=lead, opening_id=opening.pk, allowed=False)
    assert Notice.objects.get(kind="opening_decided").member == colleague_writes


def test_a_question_needs_a_reason_is_a_day_at_most_and_lapses(lead, ask):
    with pytest.raises(NothingWritten):
        ask(why=" ")
    opening = ask(minutes=99_999)
    assert opening.minutes == 24 * 60
    with time_machine.travel(timezone.now() + timedelta(hours=25)), pytest.raises(actions.DecidedAlready):
        actions.decide_opening(by=lead, opening_id=opening.pk, allowed=True)


def test_it_is_decided_once(lead, ask):
    opening = ask()
    actions.decide_opening(by=lead, opening_id=opening.pk, allowed=False)
    with pytest.raises(actions.DecidedAlready):
        actions.decide_opening(by=lead, opening_id=opening.pk, allowed=True)


def test_two_lift_it_and_its_words_come_back(restricted, case, lead, supervisor, colleague_writes, ask):
    opening = ask(Purpose.LIFT)
    running = ask(Purpose.VIEW, by=lead)
    assert restricted.restricted_at
    actions.decide_opening(by=lead, opening_id=opening.pk, allowed=True)
    restricted.refresh_from_db()
    assert (restricted.file_name, restricted.title) == (f"{CANARY}.jpg", "Chat with the recruiter")
    assert restricted.restricted_at is None
    assert restricted.restrictions.get().lifted_by == lead
    actions.end_opening(by=lead, opening_id=running.pk)
    again = actions.restrict_exhibit(by=colleague_writes, ref=case.ref, number=restricted.number)
    assert again.restrictions.count() == 2


def test_what_it_is_called_is_a_leads_and_stays_under_seal_when_completed(restricted, case, lead, colleague_writes):
    from lali.records.cases.access import case_for

    shown = restricted_shown(lead, case_for(lead, case.ref), restricted, SESSION)
    assert shown.details["file_name"] == f"{CANARY}.jpg"
    theirs = restricted_shown(colleague_writes, case_for(colleague_writes, case.ref), restricted, SESSION)
    assert theirs.details is None
    with pytest.raises(PermissionDenied):
        actions.describe_restricted(by=colleague_writes, ref=case.ref, number=1, details={"title": "x"})
    actions.describe_restricted(by=lead, ref=case.ref, number=1, details={"title": f"{CANARY} two"})
    assert not [text for text in everything_in_clear() if CANARY in text]
    shown = restricted_shown(lead, case_for(lead, case.ref), restricted, SESSION)
    assert shown.details["title"] == f"{CANARY} two"
    with pytest.raises(actions.IsRestricted):  # the usual way would write it in clear
        actions.describe_exhibit(by=lead, ref=case.ref, number=1, acquisition=actions.Acquisition(title="x"))


def test_it_is_not_found_by_its_words(restricted, case, lead):
    from lali.records.lookup.queries import everything_found

    for words in (CANARY, "recruiter", "Labasa"):
        assert not [one for one in everything_found(lead, words).results if one.record == restricted.subject]
    by_digest = everything_found(lead, restricted.sha256).results
    assert [one.title for one in by_digest] == ["Restricted exhibit"]


def test_only_leads_and_who_asked_see_openings(restricted, lead, supervisor, colleague_writes, ask):
    ask()
    assert [*openings_for(lead)] == [*openings_for(supervisor)] == [*openings_for(colleague_writes)]
    assert openings_for(lead)
    assert Exhibit.objects.get().restricted_at
