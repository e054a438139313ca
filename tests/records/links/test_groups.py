"""One thing in several records is one question: how pairs are put together, judged in one go, and taken back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.engines.network import TieKind
from lali.records.audit.models import Entry
from lali.records.cases.actions import add_identifier, open_case, put_on_team, set_wall
from lali.records.cases.vocabulary import Level
from lali.records.links.actions import (
    AlreadyTakenBack,
    JudgedBefore,
    ReasonNeeded,
    TooFewRecords,
    judge_group,
    judge_proposal,
    link_cases,
    propose_links,
    take_group_judgement_back,
    take_judgement_back,
)
from lali.records.links.ends import spanning
from lali.records.links.models import Basis, CaseLink, LinkJudgement, Proposal
from lali.records.links.queries import case_network, proposals_for, waiting_links
from lali.records.links.queries import proposals as proposals_module
from lali.records.links.queries.groups import Pair, Resting, grouped
from lali.records.links.vocabulary import BasisKind, RestsOn, Verdict

PHONE, OTHER, THIRD = "410 0142", "410 0143", "410 0144"


@pytest.fixture
def case_with(lead):
    """Open a case that speaks of telephones: `case_with("410 0142")`."""

    def case_with(*phones, by=lead, title="A case"):
        case = open_case(by=by, title=title)
        for phone in phones:
            add_identifier(by=by, ref=case.ref, kind="phone", typed=phone)
        return case

    return case_with


def say(by, group, verdict=Verdict.TOGETHER, reason="One man answers it", records=None):
    kind, key = group.group.thing
    subjects = [one.subject for one in records] if records else list(group.group.records)
    return judge_group(by=by, kind=BasisKind(kind), key=key, records=subjects, verdict=verdict, reason=reason)


def refs(group):
    return [one.key for one in group.records]


def links():
    return sorted(CaseLink.objects.standing().values_list("first__ref", "second__ref"))


def resting(proposal, identifier):
    return Resting(proposal, (BasisKind.IDENTIFIER, identifier), "phone")


def test_a_pair_stands_with_what_ties_most_and_the_most_telling_group_first():
    pairs = [Pair(1, "a", "b", 1.0), Pair(2, "a", "c", 0.5), Pair(3, "b", "c", 0.5), Pair(4, "d", "e", 0.1)]
    bases = [resting(1, 7), resting(1, 8), resting(2, 8), resting(3, 8), resting(4, 9)]
    groups = grouped(pairs, bases)
    assert [(one.thing[1], one.records) for one in groups] == [(8, ("a", "b", "c")), (9, ("d", "e"))]
    assert [(one.is_strong, one.is_weak) for one in groups] == [(True, False), (False, True)]
    assert grouped(reversed(pairs), reversed(bases)) == groups


def test_what_a_great_many_share_comes_later():
    def sharing(number, first, records):
        names = [f"{number}-{n:02d}" for n in range(records)]
        ends = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
        return [Pair(first + n, *pair, 1 / (records - 1)) for n, pair in enumerate(ends)]

    few, many, alone = sharing(1, 0, 5), sharing(2, 100, 28), sharing(3, 900, 2)
    bases = [resting(pair.pk, number) for number, some in ((1, few), (2, many), (3, alone)) for pair in some]
    assert [one.thing[1] for one in grouped([*many, *alone, *few], bases)] == [1, 2, 3]
    assert [one.is_strong for one in grouped(many, bases)] == [False]


def test_of_many_pairs_few_hold_all_together():
    assert spanning([("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"), ("c", "d"), ("a", "e")]) == [
        ("a", "b"), ("a", "c"), ("d", "e"), ("c", "d"),
    ]  # fmt: skip


def test_one_telephone_in_four_cases_is_one_question_and_one_answer(case_with, lead):
    cases = [case_with(PHONE, *more) for more in ((OTHER,), (OTHER,), (), ())]
    case_with(THIRD), case_with(THIRD)
    propose_links(by="node")
    queue = proposals_for(lead)
    assert [len(one.records) for one in queue.groups] == [4, 2]
    assert (queue.pairs, queue.of_kind) == (7, {RestsOn.PHONE: 2})
    group = queue.groups[0]
    assert refs(group) == [case.ref for case in cases]
    assert [(one.identifier.value, [end.key for end in one.by]) for one in group.shared] == [
        ("+6794100142", []),
        ("+6794100143", [cases[0].ref, cases[1].ref]),
    ]
    made = say(lead, group)
    assert len(made) == 6
    assert links() == [(cases[0].ref, case.ref) for case in cases[1:]]
    assert [len(one.records) for one in proposals_for(lead).groups] == [2]
    noted = Entry.objects.filter(verb="case.link_judged")
    assert sorted(noted.values_list("subject", flat=True)) == sorted(case.subject for case in cases)
    judged = proposals_for(lead, judged=True).groups
    assert [(len(one.pairs), one.at_once.reason) for one in judged] == [(6, "One man answers it")]
    take_group_judgement_back(by=lead, said=made[0].said_at_once, reason="Two men")
    assert links() == []
    again = proposals_for(lead).groups
    assert [len(one.records) for one in again] == [4, 2]
    assert {pair.judgements[0].undone_reason for pair in again[0].pairs} == {"Two men"}
    with pytest.raises(AlreadyTakenBack):
        take_group_judgement_back(by=lead, said=made[0].said_at_once, reason="Two men")


def test_only_those_ticked_are_judged_and_what_was_judged_stays(case_with, lead):
    cases = [case_with(PHONE) for _n in range(4)]
    propose_links(by="node")
    first = Proposal.objects.get(one=cases[0].subject, other=cases[1].subject)
    judge_proposal(by=lead, number=first.pk, verdict=Verdict.APART, reason="A shop's telephone")
    group = proposals_for(lead).groups[0]
    assert len(group.pairs) == 5
    made = say(lead, group, records=group.records[:3])
    assert {(one.proposal.one, one.proposal.other) for one in made} == {
        (cases[0].subject, cases[2].subject),
        (cases[1].subject, cases[2].subject),
    }
    assert links() == [(cases[0].ref, cases[2].ref), (cases[1].ref, cases[2].ref)]
    assert first.judgements.get().verdict == Verdict.APART
    assert waiting_links(lead, 10) == 3
    with pytest.raises(JudgedBefore):
        say(lead, group, Verdict.UNSURE, records=group.records[:3])
    with pytest.raises(TooFewRecords):
        say(lead, group, records=group.records[:1])
    with pytest.raises(ReasonNeeded):
        say(lead, group, reason=" ")
    assert waiting_links(lead, 10) == 3


def test_a_link_that_stood_before_is_none_of_the_judgement(case_with, lead):
    cases = [case_with(PHONE) for _n in range(3)]
    link_cases(by=lead, ref=cases[1].ref, other_ref=cases[2].ref, reason="The same victim")
    propose_links(by="node")
    made = say(lead, proposals_for(lead).groups[0])
    assert links() == [(cases[0].ref, cases[1].ref), (cases[1].ref, cases[2].ref)]
    take_group_judgement_back(by=lead, said=made[0].said_at_once, reason="Two men")
    assert links() == [(cases[1].ref, cases[2].ref)]


def test_one_pair_taken_back_leaves_the_others_held_together(case_with, lead):
    cases = [case_with(PHONE) for _n in range(3)]
    propose_links(by="node")
    say(lead, proposals_for(lead).groups[0])
    pair = Proposal.objects.get(one=cases[0].subject, other=cases[2].subject)
    take_judgement_back(by=lead, number=pair.pk, judgement=pair.judgements.get().pk, reason="Another voice")
    assert links() == [(cases[0].ref, cases[1].ref), (cases[1].ref, cases[2].ref)]
    assert [refs(one) for one in proposals_for(lead).groups] == [[cases[0].ref, cases[2].ref]]


def test_a_case_and_two_tips_are_held_together_by_two_ties(case_with, lead, tip_of):
    case = case_with(PHONE)
    tips = [tip_of(f"Write to +679 {PHONE} on WhatsApp for a job in Bangkok, number {n}") for n in range(2)]
    propose_links(by="node")
    say(lead, proposals_for(lead).groups[0])
    ties = [tie for tie in case_network(lead, case.ref).graph.ties if tie.kind == TieKind.LINKED]
    assert len(ties) == 2
    assert {key for tie in ties for key in (tie.one, tie.other)} == {case.subject, *(tip.subject for tip in tips)}


def test_who_contributes_to_some_judges_those(case_with, lead, colleague, outsider):
    mine = [case_with(PHONE) for _n in range(2)]
    theirs = case_with(PHONE, by=outsider)
    propose_links(by="node")
    assert refs(proposals_for(lead).groups[0]) == [case.ref for case in mine]
    put_on_team(by=outsider, ref=theirs.ref, member=lead, level=Level.READ)
    group = proposals_for(lead).groups[0]
    assert [one.writes for one in group.records] == [True, True, False]
    with pytest.raises(PermissionDenied):
        say(lead, group)
    with pytest.raises(Http404):
        say(colleague, group)
    made = say(lead, group, records=group.records[:2])
    assert len(made) == 1
    with pytest.raises(Http404):
        take_group_judgement_back(by=colleague, said=made[0].said_at_once, reason="I was never there")
    put_on_team(by=lead, ref=mine[0].ref, member=colleague, level=Level.READ)
    put_on_team(by=lead, ref=mine[1].ref, member=colleague, level=Level.CONTRIBUTE)
    with pytest.raises(PermissionDenied):
        take_group_judgement_back(by=colleague, said=made[0].said_at_once, reason="I only read it")


def test_a_record_of_others_is_taken_for_none_when_it_is_sent_by_hand(case_with, lead, outsider):
    mine = [case_with(PHONE) for _n in range(2)]
    theirs = case_with(PHONE, by=outsider)
    propose_links(by="node")
    key = Basis.objects.values_list("identifier", flat=True).first()
    asked = {"kind": BasisKind.IDENTIFIER, "key": key, "verdict": Verdict.APART, "reason": "x"}
    with pytest.raises(Http404):
        judge_group(by=lead, records=[mine[0].subject, theirs.subject], **asked)
    judge_group(by=lead, records=[*(case.subject for case in mine), theirs.subject], **asked)
    assert LinkJudgement.objects.count() == 1


def test_the_queue_keeps_to_one_kind_and_a_group_is_whole_beyond_what_is_looked_at(case_with, lead, monkeypatch):
    cases = [case_with(PHONE) for _n in range(4)]
    add_identifier(by=lead, ref=cases[0].ref, kind="email", typed="agent@golden.example")
    other = open_case(by=lead, title="By mail")
    add_identifier(by=lead, ref=other.ref, kind="email", typed="agent@golden.example")
    propose_links(by="node")
    assert [refs(one) for one in proposals_for(lead, kind="mail").groups] == [[cases[0].ref, other.ref]]
    assert proposals_for(lead, kind="picture").groups == ()
    monkeypatch.setattr(proposals_module, "MOST_PAIRS", 3)
    queue = proposals_for(lead)
    assert queue.more
    assert sorted(len(one.pairs) for one in queue.groups) == [1, 6]


@pytest.mark.django_db(transaction=True, databases=["default", "letterbox"])
def test_of_those_who_judge_a_group_at_once_one_is_heard(case_with, lead, at_once):
    for _n in range(3):
        case_with(PHONE)
    propose_links(by="node")
    group = proposals_for(lead).groups[0]
    said = at_once(*[lambda: say(lead, group)] * 3)
    assert sorted(type(one).__name__ for one in said) == ["JudgedBefore"] * 2 + ["list"]
    assert (LinkJudgement.objects.count(), CaseLink.objects.count()) == (3, 2)


def test_who_sees_a_part_of_what_was_said_in_one_go_learns_of_no_more_and_takes_back_no_more(
    case_with, lead, colleague
):
    cases = [case_with(PHONE, title=f"Secret {n}") for n in range(4)]
    propose_links(by="node")
    said = say(lead, proposals_for(lead).groups[0])[0].said_at_once
    for case in cases[2:]:
        put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    judged = proposals_for(colleague, judged=True)
    assert (judged.pairs, [refs(one) for one in judged.groups]) == (1, [[case.ref for case in cases[2:]]])
    assert not any(case.ref in repr(judged.groups) or case.title in repr(judged.groups) for case in cases[:2])
    assert judged.groups[0].at_once is None  # it looks as if it had been said of these two
    back = take_group_judgement_back(by=colleague, said=said, reason="Another voice")
    assert [(one.one, one.other) for one in back] == [(cases[2].subject, cases[3].subject)]
    assert LinkJudgement.objects.filter(undone_at__isnull=True).count() == 5
    assert links() == [(cases[0].ref, case.ref) for case in cases[1:]]
    seen = proposals_for(colleague)
    assert (seen.pairs, [refs(one) for one in seen.groups]) == (1, [[case.ref for case in cases[2:]]])
    noted = Entry.objects.filter(verb="case.link_judgement_taken_back")
    assert sorted(noted.values_list("subject", flat=True)) == [case.subject for case in cases[2:]]


def test_records_of_others_move_no_group_of_mine_behind_a_wall(case_with, lead, outsider):
    for phones in ((PHONE, OTHER), (PHONE, OTHER), (PHONE,), (THIRD,), (THIRD,)):
        case_with(*phones)
    outsiders = case_with(OTHER, by=outsider)
    set_wall(by=outsider, ref=outsiders.ref, member=lead, kind="related", reason="A cousin")
    propose_links(by="node")
    told = [(one.group.thing, one.group.telling, one.group.is_strong) for one in proposals_for(lead).groups]
    for phones in ((OTHER, THIRD), (THIRD,), (PHONE,), (OTHER,)):
        case = case_with(*phones, by=outsider)
        set_wall(by=outsider, ref=case.ref, member=lead, kind="related", reason="A cousin")
    propose_links(by="node")
    assert [(one.group.thing, one.group.telling, one.group.is_strong) for one in proposals_for(lead).groups] == told
