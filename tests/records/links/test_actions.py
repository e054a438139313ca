"""Two cases are tied by a person who contributes to both."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.cases.actions import open_case, put_on_team
from lali.records.cases.vocabulary import Level
from lali.records.links.actions import ReasonNeeded, SameCase, link_cases, unlink_cases
from lali.records.links.models import CaseLink


@pytest.fixture
def other(lead):
    return open_case(by=lead, title="The same man?")


def link(by, one, two, reason="The same telephone"):
    return link_cases(by=by, ref=one.ref, other_ref=two.ref, reason=reason)


def unlink(by, one, two, reason="Two men with one name"):
    return unlink_cases(by=by, ref=one.ref, other_ref=two.ref, reason=reason)


def test_a_link_stands_once_whichever_way_it_is_made(case, other, lead, colleague):
    first = link(lead, other, case)
    assert (first.first, first.second) == (case, other)
    assert link(lead, case, other) == first
    assert Entry.objects.filter(verb="case.linked").count() == 2


def test_both_cases_journals_say_it(case, other, lead):
    link(lead, case, other)
    unlink(lead, other, case)
    said = {(entry.verb, entry.subject, entry.facts["with"]) for entry in Entry.objects.filter(facts__has_key="with")}
    sides = ((case.subject, other.ref), (other.subject, case.ref))
    assert said == {(verb, *side) for verb in ("case.linked", "case.unlinked") for side in sides}
    undone = CaseLink.objects.get()
    assert (undone.undone_by, undone.undone_reason) == (lead, "Two men with one name")
    assert not CaseLink.objects.standing().exists()


def test_what_was_undone_can_be_linked_again(case, other, lead):
    link(lead, case, other)
    unlink(lead, case, other)
    link(lead, case, other)
    assert CaseLink.objects.count() == 2
    assert CaseLink.objects.standing().count() == 1


def test_undoing_what_is_not_there_changes_nothing(case, other, lead):
    before = Entry.objects.count()
    unlink(lead, case, other)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("act", [link, unlink])
def test_a_reason_is_needed(act, case, other, lead):
    with pytest.raises(ReasonNeeded):
        act(lead, case, other, reason=" ")


def test_a_case_is_not_linked_with_itself(case, lead):
    with pytest.raises(SameCase):
        link(lead, case, case)


@pytest.mark.parametrize("act", [link, unlink])
def test_whoever_is_not_on_both_teams_learns_nothing(act, case, other, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    for one, two in ((case, other), (other, case), (case, type(case)(ref="FJ-1999-00001"))):
        with pytest.raises(Http404):
            act(colleague, one, two)
    put_on_team(by=lead, ref=other.ref, member=colleague, level=Level.READ)
    with pytest.raises(PermissionDenied):
        act(colleague, case, other)


def test_the_database_holds_the_earlier_case_first(case, other, lead):
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLink.objects.create(first=other, second=case, reason="x", linked_by=lead)


@pytest.mark.django_db(transaction=True, databases=["default", "letterbox"])
def test_two_members_linking_the_same_two_from_either_side(case, other, lead, at_once):
    done = at_once(*[lambda: link(lead, case, other), lambda: link(lead, other, case)] * 3)
    assert {link.pk for link in done} == {CaseLink.objects.get().pk}
    assert Entry.objects.filter(verb="case.linked").count() == 2
