"""Proposed links: what is proposed to whom, what a judgement does, and that it can be taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from lali.engines.network import TieKind
from lali.records.audit.models import Entry
from lali.records.cases.actions import add_identifier, open_case, open_case_from_tip, put_on_team, set_wall
from lali.records.cases.actions.identifiers import remove_mention
from lali.records.cases.vocabulary import CaseKind, Level
from lali.records.entities.models import Mention
from lali.records.links.actions import (
    AlreadyTakenBack,
    JudgedBefore,
    ReasonNeeded,
    judge_proposal,
    pairs,
    propose_links,
    proposing,
    take_judgement_back,
)
from lali.records.links.models import Basis, CaseLink, LinkJudgement, Proposal
from lali.records.links.queries import case_network, hints_for, proposals_for, waiting_links
from lali.records.links.vocabulary import Verdict

PHONE, OTHER = "410 0142", "410 0143"


@pytest.fixture
def case_with(lead):
    """Open a case that speaks of telephones: `case_with("410 0142")`."""

    def case_with(*phones, by=lead, title="A case"):
        case = open_case(by=by, title=title)
        for phone in phones:
            add_identifier(by=by, ref=case.ref, kind="phone", typed=phone)
        return case

    return case_with


def judge(by, proposal, verdict=Verdict.TOGETHER, reason="The same man answers it"):
    return judge_proposal(by=by, number=proposal.pk, verdict=verdict, reason=reason)


def shown(member, **asked):
    return [(one.ends[0].key, one.ends[1].key) for one in proposals_for(member, **asked).shown]


def test_two_cases_with_one_telephone_are_proposed_once(case_with, lead):
    one, other = case_with(PHONE), case_with(PHONE)
    case_with(OTHER)
    assert propose_links(by="node") == 1
    assert propose_links(by="node") == 0
    assert shown(lead) == [(one.ref, other.ref)]
    told = proposals_for(lead).groups[0]
    assert [found.value for found in told.identifiers] == ["+6794100142"]
    assert told.group.is_strong
    assert waiting_links(lead, 10) == 1


def test_what_stands_in_many_records_says_less_and_in_very_many_nothing(case_with, lead, monkeypatch):
    for _n in range(4):
        case_with(PHONE)
    propose_links(by="node")
    assert {round(one.strength, 3) for one in Proposal.objects.all()} == {0.333}
    monkeypatch.setattr(pairs, "MOST_RECORDS", 4)
    case_with(PHONE)
    propose_links(by="node")
    assert not Basis.objects.exists()
    assert not Proposal.objects.exists()


def test_a_tip_is_an_end_until_it_goes_into_a_case(case_with, lead, supervisor, tip_of):
    case, tip = case_with(PHONE), tip_of(f"Write to +679 {PHONE} on WhatsApp for a job in Bangkok, ticket paid")
    propose_links(by="node")
    proposal = Proposal.objects.get()
    assert {proposal.one, proposal.other} == {case.subject, tip.subject}
    opened = open_case_from_tip(
        by=lead, number=tip.number, version=tip.version, title="From the tip", kind=CaseKind.SCAM_CENTRE
    )
    propose_links(by="node")
    assert shown(lead) == [(case.ref, opened.ref)]


def test_a_removed_mention_takes_its_proposal_along(case_with, lead):
    one, _other = case_with(PHONE), case_with(PHONE)
    propose_links(by="node")
    mention = Mention.objects.get(record=one.subject)
    one.team.update(may_remove=True)
    remove_mention(by=lead, ref=one.ref, number=mention.pk, reason="A slip of the finger")
    propose_links(by="node")
    assert not Proposal.objects.exists()


def test_a_judged_pair_stays_when_what_spoke_for_it_goes(case_with, lead):
    one, _other = case_with(PHONE), case_with(PHONE)
    propose_links(by="node")
    judge(lead, Proposal.objects.get())
    one.team.update(may_remove=True)
    remove_mention(by=lead, ref=one.ref, number=Mention.objects.get(record=one.subject).pk, reason="A slip")
    propose_links(by="node")
    assert proposals_for(lead, judged=True).groups[0].shared == ()


def test_batches_find_what_one_look_finds(case_with, lead, monkeypatch):
    for _n in range(3):
        case_with(PHONE, OTHER)
    monkeypatch.setattr(proposing, "A_BATCH", 1)
    propose_links(by="node")
    assert sorted(Proposal.objects.values_list("strength", flat=True)) == [1.0, 1.0, 1.0]
    assert Basis.objects.count() == 6


def test_whoever_may_open_one_end_learns_a_number_only(case_with, lead, outsider, colleague):
    mine, theirs = case_with(PHONE), case_with(PHONE, by=outsider)
    propose_links(by="node")
    queue = proposals_for(lead)
    assert (queue.shown, queue.elsewhere) == ((), 1)
    assert proposals_for(colleague).elsewhere == 0
    with pytest.raises(Http404):
        judge(lead, Proposal.objects.get())
    put_on_team(by=outsider, ref=theirs.ref, member=lead, level=Level.READ)
    assert shown(lead) == [(mine.ref, theirs.ref)]
    assert not proposals_for(lead).shown[0].writes
    with pytest.raises(PermissionDenied):
        judge(lead, Proposal.objects.get())


def test_what_lies_behind_a_wall_is_not_even_counted(case_with, lead, outsider):
    case_with(PHONE)
    theirs = case_with(PHONE, by=outsider)
    set_wall(by=outsider, ref=theirs.ref, member=lead, kind="related", reason="x")
    propose_links(by="node")
    assert proposals_for(lead).elsewhere == 0


def test_two_cases_that_belong_together_are_linked_and_both_journals_say_it(case_with, lead):
    one, other = case_with(PHONE), case_with(PHONE)
    propose_links(by="node")
    judge(lead, Proposal.objects.get())
    assert CaseLink.objects.standing().get().second == other
    assert shown(lead) == []
    assert shown(lead, judged=True) == [(one.ref, other.ref)]
    said = Entry.objects.filter(verb="case.link_judged").values_list("subject", "facts__with", "facts__verdict")
    assert set(said) == {
        (one.subject, other.subject, "together"),
        (other.subject, one.subject, "together"),
    }


def test_a_judgement_taken_back_takes_its_link_along_and_the_pair_waits_again(case_with, lead):
    case_with(PHONE), case_with(PHONE)
    propose_links(by="node")
    proposal = Proposal.objects.get()
    made = judge(lead, proposal)
    take_judgement_back(by=lead, number=proposal.pk, judgement=made.pk, reason="Two men share the shop's telephone")
    assert not CaseLink.objects.standing().exists()
    assert len(shown(lead)) == 1
    with pytest.raises(AlreadyTakenBack):
        take_judgement_back(by=lead, number=proposal.pk, judgement=made.pk, reason="again")
    assert LinkJudgement.objects.get().undone_by == lead


def test_what_was_said_is_reused_until_something_new_speaks_for_it(case_with, lead):
    one, other = case_with(PHONE), case_with(PHONE)
    propose_links(by="node")
    judge(lead, Proposal.objects.get(), Verdict.APART, "A taxi stand's number")
    assert hints_for(lead, one.ref).cases == ()
    assert waiting_links(lead, 10) == 0
    Proposal.objects.update(
        judged_at=timezone.now() - timedelta(minutes=1), renewed_at=timezone.now() - timedelta(days=1)
    )
    for case in (one, other):
        add_identifier(by=lead, ref=case.ref, kind="phone", typed=OTHER)
    propose_links(by="node")
    assert len(shown(lead)) == 1
    assert proposals_for(lead).shown[0].last.verdict == Verdict.APART
    assert [hint.case for hint in hints_for(lead, one.ref).cases] == [other]


@pytest.mark.parametrize("verdict", Verdict)
def test_a_reason_is_needed(case_with, lead, verdict):
    case_with(PHONE), case_with(PHONE)
    propose_links(by="node")
    with pytest.raises(ReasonNeeded):
        judge(lead, Proposal.objects.get(), verdict, " ")


def test_the_queue_keeps_to_one_case(case_with, lead, outsider):
    one, other, third = case_with(PHONE), case_with(PHONE, OTHER), case_with(OTHER)
    propose_links(by="node")
    assert shown(lead, ref=one.ref) == [(one.ref, other.ref)]
    assert shown(lead, ref=third.ref) == [(other.ref, third.ref)]
    with pytest.raises(Http404):
        proposals_for(outsider, ref=one.ref)


@pytest.mark.django_db(transaction=True, databases=["default", "letterbox"])
def test_two_rounds_at_once_propose_each_pair_once(case_with, lead, at_once):
    for _n in range(3):
        case_with(PHONE)
    at_once(*[lambda: propose_links(by="node")] * 4)
    assert Proposal.objects.count() == 3
    assert Basis.objects.count() == 3


@pytest.mark.django_db(transaction=True, databases=["default", "letterbox"])
def test_of_those_who_judge_at_once_one_is_heard(case_with, lead, tip_of, at_once):
    case_with(PHONE), tip_of(f"Write to +679 {PHONE} on WhatsApp for a job in Bangkok, ticket paid")
    propose_links(by="node")
    proposal = Proposal.objects.get()
    said = at_once(*[lambda: judge(lead, proposal)] * 4)
    assert sorted(type(one).__name__ for one in said) == ["JudgedBefore"] * 3 + ["LinkJudgement"]
    assert LinkJudgement.objects.count() == 1
    with pytest.raises(JudgedBefore):
        judge(lead, proposal, Verdict.APART)


def test_what_was_judged_of_a_tip_stays_on_record_when_it_goes_into_a_case(case_with, lead, tip_of):
    case, tip = case_with(PHONE), tip_of(f"Write to +679 {PHONE} on WhatsApp for a job in Bangkok, ticket paid")
    propose_links(by="node")
    judge(lead, Proposal.objects.get(), Verdict.APART, "A taxi stand's number")
    opened = open_case_from_tip(
        by=lead, number=tip.number, version=tip.version, title="From the tip", kind=CaseKind.SCAM_CENTRE
    )
    propose_links(by="node")
    assert shown(lead) == [(case.ref, opened.ref)]
    assert LinkJudgement.objects.get().reason == "A taxi stand's number"
    assert shown(lead, judged=True) == [(case.ref, str(tip.number))]


def test_a_tip_said_to_belong_to_a_case_is_linked_in_the_network(case_with, lead, tip_of):
    case, tip = case_with(PHONE), tip_of(f"Call +679 {PHONE} tonight")
    propose_links(by="node")
    proposal = Proposal.objects.get()
    made = judge(lead, proposal)
    ties = case_network(lead, case.ref).graph.neighbours[case.subject]
    assert TieKind.LINKED in {tie.kind for tie in ties[tip.subject]}
    take_judgement_back(by=lead, number=proposal.pk, judgement=made.pk, reason="Two men share the telephone")
    assert tip.subject not in case_network(lead, case.ref).graph.neighbours[case.subject]
