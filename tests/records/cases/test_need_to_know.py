"""Walls, emergencies, oversight, ends, the right to remove, hand-over: who comes near a case, and who does not."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from lali.records.agencies.actions import add_unit, end_membership, put_in_unit
from lali.records.audit.models import Entry
from lali.records.cases import actions, queries
from lali.records.cases.access import case_for, case_to_remove_from, cases_for, cases_kept_by
from lali.records.cases.models import TeamPlace, Wall
from lali.records.cases.vocabulary import Level, PlaceKind, WallKind
from lali.records.notices.models import Notice
from lali.records.tips.access import tip_for
from lali.records.tips.actions import receive_tip
from lali.records.tips.vocabulary import TipSource


@pytest.fixture
def overseer(other_agency, member_of):
    """An oversight reader of another agency: outside the chain of command."""
    return member_of(other_agency, "oversight")


def told(member):
    return list(Notice.objects.filter(member=member).values_list("kind", flat=True))


# -- walls -----------------------------------------------------------------------------------------------------------


def test_behind_a_wall_a_case_is_one_that_never_was(lead, colleague, case):
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD)
    actions.set_wall(by=lead, ref=case.ref, member=colleague, kind=WallKind.RELATED, reason="His brother is named")
    assert not cases_for(colleague).exists()
    with pytest.raises(Http404):
        case_for(colleague, case.ref)
    with pytest.raises(actions.NoSuchCase):
        actions.break_glass(by=colleague, ref=case.ref, reason="Danger", hours=4)
    with pytest.raises(actions.WalledOff):
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    assert told(colleague) == []  # what was told before the wall is gone, and nothing tells of it


def test_behind_a_wall_the_tips_of_the_case_are_gone_too(lead, colleague):
    tip = receive_tip(by=lead, agency=lead.agency, text="Her uncle took the fee", source=TipSource.VISIT)
    assert tip_for(colleague, tip.number) == tip
    opened = actions.open_case_from_tip(by=lead, number=tip.number, version=tip.version, title="Fee", kind="fake_job")
    assert tip_for(colleague, tip.number) == tip
    wall = actions.set_wall(by=lead, ref=opened.ref, member=colleague, kind=WallKind.RELATED, reason="The uncle")
    with pytest.raises(Http404):
        tip_for(colleague, tip.number)
    assert tip_for(lead, tip.number) == tip
    actions.lift_wall(by=lead, ref=opened.ref, wall_id=wall.pk, reason="Another uncle")
    assert tip_for(colleague, tip.number) == tip


def test_a_supervisor_walls_off_the_last_lead_and_another_is_named(lead, supervisor, outsider, case):
    actions.set_wall(by=supervisor, ref=case.ref, member=lead, kind=WallKind.NAMED, reason="A suspect's number is hers")
    assert not cases_for(lead).exists()
    assert list(queries.cases_without_lead(supervisor)) == [case]
    actions.put_on_team(by=supervisor, ref=case.ref, member=outsider, level=Level.LEAD)
    assert case_for(outsider, case.ref, Level.LEAD) == case
    with pytest.raises(Http404):
        case_for(supervisor, case.ref)


def test_a_walled_supervisor_neither_decides_nor_counts_the_case(lead, supervisor, case, agency, member_of):
    actions.set_wall(by=lead, ref=case.ref, member=supervisor, kind=WallKind.NAMED, reason="Takes part in it")
    end_membership(by=member_of(agency, "administrator"), member=lead)
    assert not cases_kept_by(supervisor).exists()
    assert not queries.cases_without_lead(supervisor).exists()
    with pytest.raises(Http404):
        actions.set_wall(by=supervisor, ref=case.ref, member=member_of(agency), kind=WallKind.NAMED, reason="x")
    with pytest.raises(Http404):
        actions.put_on_team(by=supervisor, ref=case.ref, member=supervisor, level=Level.LEAD)


def test_a_conflict_is_declared_alike_for_any_reference(lead, outsider, case):
    for ref in (case.ref, "FJ-1999-00001"):
        assert actions.declare_conflict(by=outsider, ref=ref, kind=WallKind.INTEREST, reason="A debt") is None
        assert Entry.objects.filter(verb="wall.declared", subject=f"case:{ref}").exists()
    assert [wall.member for wall in Wall.objects.standing()] == [outsider]


def test_a_wall_is_lifted_by_a_lead_only_and_stays_on_record(lead, supervisor, outsider, case):
    wall = actions.set_wall(by=lead, ref=case.ref, member=outsider, kind=WallKind.RELATED, reason="A cousin")
    with pytest.raises(Http404):
        actions.lift_wall(by=supervisor, ref=case.ref, wall_id=wall.pk, reason="No")
    with pytest.raises(actions.NothingWritten):
        actions.lift_wall(by=lead, ref=case.ref, wall_id=wall.pk, reason=" ")
    lifted = actions.lift_wall(by=lead, ref=case.ref, wall_id=wall.pk, reason="Another man of that name")
    assert lifted.lifted_by == lead
    assert list(case.walls.all()) == [lifted]
    actions.put_on_team(by=lead, ref=case.ref, member=outsider, level=Level.READ)


def test_a_lifted_wall_is_told_to_who_may_set_walls_and_not_to_whom_it_was_about(
    lead, supervisor, colleague, outsider, agency, member_of, case
):
    def told_of(member):
        return list(queries.walls_of(member, queries.read_case(member, case.ref)))

    about = {"by": lead, "ref": case.ref}
    stands = actions.set_wall(**about, member=member_of(agency), kind=WallKind.NAMED, reason="It is he")
    lifted = actions.set_wall(**about, member=colleague, kind=WallKind.RELATED, reason="A cousin")
    assert told_of(lead) == [stands, lifted]
    actions.lift_wall(**about, wall_id=lifted.pk, reason="Another man of that name")
    for member, level in ((supervisor, Level.READ), (outsider, Level.CONTRIBUTE), (colleague, Level.LEAD)):
        actions.put_on_team(**about, member=member, level=level)
    assert told_of(lead) == told_of(supervisor) == [stands, lifted]
    assert told_of(outsider) == [stands]
    assert told_of(colleague) == [stands]  # not even as a lead


def test_nobody_walls_themselves_in_by_force(lead, case):
    with pytest.raises(PermissionDenied):
        actions.set_wall(by=lead, ref=case.ref, member=lead, kind=WallKind.NAMED, reason="x")


# -- emergencies -----------------------------------------------------------------------------------------------------


def test_an_emergency_opens_for_reading_for_some_hours_and_the_lead_is_told(lead, outsider, case):
    actions.break_glass(by=outsider, ref=case.ref.lower(), reason="She rang: they take her away", hours=4)
    assert case_for(outsider, case.ref).my_kind == PlaceKind.EMERGENCY
    with pytest.raises(PermissionDenied):
        case_for(outsider, case.ref, Level.CONTRIBUTE)
    assert told(lead) == ["break_glass"]
    entry = Entry.objects.filter(verb="access.emergency").get()
    assert "rang" not in entry.line
    with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=1)), pytest.raises(Http404):
        case_for(outsider, case.ref)


def test_an_emergency_that_was_none_ends_at_once(lead, outsider, case):
    actions.break_glass(by=outsider, ref=case.ref, reason="Curious", hours=24)
    opening = case.openings.get()
    with pytest.raises(PermissionDenied):
        actions.judge_opening(by=outsider, ref=case.ref, opening_id=opening.pk, justified=True, judgement="")
    with pytest.raises(actions.NothingWritten):
        actions.judge_opening(by=lead, ref=case.ref, opening_id=opening.pk, justified=False, judgement="")
    actions.judge_opening(by=lead, ref=case.ref, opening_id=opening.pk, justified=False, judgement="No emergency")
    with pytest.raises(Http404):
        case_for(outsider, case.ref)


@pytest.mark.parametrize("role", ["auditor", "administrator", "oversight"])
def test_not_every_role_breaks_glass(role, agency, member_of, case):
    with pytest.raises(PermissionDenied):
        actions.break_glass(by=member_of(agency, role), ref=case.ref, reason="x", hours=4)


def test_a_strangers_try_looks_like_none_and_is_kept(stranger, case):
    for ref in (case.ref, "FJ-1999-00001"):
        with pytest.raises(actions.NoSuchCase):
            actions.break_glass(by=stranger, ref=ref, reason="x", hours=4)
        assert Entry.objects.filter(verb="access.emergency_refused", subject=f"case:{ref}").count() == 1


# -- oversight -------------------------------------------------------------------------------------------------------


def test_an_auditor_appoints_an_oversight_reader_whom_the_team_cannot_send_away(lead, auditor, overseer, case):
    until = timezone.localdate() + timedelta(days=30)
    actions.appoint_oversight(by=auditor, ref=case.ref, member=overseer, reason="An official is named", until=until)
    assert case_for(overseer, case.ref).my_kind == PlaceKind.OVERSIGHT
    assert told(overseer) == ["access_given"]
    with pytest.raises(actions.OversightStays):
        actions.take_off_team(by=lead, ref=case.ref, member=overseer)
    with pytest.raises(PermissionDenied):
        case_for(overseer, case.ref, Level.CONTRIBUTE)
    with pytest.raises(Http404):
        case_for(auditor, case.ref)
    with time_machine.travel(timezone.now() + timedelta(days=32)), pytest.raises(Http404):
        case_for(overseer, case.ref)


@pytest.mark.parametrize(("days", "refusal"), [(-1, actions.AlreadyOver), (800, actions.TooLong)])
def test_oversight_has_an_end_within_a_year(days, refusal, auditor, overseer, case):
    until = timezone.localdate() + timedelta(days=days)
    with pytest.raises(refusal):
        actions.appoint_oversight(by=auditor, ref=case.ref, member=overseer, reason="x", until=until)


def test_only_an_oversight_reader_oversees(lead, outsider, case):
    until = timezone.localdate() + timedelta(days=3)
    with pytest.raises(actions.CannotJoin):
        actions.appoint_oversight(by=lead, ref=case.ref, member=outsider, reason="x", until=until)


def test_the_database_itself_keeps_special_places_to_reading(lead, outsider, case):
    for wrong in ({"level": "lead"}, {"ends_at": None}, {"reason": ""}, {"may_remove": True}):
        facts = {"level": "read", "ends_at": timezone.now(), "reason": "x", "kind": PlaceKind.OVERSIGHT} | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            TeamPlace.objects.create(case=case, member=outsider, added_by=lead, **facts)


# -- ends, and the right to remove -----------------------------------------------------------------------------------


def test_access_ends_by_date(lead, colleague, case):
    ends_at = timezone.now() + timedelta(days=2)
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE, ends_at=ends_at)
    assert case_for(colleague, case.ref, Level.CONTRIBUTE)
    with time_machine.travel(ends_at + timedelta(seconds=1)):
        assert not cases_for(colleague).exists()
        assert not queries.members_on(case).filter(pk=colleague.pk).exists()
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
        assert case.team.filter(member=colleague).count() == 2
        assert case.team.filter(member=colleague, left_at=ends_at).exists()


def test_an_end_that_passed_is_refused_and_the_last_lead_has_none(lead, colleague, case):
    with pytest.raises(actions.AlreadyOver):
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ, ends_at=timezone.now())
    later = timezone.now() + timedelta(days=1)
    with pytest.raises(actions.LastLead):
        actions.put_on_team(by=lead, ref=case.ref, member=lead, level=Level.LEAD, ends_at=later)


def test_a_lead_whose_time_is_over_leads_no_more(lead, colleague, case):
    later = timezone.now() + timedelta(days=1)
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD)
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD, ends_at=later)
    with time_machine.travel(later + timedelta(minutes=1)), pytest.raises(actions.LastLead):
        actions.take_off_team(by=lead, ref=case.ref, member=lead)


def test_no_level_removes_and_nobody_gives_it_to_themselves(lead, colleague, case):
    with pytest.raises(PermissionDenied):
        case_to_remove_from(lead, case.ref)
    with pytest.raises(actions.NotToYourself):
        actions.put_on_team(by=lead, ref=case.ref, member=lead, level=Level.LEAD, may_remove=True)
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE, may_remove=True)
    assert case_to_remove_from(colleague, case.ref) == case
    changed = Entry.objects.filter(verb="case.team_changed").first().facts["changed"]
    assert changed["may_remove"] == ["", "True"]


# -- hand-over -------------------------------------------------------------------------------------------------------


def test_a_case_changes_owner_and_the_former_team_sees_it_no_more(
    lead, colleague, auditor, overseer, other_agency, member_of, case
):
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    until = timezone.localdate() + timedelta(days=9)
    actions.appoint_oversight(by=auditor, ref=case.ref, member=overseer, reason="x", until=until)
    there, new_lead = member_of(other_agency, "supervisor"), member_of(other_agency)
    offer = actions.offer_case(by=lead, ref=case.ref, agency=other_agency, unit=None, note="It happened there")
    assert told(there) == ["case_offered"]
    assert case_for(lead, case.ref, Level.LEAD)  # nothing changed yet
    with pytest.raises(Http404):
        case_for(there, case.ref)
    actions.accept_offer(by=there, offer_id=offer.pk, lead=new_lead)
    assert case_for(new_lead, case.ref, Level.LEAD).agency == other_agency
    for member in (lead, colleague, there):
        with pytest.raises(Http404):
            case_for(member, case.ref)
    assert case_for(overseer, case.ref)
    changed = Entry.objects.filter(verb="case.handed_over").get().facts["changed"]
    assert changed["agency"] == ["htu", "shelter"]
    with pytest.raises(actions.OfferIsOver):
        actions.accept_offer(by=there, offer_id=offer.pk, lead=new_lead)


def test_the_former_lead_reads_on_until_the_day_agreed(lead, other_agency, member_of, case):
    there = member_of(other_agency, "supervisor")
    until = timezone.localdate() + timedelta(days=5)
    offer = actions.offer_case(
        by=lead, ref=case.ref, agency=other_agency, unit=None, note="x", keeps_reading_until=until
    )
    actions.accept_offer(by=there, offer_id=offer.pk, lead=there)
    assert case_for(lead, case.ref).my_level == Level.READ
    with time_machine.travel(timezone.now() + timedelta(days=7)), pytest.raises(Http404):
        case_for(lead, case.ref)


def test_an_offer_is_withdrawn_or_declined_and_nothing_changed(lead, other_agency, member_of, case):
    there = member_of(other_agency, "supervisor")
    for end in ("withdraw", "decline"):
        offer = actions.offer_case(by=lead, ref=case.ref, agency=other_agency, unit=None, note="x")
        with pytest.raises(actions.OfferWaits):
            actions.offer_case(by=lead, ref=case.ref, agency=other_agency, unit=None, note="x")
        if end == "withdraw":
            actions.withdraw_offer(by=lead, ref=case.ref)
        else:
            actions.decline_offer(by=there, offer_id=offer.pk)
        assert case_for(lead, case.ref, Level.LEAD).agency == lead.agency
    with pytest.raises(actions.AlreadyTheirs):
        actions.offer_case(by=lead, ref=case.ref, agency=lead.agency, unit=None, note="x")


def test_units_answer_for_their_own_cases(lead, supervisor, administrator, agency, member_of, case):
    labasa, nadi = (add_unit(by=administrator, name=name) for name in ("Labasa", "Nadi"))
    put_in_unit(by=administrator, member=lead, unit=labasa)
    own = actions.open_case(by=lead, title="In Labasa")
    assert own.unit == labasa
    there = member_of(agency, "supervisor")
    put_in_unit(by=administrator, member=there, unit=nadi)
    assert own not in cases_kept_by(there)
    assert case in cases_kept_by(there)  # of no unit: every supervisor's
    assert own in cases_kept_by(supervisor)
    offer = actions.offer_case(by=lead, ref=own.ref, agency=agency, unit=nadi, note="The fee was paid there")
    assert offer in queries.offers_to_decide(there)
    moved = actions.accept_offer(by=there, offer_id=offer.pk, lead=there)
    assert moved.unit == nadi


def test_an_offer_is_not_seen_behind_a_wall(lead, other_agency, member_of, case):
    there = member_of(other_agency, "supervisor")
    Wall.objects.create(case=case, member=there, kind="named", reason="x", set_by=lead)
    offer = actions.offer_case(by=lead, ref=case.ref, agency=other_agency, unit=None, note="x")
    assert not told(there)
    assert not queries.offers_to_decide(there).exists()
    with pytest.raises(Http404):
        actions.accept_offer(by=there, offer_id=offer.pk, lead=there)


# -- the team is a part of the case ----------------------------------------------------------------------------------


def test_who_comes_and_goes_changes_the_case_but_not_its_words(lead, colleague, case):
    ref = case.ref
    for act in (
        lambda: actions.put_on_team(by=lead, ref=ref, member=colleague, level=Level.READ),
        lambda: actions.put_on_team(by=lead, ref=ref, member=colleague, level=Level.LEAD),
        lambda: actions.take_off_team(by=lead, ref=ref, member=colleague),
    ):
        before = queries.read_case(lead, ref, "")
        with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False):
            act()
        after = queries.read_case(lead, ref, "")
        assert after.changed_at > before.changed_at
        assert after.version == before.version  # a colleague who writes the summary meanwhile is not held up
