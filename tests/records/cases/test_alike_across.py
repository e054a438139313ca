"""Persons of two cases who may be one: proposed to who may open both, never past a wall or a code name."""

import pytest

from lali.records.cases import actions
from lali.records.cases.queries import alike_across
from lali.records.cases.vocabulary import Level, Likeness, WallKind
from lali.records.entities.vocabulary import PersonRole

NAME = "Bob Quartzwater"


@pytest.fixture
def cases(lead):
    return [actions.open_case(by=lead, title=title) for title in ("The fee in the village", "The ad on Telegram")]


@pytest.fixture
def pair(lead, cases):
    def pair(role=PersonRole.SUSPECT):
        return [actions.add_person(by=lead, ref=case.ref, name=NAME, role=role).person for case in cases]

    return pair


def test_two_of_one_name_in_two_cases_are_proposed_once(lead, cases, pair):
    one, other = pair()
    (found,) = alike_across(lead)
    assert {found.one.id, found.other.id} == {one.pk, other.pk}
    assert {found.one.name, found.other.name} == {NAME}
    assert found.writes
    assert found.score == sum(reason.points for reason in found.reasons)
    assert alike_across(lead, ref=cases[0].ref)


def test_what_was_judged_is_not_proposed_again(lead, cases, pair):
    one, other = pair()
    judged = {"by": lead, "ref": cases[0].ref, "person_id": one.pk, "other_id": other.pk, "reason": "Two men"}
    actions.judge_persons(**judged, likeness=Likeness.DIFFERENT)
    assert alike_across(lead) == []


def test_who_may_open_one_of_the_cases_only_is_told_nothing(lead, colleague, outsider, cases, pair):
    pair()
    actions.put_on_team(by=lead, ref=cases[0].ref, member=colleague, level=Level.LEAD)
    assert alike_across(colleague) == []
    assert alike_across(outsider) == []


def test_who_only_reads_sees_the_pair_and_may_not_judge(lead, colleague, cases, pair):
    pair()
    for case in cases:
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    (found,) = alike_across(colleague)
    assert not found.writes


def test_behind_a_wall_there_is_nothing(lead, colleague, cases, pair):
    pair()
    for case in cases:
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    actions.set_wall(by=lead, ref=cases[1].ref, member=colleague, kind=WallKind.NAMED, reason="It is he")
    assert alike_across(colleague) == []


def test_possible_victims_keep_their_code_names_and_only_who_leads_is_asked(lead, colleague, cases, pair):
    pair(PersonRole.VICTIM)
    (found,) = alike_across(lead)
    assert NAME not in {found.one.name, found.other.name}
    for case in cases:
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    assert alike_across(colleague) == []


def test_two_in_one_case_are_that_case_s_matter(lead, cases):
    for _time in range(2):
        actions.add_person(by=lead, ref=cases[0].ref, name=NAME, role=PersonRole.SUSPECT)
    assert alike_across(lead) == []
