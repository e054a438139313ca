"""Tips and messages that say nearly the same: folded, shown as far as one may see them, forgotten with what they stand in."""

import pytest
from django.http import Http404

from lali.records.cases.actions import open_case_from_tip
from lali.records.cases.models import TeamPlace, Wall
from lali.records.cases.vocabulary import CaseKind
from lali.records.links.actions import fold_texts, judge_proposal, propose_links
from lali.records.links.models import Basis, FamilyText, Proposal
from lali.records.links.queries import families_for, family_of, proposals_for
from lali.records.links.vocabulary import Verdict

AD = (
    "Customer service in {place}, {pay} USD a month, no experience needed, ticket and visa paid by the company. "
    "Age 18 to 30, good English. Write to {phone} on WhatsApp today, only five seats are left for this week!"
)
OTHER = (
    "Notice from the Labour Office: picking fruit from November to April for an approved employer. Apply at the office "
    "with your passport. There is no fee. You sign a contract before you travel. Come on Monday at ten."
)


def ad(place="Bangkok", pay=1800, phone="+679 410 0142"):
    return AD.format(place=place, pay=pay, phone=phone)


@pytest.fixture
def three(tip_of):
    return [
        tip_of(ad()),
        tip_of(ad("Myawaddy", 2500, "+679 410 0143")),
        tip_of(OTHER),
    ]


def test_texts_of_one_hand_stand_together_with_what_changes(three, lead):
    assert fold_texts(by="node") == 3
    line = families_for(lead).object_list[0]
    assert line.texts == 2
    assert "Customer service in" in line.template
    assert "{" in line.template
    assert "410" not in line.template
    shown = family_of(lead, line.number)
    assert [one.number for one in shown.texts] == [tip.number for tip in three[:2]]
    assert {one.normalised for one, _texts in shown.identifiers} == {"+6794100142", "+6794100143"}
    assert not shown.elsewhere


def test_nothing_is_done_when_nothing_came(three):
    fold_texts(by="node")
    assert fold_texts(by="node") == 0
    assert FamilyText.objects.count() == 3


def test_what_a_family_holds_is_a_possible_link(three, lead):
    fold_texts(by="node")
    proposal = Proposal.objects.get()
    assert {proposal.one, proposal.other} == {three[0].subject, three[1].subject}
    assert proposals_for(lead).shown[0].families


def test_a_tip_that_goes_into_a_case_takes_its_family_along(three, lead):
    fold_texts(by="node")
    tip = three[0]
    case = open_case_from_tip(
        by=lead, number=tip.number, version=tip.version, title="The ad", kind=CaseKind.SCAM_CENTRE
    )
    propose_links(by="node")
    proposal = Proposal.objects.get()
    assert {proposal.one, proposal.other} == {case.subject, three[1].subject}
    assert Basis.objects.get().key


def test_whoever_sees_one_text_reads_that_one_and_that_there_is_more(three, lead, auditor, member_of, agency):
    case = open_case_from_tip(
        by=lead, number=three[0].number, version=three[0].version, title="The ad", kind=CaseKind.SCAM_CENTRE
    )
    fold_texts(by="node")
    reader = member_of(agency, "auditor")
    TeamPlace.objects.create(case=case, member=reader, level="read", added_by=lead)
    mine = FamilyText.objects.get(tip=three[0])
    shown = family_of(reader, mine.pk)
    assert [one.number for one in shown.texts] == [three[0].number]
    assert shown.elsewhere
    assert "Myawaddy" not in shown.template
    assert list(families_for(reader)) == []
    with pytest.raises(Http404):
        family_of(reader, FamilyText.objects.get(tip=three[1]).pk)


def test_a_stranger_finds_no_family(three, stranger):
    fold_texts(by="node")
    assert list(families_for(stranger)) == []
    with pytest.raises(Http404):
        family_of(stranger, FamilyText.objects.first().pk)


def test_short_texts_are_left_out(tip_of):
    for _n in range(3):
        tip_of("Please help me, call 410 0142")
    assert fold_texts(by="node") == 0


def test_what_stands_behind_a_wall_is_not_told_of(three, lead, member_of, agency):
    keeper = member_of(agency, "supervisor")
    case = open_case_from_tip(
        by=keeper, number=three[1].number, version=three[1].version, title="The ad", kind=CaseKind.SCAM_CENTRE
    )
    fold_texts(by="node")
    mine = FamilyText.objects.get(tip=three[0])
    assert family_of(lead, mine.pk).texts[0].number == three[0].number
    Wall.objects.create(case=case, member=lead, kind="named", reason="Named in it", set_by=keeper)
    shown = family_of(lead, mine.pk)
    assert [one.number for one in shown.texts] == [three[0].number]
    assert not shown.elsewhere
    assert list(families_for(lead)) == []
    with pytest.raises(Http404):
        family_of(lead, FamilyText.objects.get(tip=three[1]).pk)


def test_what_was_judged_does_not_wait_again_because_a_third_text_came(three, lead, tip_of):
    """The code of a family changes when its middle does: for the pairs that were in it that is nothing new."""
    fold_texts(by="node")
    proposal = Proposal.objects.get()
    judge_proposal(by=lead, number=proposal.pk, verdict=Verdict.APART, reason="Both quote the agency's own notice")
    late = tip_of(ad("Manila", 900, "+679 410 0144"))
    FamilyText.objects.exclude(tip=three[2]).exclude(family="").update(family="0000000000000001")
    Basis.objects.exclude(key="").update(key="0000000000000001")  # as before the third text had another middle
    fold_texts(by="node")
    assert Basis.objects.filter(key="0000000000000001").count() == 0
    waiting = {frozenset((one.proposal.one, one.proposal.other)) for one in proposals_for(lead).shown}
    assert waiting == {frozenset((tip.subject, late.subject)) for tip in three[:2]}
    assert [one.proposal.pk for one in proposals_for(lead, judged=True).shown] == [proposal.pk]
