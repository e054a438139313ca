"""What a team may do to its case, and what nobody may."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from lali.records.agencies.actions import end_membership
from lali.records.audit.models import Entry
from lali.records.cases import actions
from lali.records.cases.models import AccessRequest, Case, NameReading, PersonInCase, Task, TeamPlace
from lali.records.cases.queries import persons_of, read_case, requests_to_decide
from lali.records.cases.vocabulary import CaseKind, CaseState, Level
from lali.records.entities.actions import NotAnIdentifier
from lali.records.entities.models import Mention
from lali.records.entities.vocabulary import PersonRole
from lali.records.tips.actions import TipHasMoved
from lali.records.tips.models import Tip

BOTH = {"databases": ["default", "letterbox"]}


def describe(by, case, **more):
    facts = {"version": case.version, "title": case.title, "kind": case.kind, "summary": "", "state": case.state}
    return actions.describe_case(by=by, ref=case.ref, **(facts | more))


def close(by, case):
    case.refresh_from_db()
    return describe(by, case, state=CaseState.CLOSED)


@pytest.fixture
def join(case, lead):
    """Put somebody on the team: `join(member, level)`."""

    def join(member, level=Level.CONTRIBUTE):
        return actions.put_on_team(by=lead, ref=case.ref, member=member, level=level)

    return join


@pytest.fixture
def other_case(outsider):
    return actions.open_case(by=outsider, title="Another matter")


@pytest.fixture
def suspect(case, lead):
    return actions.add_person(by=lead, ref=case.ref, name="Bob Saltwater", role=PersonRole.SUSPECT)


@pytest.fixture
def task(case, lead):
    return actions.add_task(by=lead, ref=case.ref, title="Ring the headman", due_on=None, assignee=None)


def writes(case, person, place, task):
    """Every write to a case that a contributor may do."""
    ref = case.ref
    return {
        "add_person": lambda by: actions.add_person(by=by, ref=ref, name="", role=PersonRole.WITNESS),
        "give_role": lambda by: actions.give_role(
            by=by, ref=ref, person_id=person, role=PersonRole.WITNESS, reason="Saw it"
        ),
        "end_role": lambda by: actions.end_role(by=by, ref=ref, place_id=place, reason="No"),
        "add_identifier": lambda by: actions.add_identifier(by=by, ref=ref, kind="phone", typed="4100142"),
        "add_task": lambda by: actions.add_task(by=by, ref=ref, title="Do", due_on=date(2026, 12, 1), assignee=None),
        "finish_task": lambda by: actions.finish_task(by=by, ref=ref, task_id=task),
    }


NAMES = sorted(writes(Case(ref="x"), 0, 0, 0))


class TestOpening:
    def test_the_opener_leads(self, case, lead):
        place = case.team.get()
        assert (place.member, place.level) == (lead, Level.LEAD)

    def test_references_run_through_the_country_and_year(self, lead, stranger):
        refs = [actions.open_case(by=by, title="x").ref for by in (lead, stranger, lead)]
        year = timezone.localdate().year
        assert refs == [f"FJ-{year}-00001", f"FJ-{year}-00002", f"FJ-{year}-00003"]

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_two_agencies_at_once_get_references_without_doubles(self, lead, stranger, at_once):
        done = at_once(*[lambda by=by: actions.open_case(by=by, title="x") for by in (lead, stranger) * 4])
        assert sorted(int(case.ref[-5:]) for case in done) == list(range(1, 9))

    def test_a_title_is_needed(self, lead):
        with pytest.raises(actions.NothingWritten):
            actions.open_case(by=lead, title=" ")

    @pytest.mark.parametrize("who", ["auditor", "administrator"])
    def test_not_by_every_role(self, who, request):
        with pytest.raises(PermissionDenied):
            actions.open_case(by=request.getfixturevalue(who), title="x")


class TestTips:
    def test_a_tip_opens_a_case_and_brings_its_identifiers(self, tip_of, lead):
        tip = tip_of()
        case = actions.open_case_from_tip(by=lead, number=tip.number, version=1, title="x", kind=CaseKind.FAKE_JOB)
        assert list(case.tips.all()) == [tip]
        assert Mention.objects.filter(record=case.subject).count() == 1

    def test_a_colleague_was_first_and_no_case_is_opened(self, tip_of, lead, colleague):
        tip = tip_of()
        actions.open_case_from_tip(by=lead, number=tip.number, version=1, title="x", kind=CaseKind.OTHER)
        with pytest.raises(TipHasMoved):
            actions.open_case_from_tip(by=colleague, number=tip.number, version=1, title="y", kind=CaseKind.OTHER)
        assert Case.objects.count() == 1

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_two_at_once_and_one_case_is_opened(self, tip_of, lead, colleague, at_once):
        tip = tip_of()
        done = at_once(
            *[
                lambda by=by: actions.open_case_from_tip(
                    by=by, number=tip.number, version=1, title=by.name, kind=CaseKind.OTHER
                )
                for by in (lead, colleague)
            ],
            lambda: tip_of("Another one on 410 0142"),  # takes the same locks from the other side
        )
        assert sorted(type(one).__name__ for one in done) == ["Case", "Tip", "TipHasMoved"]
        assert Case.objects.get().tips.get() == tip

    def test_into_an_existing_case_only_by_its_contributors(self, tip_of, case, join, lead, colleague, outsider):
        tip = tip_of()
        join(colleague, Level.READ)
        for by, refusal in ((outsider, Http404), (colleague, PermissionDenied)):
            with pytest.raises(refusal):
                actions.add_tip_to_case(by=by, number=tip.number, version=1, ref=case.ref)
        tip.refresh_from_db()
        assert tip.state == "new"
        actions.add_tip_to_case(by=lead, number=tip.number, version=1, ref=case.ref)
        assert list(case.tips.all()) == [tip]

    def test_a_tip_of_another_agency_cannot_be_taken(self, tip_of, case, stranger):
        tip = tip_of()
        with pytest.raises(Http404):
            actions.open_case_from_tip(by=stranger, number=tip.number, version=1, title="x", kind=CaseKind.OTHER)
        assert Tip.objects.get().state == "new"


class TestDescribing:
    def test_the_journal_says_which_fields_changed_and_no_text(self, case, lead):
        describe(lead, case, title="Quartzfinder", summary="Quartzfinder", kind=CaseKind.SEXTORTION)
        entry = Entry.objects.first()
        assert sorted(entry.facts["changed"]) == ["kind", "summary", "title"]
        assert "Quartzfinder" not in entry.line

    def test_a_change_in_between_is_refused(self, case, lead, colleague, join):
        join(colleague)
        describe(colleague, case, summary="First")
        with pytest.raises(actions.CaseHasMoved):
            describe(lead, case, summary="Second")
        case.refresh_from_db()
        assert case.summary == "First"

    def test_a_title_stays(self, case, lead):
        with pytest.raises(actions.NothingWritten):
            describe(lead, case, title=" ")

    def test_only_a_lead_changes_the_state(self, case, lead, colleague, join):
        join(colleague)
        with pytest.raises(PermissionDenied):
            describe(colleague, case, state=CaseState.PROSECUTOR)
        assert describe(lead, case, state=CaseState.PROSECUTOR).state == "prosecutor"

    def test_a_closed_case_changes_by_opening_it_again(self, case, lead):
        close(lead, case)
        case.refresh_from_db()
        with pytest.raises(actions.CaseIsClosed):
            describe(lead, case, summary="More")
        assert describe(lead, case, state=CaseState.OPEN, summary="More").summary == "More"

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_two_at_once_and_one_text_stands(self, case, lead, colleague, join, at_once):
        join(colleague)
        done = at_once(*[lambda by=by: describe(by, case, summary=by.name) for by in (lead, colleague)])
        won = [one for one in done if isinstance(one, Case)]
        assert sorted(type(one).__name__ for one in done) == ["Case", "CaseHasMoved"]
        case.refresh_from_db()
        assert case.summary == won[0].summary


class TestWriting:
    @pytest.mark.parametrize("name", NAMES)
    def test_contributors_write(self, name, case, suspect, task, colleague, join):
        join(colleague)
        case.refresh_from_db()
        writes(case, suspect.person_id, suspect.pk, task.pk)[name](colleague)
        before, case.changed_at = case.version, None
        case.refresh_from_db()
        assert case.version == before + 1

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize(
        ("who", "refusal"),
        [("reader", PermissionDenied), ("outsider", Http404), ("auditor", Http404), ("stranger", Http404)],
    )
    def test_others_do_not(self, name, who, refusal, case, suspect, task, colleague, join, request):
        join(colleague, Level.READ)
        by = colleague if who == "reader" else request.getfixturevalue(who)
        entries = Entry.objects.count()
        with pytest.raises(refusal):
            writes(case, suspect.person_id, suspect.pk, task.pk)[name](by)
        assert Entry.objects.count() == entries

    @pytest.mark.parametrize("name", NAMES)
    def test_nobody_in_a_closed_case(self, name, case, suspect, task, lead):
        close(lead, case)
        with pytest.raises(actions.CaseIsClosed):
            writes(case, suspect.person_id, suspect.pk, task.pk)[name](lead)

    @pytest.mark.parametrize("name", ["give_role", "end_role", "finish_task"])
    @pytest.mark.parametrize("number", ["theirs", "nobodys"])
    def test_numbers_of_another_case_lead_nowhere(self, name, number, suspect, task, other_case, outsider):
        far = number == "nobodys"
        acts = writes(other_case, suspect.person_id + far * 99, suspect.pk + far * 99, task.pk + far * 99)
        with pytest.raises(Http404):
            acts[name](outsider)
        assert PersonInCase.objects.get().until is None
        assert Task.objects.get().done_at is None

    def test_nothing_empty(self, case, lead):
        with pytest.raises(actions.NothingWritten):
            actions.add_task(by=lead, ref=case.ref, title=" ", due_on=None, assignee=None)
        with pytest.raises(NotAnIdentifier):
            actions.add_identifier(by=lead, ref=case.ref, kind="phone", typed="x")

    def test_a_task_goes_to_the_team_only(self, case, lead, outsider):
        with pytest.raises(actions.CannotJoin):
            actions.add_task(by=lead, ref=case.ref, title="x", due_on=None, assignee=outsider)

    def test_a_task_is_done_once(self, case, task, lead, colleague, join):
        join(colleague)
        first = actions.finish_task(by=lead, ref=case.ref, task_id=task.pk)
        again = actions.finish_task(by=colleague, ref=case.ref, task_id=task.pk)
        assert (again.done_by, again.done_at) == (lead, first.done_at)


class TestTeam:
    def test_only_a_lead_changes_it(self, case, colleague, outsider, join):
        join(colleague)
        for by, refusal in ((colleague, PermissionDenied), (outsider, Http404)):
            with pytest.raises(refusal):
                actions.put_on_team(by=by, ref=case.ref, member=outsider, level=Level.READ)

    @pytest.mark.parametrize("who", ["auditor", "administrator", "stranger"])
    def test_not_everybody_can_join(self, who, join, request):
        with pytest.raises(actions.CannotJoin):
            join(request.getfixturevalue(who))

    def test_not_who_has_left_the_agency(self, join, colleague, administrator):
        with pytest.raises(actions.CannotJoin):
            join(end_membership(by=administrator, member=colleague))

    def test_a_level_changes_in_place(self, case, colleague, join):
        join(colleague, Level.READ)
        join(colleague, Level.LEAD)
        assert case.team.filter(member=colleague).get().level == Level.LEAD

    def test_somebody_must_lead(self, case, lead, colleague, join):
        join(colleague)
        with pytest.raises(actions.LastLead):
            join(lead, Level.READ)
        with pytest.raises(actions.LastLead):
            actions.take_off_team(by=lead, ref=case.ref, member=lead)

    def test_who_has_left_the_agency_leads_no_more(self, case, lead, colleague, join, administrator):
        join(colleague, Level.LEAD)
        end_membership(by=administrator, member=colleague)
        with pytest.raises(actions.LastLead):
            actions.take_off_team(by=lead, ref=case.ref, member=lead)
        actions.take_off_team(by=lead, ref=case.ref, member=colleague)

    def test_everybody_may_leave(self, case, colleague, join):
        join(colleague, Level.READ)
        actions.take_off_team(by=colleague, ref=case.ref, member=colleague)
        with pytest.raises(Http404):
            read_case(colleague, case.ref)

    def test_who_is_not_there_cannot_leave(self, case, lead, outsider):
        with pytest.raises(actions.NotOnTeam):
            actions.take_off_team(by=lead, ref=case.ref, member=outsider)

    def test_a_contributor_takes_nobody_off(self, case, lead, colleague, join):
        join(colleague)
        with pytest.raises(PermissionDenied):
            actions.take_off_team(by=colleague, ref=case.ref, member=lead)

    def test_who_comes_back_has_a_new_place(self, case, lead, colleague, join):
        join(colleague)
        actions.take_off_team(by=lead, ref=case.ref, member=colleague)
        join(colleague, Level.READ)
        assert [place.level for place in TeamPlace.objects.filter(member=colleague)] == ["contribute", "read"]

    def test_the_database_holds_one_present_place_each(self, case, lead):
        with pytest.raises(IntegrityError), transaction.atomic():
            case.team.create(member=lead, level=Level.READ, added_by=lead)

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_two_leads_who_leave_at_once_do_not_leave_it_without(self, case, lead, colleague, join, at_once):
        join(colleague, Level.LEAD)
        done = at_once(
            *[lambda by=by: actions.take_off_team(by=by, ref=case.ref, member=by) for by in (lead, colleague)]
        )
        assert sorted(type(one).__name__ for one in done) == ["Case", "LastLead"]
        assert case.has_lead()

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_who_was_taken_off_while_waiting_writes_nothing(self, case, lead, colleague, join, at_once):
        join(colleague)
        add = dict.fromkeys(["due_on", "assignee"])
        at_once(
            lambda: actions.take_off_team(by=lead, ref=case.ref, member=colleague),
            *[lambda: actions.add_task(by=colleague, ref=case.ref, title="late", **add)] * 3,
        )
        verbs = list(Entry.objects.order_by("index").values_list("verb", flat=True))
        assert "task.added" not in verbs[verbs.index("case.team_left") :]


class TestPersons:
    def shown(self, member, case):
        return [person.name for person in persons_of(read_case(member, case.ref))]

    def test_a_suspects_name_is_shown_a_victims_never(self, case, lead, suspect):
        victim = actions.add_person(by=lead, ref=case.ref, name="Ana Seashell", role=PersonRole.VICTIM)
        assert self.shown(lead, case) == ["Bob Saltwater", victim.person.code_name]

    def test_a_suspect_who_becomes_a_victim_is_hidden_at_once_and_for_good(self, case, lead, suspect):
        place = actions.give_role(
            by=lead, ref=case.ref, person_id=suspect.person_id, role=PersonRole.VICTIM, reason="Forced"
        )
        assert self.shown(lead, case) == [suspect.person.code_name]
        actions.end_role(by=lead, ref=case.ref, place_id=suspect.pk, reason="Not punished")
        actions.end_role(by=lead, ref=case.ref, place_id=place.pk, reason="Mistake")
        assert self.shown(lead, case) == [suspect.person.code_name]

    def test_a_role_stands_once_at_a_time(self, case, lead, suspect):
        again = actions.give_role(
            by=lead, ref=case.ref, person_id=suspect.person_id, role=PersonRole.SUSPECT, reason="x"
        )
        assert again == suspect

    def test_an_ended_role_cannot_end_again(self, case, lead, suspect):
        actions.end_role(by=lead, ref=case.ref, place_id=suspect.pk, reason="x")
        with pytest.raises(Http404):
            actions.end_role(by=lead, ref=case.ref, place_id=suspect.pk, reason="y")

    def test_a_lead_reads_a_name_with_a_reason_that_is_kept(self, case, lead):
        place = actions.add_person(by=lead, ref=case.ref, name="Ana Seashell", role=PersonRole.VICTIM)
        reveal = {"by": lead, "ref": case.ref, "person_id": place.person_id}
        with pytest.raises(actions.NothingWritten):
            actions.reveal_name(reason=" ", **reveal)
        assert actions.reveal_name(reason="Embassy asks Quartzfinder", **reveal) == "Ana Seashell"
        reading = NameReading.objects.get()
        assert (reading.reason, reading.by) == ("Embassy asks Quartzfinder", lead)
        entry = Entry.objects.first()
        assert (entry.verb, entry.facts) == ("case.name_revealed", {"person": place.person_id, "reading": reading.pk})
        assert not re.search("Quartzfinder|Seashell", entry.line)

    def test_others_do_not(self, case, lead, colleague, outsider, other_case, join):
        place = actions.add_person(by=lead, ref=case.ref, name="Ana Seashell", role=PersonRole.VICTIM)
        join(colleague)
        tries = (
            (colleague, case.ref, PermissionDenied),
            (outsider, case.ref, Http404),
            (outsider, other_case.ref, Http404),
        )
        for by, ref, refusal in tries:
            with pytest.raises(refusal):
                actions.reveal_name(by=by, ref=ref, person_id=place.person_id, reason="x")
        assert not NameReading.objects.exists()


class TestAccessRequests:
    def ask(self, by, ref, reason="We look for the same man"):
        actions.request_access(by=by, ref=ref, reason=reason)
        return AccessRequest.objects.filter(member=by).first()

    def test_asking_is_the_same_whether_there_is_a_case_or_not(
        self, case, outsider, django_assert_num_queries, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(50) as real:
            self.ask(outsider, case.ref)
        with django_assert_num_queries(len(real.captured_queries)):
            self.ask(outsider, "FJ-1999-00001")
        first, second = Entry.objects.all()[:2]
        assert (first.verb, first.facts) == (second.verb, second.facts)

    @pytest.mark.parametrize(
        "ref", ["Sailosi Quartzfinder", "FJ-2026-00001/task:4", "", "FJ-2026-", "FJ-2026-00001\n/x"]
    )
    def test_what_is_no_reference_never_reaches_the_journal(self, outsider, ref, scan):
        with pytest.raises(actions.NotAReference):
            self.ask(outsider, ref)
        assert "access.requested" not in scan()

    def test_asking_twice_is_one_request(self, case, outsider):
        assert self.ask(outsider, case.ref) == self.ask(outsider, case.ref.lower() + " ")

    def test_a_reason_is_needed_and_a_role_that_can_join(self, case, outsider, auditor):
        with pytest.raises(actions.NothingWritten):
            self.ask(outsider, case.ref, reason=" ")
        with pytest.raises(PermissionDenied):
            self.ask(auditor, case.ref)

    @pytest.mark.parametrize(("grant", "state"), [(True, "granted"), (False, "declined")])
    def test_a_lead_decides(self, case, lead, outsider, grant, state):
        asked = self.ask(outsider, case.ref)
        assert list(requests_to_decide(lead)) == [asked]
        decided = actions.decide_request(by=lead, request_id=asked.pk, grant=grant, level=Level.CONTRIBUTE)
        assert (decided.state, decided.decided_by) == (state, lead)
        assert case.team.filter(member=outsider).exists() == grant
        assert actions.decide_request(by=lead, request_id=asked.pk, grant=not grant).state == state

    def test_nobody_else_does(self, case, outsider, colleague, supervisor, join):
        asked = self.ask(outsider, case.ref)
        join(colleague)
        for by, refusal in ((outsider, Http404), (supervisor, Http404), (colleague, PermissionDenied)):
            with pytest.raises(refusal):
                actions.decide_request(by=by, request_id=asked.pk, grant=True)
            assert list(requests_to_decide(by)) == []
        assert not case.team.filter(member=outsider).exists()

    def test_a_request_for_no_case_and_no_request_look_the_same(self, lead, outsider):
        asked = self.ask(outsider, "FJ-1999-00001")
        for number in (asked.pk, asked.pk + 1):
            with pytest.raises(Http404):
                actions.decide_request(by=lead, request_id=number, grant=True)

    def test_a_case_that_nobody_leads_any_more_is_not_lost(self, case, lead, outsider, supervisor, administrator):
        asked = self.ask(outsider, case.ref)
        end_membership(by=administrator, member=lead)
        assert list(requests_to_decide(supervisor)) == [asked]
        actions.decide_request(by=supervisor, request_id=asked.pk, grant=True, level=Level.LEAD)
        assert read_case(outsider, case.ref).my_level == Level.LEAD
        assert list(requests_to_decide(supervisor)) == []

    def test_nobody_lets_themselves_in(self, case, lead, supervisor, administrator):
        asked = self.ask(supervisor, case.ref)
        end_membership(by=administrator, member=lead)
        with pytest.raises(PermissionDenied):
            actions.decide_request(by=supervisor, request_id=asked.pk, grant=True)
        assert list(requests_to_decide(supervisor)) == []

    def test_a_supervisor_of_another_agency_stays_outside(
        self, case, lead, outsider, member_of, other_agency, administrator
    ):
        asked = self.ask(outsider, case.ref)
        end_membership(by=administrator, member=lead)
        with pytest.raises(Http404):
            actions.decide_request(by=member_of(other_agency, "supervisor"), request_id=asked.pk, grant=True)
