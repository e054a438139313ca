"""The only door to a case: absent and forbidden are one answer, levels are apart."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.agencies.actions import end_membership
from lali.records.cases.access import case_for, cases_for
from lali.records.cases.actions import put_on_team, take_off_team
from lali.records.cases.vocabulary import Level

LEVELS = [Level.READ, Level.CONTRIBUTE, Level.LEAD]


@pytest.mark.parametrize("has", LEVELS)
@pytest.mark.parametrize("needs", LEVELS)
@pytest.mark.parametrize("lock", [False, True])
def test_levels(case, lead, colleague, has, needs, lock):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=has)
    if LEVELS.index(has) >= LEVELS.index(needs):
        assert case_for(colleague, case.ref, needs, lock=lock).my_level == has
    else:
        with pytest.raises(PermissionDenied):
            case_for(colleague, case.ref, needs, lock=lock)


@pytest.mark.parametrize("who", ["outsider", "supervisor", "auditor", "administrator", "stranger"])
@pytest.mark.parametrize("lock", [False, True])
def test_absent_and_forbidden_are_one(case, who, lock, request, django_assert_num_queries):
    member = request.getfixturevalue(who)
    said = []
    for ref in (case.ref, "FJ-1999-00001", "x' OR 1=1 --", ""):
        with django_assert_num_queries(1), pytest.raises(Http404) as why:
            case_for(member, ref, lock=lock)
        said.append(str(why.value))
    assert len(set(said)) == 1
    assert not cases_for(member).exists()


def test_the_past_opens_nothing(case, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD)
    take_off_team(by=lead, ref=case.ref, member=colleague)
    with pytest.raises(Http404):
        case_for(colleague, case.ref)


def test_a_member_whose_access_ended_sees_nothing(case, lead, administrator):
    member = end_membership(by=administrator, member=lead)
    with pytest.raises(Http404):
        case_for(member, case.ref)
    assert not cases_for(member).exists()
