"""Hints: what stands elsewhere, and nothing about where, for who may not see it."""

import pytest
from django.http import Http404

from lali.records.cases.actions import add_identifier, add_tip_to_case, open_case, put_on_team
from lali.records.cases.vocabulary import Level
from lali.records.entities.actions import note_typed_identifier
from lali.records.links.actions import link_cases
from lali.records.links.queries import hints_for, links_of


def phone(by, case, typed="410 0142"):
    return add_identifier(by=by, ref=case.ref, kind="phone", typed=typed)


@pytest.fixture
def hidden(outsider):
    """A case of another team with the same phone, written differently."""
    case = open_case(by=outsider, title="Quartzfinder matter")
    phone(outsider, case, "(679) 410-0142")
    return case


def test_a_case_one_may_open_is_named_with_what_is_shared(case, lead):
    other = open_case(by=lead, title="The same man?")
    phone(lead, case)
    phone(lead, case, "410 0199")
    phone(lead, other, "+6794100142")
    [hint] = hints_for(lead, case.ref).cases
    assert (hint.case, [shared.value for shared in hint.identifiers], hint.linked) == (other, ["+6794100142"], False)
    link_cases(by=lead, ref=case.ref, other_ref=other.ref, reason="The same telephone")
    assert hints_for(lead, case.ref).cases[0].linked
    assert hints_for(lead, case.ref).hidden == 0


def test_of_a_hidden_record_only_that_there_is_one(case, lead, hidden):
    phone(lead, case)
    hints = hints_for(lead, case.ref)
    assert hints.cases == ()
    assert (hints.hidden, [shared.value for shared in hints.hidden_identifiers]) == (1, ["+6794100142"])
    for leak in (hidden.ref, "Quartzfinder", hidden.subject, f"outsider={hidden.opened_by_id}"):
        assert leak not in repr(hints)


def test_hidden_cases_tips_and_packets_look_alike(case, lead, hidden, stranger, tip_of):
    phone(lead, case)
    tip_of(by=stranger)
    note_typed_identifier(by="node", kind="phone", typed="4100142", country="FJ", about="received:R-0001")
    assert hints_for(lead, case.ref).hidden == 3


def test_the_cases_own_tips_are_not_elsewhere(case, lead, tip_of):
    tip = tip_of("Call 410 0142")
    add_tip_to_case(by=lead, number=tip.number, version=1, ref=case.ref)
    assert hints_for(lead, case.ref).hidden == 0
    other = open_case(by=lead, title="The same man?")
    phone(lead, other)
    found = hints_for(lead, other.ref)
    assert ([hint.case for hint in found.cases], found.hidden) == ([case], 0)


def test_joining_the_team_turns_a_number_into_a_name(case, lead, hidden, outsider):
    phone(lead, case)
    put_on_team(by=outsider, ref=hidden.ref, member=lead, level=Level.READ)
    hints = hints_for(lead, case.ref)
    assert ([hint.case for hint in hints.cases], hints.hidden) == ([hidden], 0)


def test_a_link_is_shown_to_who_may_open_both(case, lead, colleague, outsider, hidden):
    put_on_team(by=outsider, ref=hidden.ref, member=lead, level=Level.CONTRIBUTE)
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD)
    link = link_cases(by=lead, ref=case.ref, other_ref=hidden.ref, reason="The same telephone")
    assert links_of(lead, case.ref) == links_of(lead, hidden.ref) == [link]
    assert links_of(colleague, case.ref) == []


def test_not_without_the_door(case, outsider):
    for query in (hints_for, links_of):
        with pytest.raises(Http404):
            query(outsider, case.ref)


def test_tips_that_one_may_open_are_named_not_counted(case, lead, supervisor, stranger, tip_of):
    phone(lead, case)
    tip = tip_of("Call 410 0142")
    foreign = tip_of(by=stranger)
    hints = hints_for(lead, case.ref)
    assert (hints.tips, hints.hidden) == ((tip,), 1)
    assert foreign.subject not in repr(hints.tips)
