"""Pairs of records that what was said of their family answers: they do not wait, as long as that stands."""

import pytest

from lali.engines.network import bridges
from lali.records.cases.actions import add_identifier, open_case_from_tip
from lali.records.cases.models import TeamPlace
from lali.records.cases.vocabulary import CaseKind
from lali.records.links.actions import (
    judge_family,
    look_for_links,
    put_back_into_family,
    take_family_judgement_back,
    take_out_of_family,
)
from lali.records.links.models import FamilyText, Proposal
from lali.records.links.queries import family_network, proposals_for, waiting_links
from lali.records.links.queries.family_nodes import covered_places
from lali.records.links.vocabulary import Verdict
from tests.records.links.test_families import ad


@pytest.fixture
def copies(tip_of):
    tips = [tip_of(ad(pay=pay)) for pay in (1800, 1900, 2000)]
    look_for_links(by="node")
    return tips


def text_of(tip):
    return FamilyText.objects.get(tip=tip).pk


def one_hand(lead, tip):
    return judge_family(by=lead, number=text_of(tip), verdict=Verdict.TOGETHER, reason="One template, one phone")


def test_pairs_of_the_phones_of_a_family_do_not_wait_and_stand_among_what_was_judged(copies, lead):
    assert waiting_links(lead, 10) == 3
    made = one_hand(lead, copies[0])
    queue = proposals_for(lead)
    assert (waiting_links(lead, 10), queue.shown, queue.answered) == (0, (), 3)
    shown = proposals_for(lead, judged=True).shown
    assert [(one.answer, one.judgements) for one in shown] == [(made, ())] * 3
    take_family_judgement_back(by=lead, number=made.pk, reason="Two hands")
    queue = proposals_for(lead)
    assert (len(queue.shown), queue.answered, waiting_links(lead, 10)) == (3, 0, 3)


@pytest.mark.parametrize("verdict", [Verdict.APART, Verdict.UNSURE])
def test_only_one_hand_answers_pairs(copies, lead, verdict):
    judge_family(by=lead, number=text_of(copies[0]), verdict=verdict, reason="Both quote a notice")
    assert waiting_links(lead, 10) == 3


def test_a_near_copy_that_comes_later_is_answered_with_it(copies, lead, tip_of):
    one_hand(lead, copies[0])
    tip_of(ad(pay=2100))
    look_for_links(by="node")
    look_for_links(by="node")
    assert Proposal.objects.count() == 6
    assert waiting_links(lead, 10) == 0


def test_what_else_speaks_for_a_pair_is_another_question(copies, lead):
    cases = [
        open_case_from_tip(by=lead, number=tip.number, version=tip.version, title="An ad", kind=CaseKind.SCAM_CENTRE)
        for tip in copies[:2]
    ]
    look_for_links(by="node")
    one_hand(lead, copies[0])
    assert waiting_links(lead, 10) == 0
    for case in cases:
        add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0199")
    look_for_links(by="node")
    assert [one.answer for one in proposals_for(lead).shown] == [None]


def test_a_text_taken_out_takes_its_pairs_along_and_brings_them_back(copies, lead):
    made = one_hand(lead, copies[0])
    take_out_of_family(by=lead, number=text_of(copies[2]), reason="A quotation")
    assert waiting_links(lead, 10) == 2
    put_back_into_family(by=lead, number=text_of(copies[2]))
    assert waiting_links(lead, 10) == 0
    assert set(Proposal.objects.values_list("answered_by", flat=True)) == {made.pk}


def test_who_may_not_read_the_judgement_is_asked_as_if_it_never_was(copies, lead, member_of, agency):
    cases = [
        open_case_from_tip(by=lead, number=tip.number, version=tip.version, title="An ad", kind=CaseKind.SCAM_CENTRE)
        for tip in copies
    ]
    look_for_links(by="node")
    reader = member_of(agency, "auditor")
    for case in cases[:2]:
        TeamPlace.objects.create(case=case, member=reader, level="read", added_by=lead)
    one_hand(lead, copies[0])
    assert proposals_for(lead).answered == 3
    queue = proposals_for(reader)
    assert [one.answer for one in queue.shown] == [None]
    assert queue.answered == 0
    assert proposals_for(reader, judged=True).shown == ()
    TeamPlace.objects.create(case=cases[2], member=reader, level="read", added_by=lead)
    assert (proposals_for(reader).shown, proposals_for(reader).answered) == ((), 3)


def test_in_the_network_what_was_said_covers_later_copies_and_is_known_to_who_reads_it(
    copies, lead, tip_of, member_of, agency
):
    made = one_hand(lead, copies[0])
    family, places = f"family:{made.family_id}", {tip.subject for tip in copies}
    assert covered_places(lead, [made.family_id]) == {family: places}
    shown = family_network(lead, text_of(copies[0]))
    assert (shown.covered, len(shown.judged)) == ({family: places}, 3)
    assert not any(one.unlinked for one in bridges(shown.graph, judged=shown.judged, covered=shown.covered))
    later = tip_of(ad(pay=2100))
    look_for_links(by="node")
    assert covered_places(lead, [made.family_id]) == {family: places | {later.subject}}
    assert covered_places(member_of(agency, "auditor"), [made.family_id]) == {}
    take_family_judgement_back(by=lead, number=made.pk, reason="Two hands")
    judge_family(by=lead, number=text_of(later), verdict=Verdict.UNSURE, reason="Ask who wrote the first")
    newest = tip_of(ad(pay=2200))
    look_for_links(by="node")
    assert newest.subject not in covered_places(lead, [made.family_id])[family]  # left open: later copies are asked
