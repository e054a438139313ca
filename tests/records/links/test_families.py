"""Tips and messages that say nearly the same: folded, shown as far as one may see them, forgotten with what they stand in."""

import threading
import time

import pytest
from django.http import Http404
from django.utils import timezone

from lali.engines.network import Kind, TieKind, ways_between
from lali.records.audit.models import Entry
from lali.records.cases.actions import open_case_from_tip
from lali.records.cases.models import TeamPlace, Wall
from lali.records.cases.vocabulary import CaseKind
from lali.records.links.actions import (
    AlreadyTakenBack,
    NotInThisFamily,
    OneRecordOnly,
    ReasonNeeded,
    families,
    fold_texts,
    judge_family,
    look_for_links,
    put_back_into_family,
    take_family_judgement_back,
    take_out_of_family,
)
from lali.records.links.models import CaseLink, Family, FamilyText
from lali.records.links.queries import (
    case_network,
    families_for,
    families_in_queue,
    families_judged,
    family_network,
    family_of,
    whole_network,
)
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
    fold_texts(by="node")
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
    before = Entry.objects.count()
    assert fold_texts(by="node") == 0
    assert (FamilyText.objects.count(), Entry.objects.count()) == (3, before)


def test_a_family_of_thirty_tips_is_one_thing_to_judge(tip_of, lead):
    for n in range(30):
        tip_of(ad(pay=900 + n, phone=f"+679 410 01{n % 4:02}"))
    look_for_links(by="node")
    lines, waiting = families_in_queue(lead)
    assert waiting == 1
    assert (lines[0].texts, lines[0].records, lines[0].phones) == (30, 30, 4)
    judge_family(by=lead, number=lines[0].number, verdict=Verdict.TOGETHER, reason="One template, four phones")
    assert families_in_queue(lead) == ([], 0)
    assert [line.said[0].reason for line in families_judged(lead)] == ["One template, four phones"]


def test_a_judgement_holds_for_a_near_copy_that_comes_later_unless_it_left_it_open(three, lead, tip_of):
    fold_texts(by="node")
    number = FamilyText.objects.get(tip=three[0]).pk
    made = judge_family(by=lead, number=number, verdict=Verdict.APART, reason="Both quote the agency's own notice")
    tip_of(ad("Manila", 900, "+679 410 0144"))
    fold_texts(by="node")
    assert families_in_queue(lead)[1] == 0
    assert [text.came_later for text in family_of(lead, number).texts] == [False, False, True]
    take_family_judgement_back(by=lead, number=made.pk, reason="One of them is no notice")
    assert families_in_queue(lead)[1] == 1
    with pytest.raises(AlreadyTakenBack):
        take_family_judgement_back(by=lead, number=made.pk, reason="Again")
    judge_family(by=lead, number=number, verdict=Verdict.UNSURE, reason="Ask who wrote the first")
    assert families_in_queue(lead)[1] == 0
    tip_of(ad("Vientiane", 950, "+679 410 0145"))
    fold_texts(by="node")
    assert families_in_queue(lead)[1] == 1


def test_a_family_stays_the_same_when_its_code_changes(three, lead, tip_of):
    fold_texts(by="node")
    number = FamilyText.objects.get(tip=three[0]).pk
    judge_family(by=lead, number=number, verdict=Verdict.TOGETHER, reason="One hand")
    family = Family.objects.get()
    FamilyText.objects.exclude(tip=three[2]).update(code="0000000000000001")
    tip_of(ad("Manila", 900, "+679 410 0144"))
    fold_texts(by="node")
    assert Family.objects.get() == family
    assert family.texts.count() == 3
    assert families_in_queue(lead)[1] == 0


def test_a_text_taken_out_stays_out_until_it_is_put_back(three, lead, tip_of):
    third = tip_of(ad("Manila", 900, "+679 410 0144"))
    fold_texts(by="node")
    rows = {row.tip_id: row.pk for row in FamilyText.objects.all()}
    judge_family(
        by=lead,
        number=rows[three[0].pk],
        verdict=Verdict.TOGETHER,
        reason="The third is a copy by a newspaper",
        without=[rows[third.pk]],
    )
    tip_of(ad("Vientiane", 950, "+679 410 0145"))
    fold_texts(by="node")
    shown = family_of(lead, rows[three[0].pk])
    assert [one.number for one in shown.taken_out] == [third.number]
    assert third.number not in {one.number for one in shown.texts}
    assert len(shown.texts) == 3
    put_back_into_family(by=lead, number=rows[third.pk])
    assert len(family_of(lead, rows[three[0].pk]).texts) == 4
    with pytest.raises(NotInThisFamily):
        put_back_into_family(by=lead, number=rows[third.pk])


def test_two_families_that_grow_together_are_asked_again(three, lead, tip_of):
    tip_of(OTHER.replace("November", "December"))
    fold_texts(by="node")
    one, other = (FamilyText.objects.get(tip=tip).pk for tip in (three[0], three[2]))
    judge_family(by=lead, number=one, verdict=Verdict.TOGETHER, reason="One hand")
    judge_family(by=lead, number=other, verdict=Verdict.APART, reason="A notice")
    assert families_in_queue(lead)[1] == 0
    keep = Family.objects.order_by("pk").first()
    families._grow_together({Family.objects.order_by("pk").last().pk: keep.pk}, timezone.now())
    FamilyText.objects.exclude(family=None).update(family=keep)
    lines, waiting = families_in_queue(lead)
    assert waiting == 1
    assert {said.reason for said in lines[0].said} == {"One hand", "A notice"}


def test_cases_of_one_hand_are_linked_and_let_go_again(three, lead):
    cases = [
        open_case_from_tip(by=lead, number=tip.number, version=tip.version, title="An ad", kind=CaseKind.SCAM_CENTRE)
        for tip in three[:2]
    ]
    fold_texts(by="node")
    number = FamilyText.objects.get(tip=three[0]).pk
    made = judge_family(by=lead, number=number, verdict=Verdict.TOGETHER, reason="One hand")
    link = CaseLink.objects.standing().get()
    assert {link.first, link.second} == set(cases)
    assert Entry.objects.filter(verb="tip.family_judged").count() == 2
    take_family_judgement_back(by=lead, number=made.pk, reason="Two hands")
    assert not CaseLink.objects.standing().exists()


def test_a_judgement_is_read_by_whoever_may_open_all_it_rests_on(three, lead, member_of, agency):
    cases = [
        open_case_from_tip(by=lead, number=tip.number, version=tip.version, title="An ad", kind=CaseKind.SCAM_CENTRE)
        for tip in three[:2]
    ]
    fold_texts(by="node")
    number = FamilyText.objects.get(tip=three[0]).pk
    reader = member_of(agency, "auditor")
    for case in cases:
        TeamPlace.objects.create(case=case, member=reader, level="read", added_by=lead)
    with pytest.raises(OneRecordOnly):
        judge_family(by=reader, number=number, verdict=Verdict.TOGETHER, reason="One hand")
    made = judge_family(by=lead, number=number, verdict=Verdict.TOGETHER, reason="Told by a source")
    assert family_of(reader, number).said == (made,)
    TeamPlace.objects.filter(case=cases[1], member=reader).delete()
    assert family_of(reader, number).said == ()
    with pytest.raises(Http404):
        take_family_judgement_back(by=reader, number=made.pk, reason="No")


def test_a_judgement_wants_a_reason(three, lead):
    fold_texts(by="node")
    number = FamilyText.objects.get(tip=three[0]).pk
    with pytest.raises(ReasonNeeded):
        judge_family(by=lead, number=number, verdict=Verdict.APART, reason=" ")
    with pytest.raises(ReasonNeeded):
        take_out_of_family(by=lead, number=number, reason="")


def test_a_page_waits_for_no_long_round(three, lead, monkeypatch):
    monkeypatch.setattr(families, "IN_A_MOMENT", 2)
    assert look_for_links(by="node", seconds=0.2).waiting == 3
    assert families_in_queue(lead)[1] == 0
    assert look_for_links(by="node").waiting == 0
    assert families_in_queue(lead)[1] == 1


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
    fold_texts(by="node")
    assert not FamilyText.objects.exists()


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


def test_a_family_is_a_node_of_the_network_with_its_records_and_phones(three, lead):
    case = open_case_from_tip(
        by=lead, number=three[0].number, version=three[0].version, title="The ad", kind=CaseKind.SCAM_CENTRE
    )
    fold_texts(by="node")
    number = FamilyText.objects.get(tip=three[0]).pk
    key = Family.objects.get().subject
    for shown in (case_network(lead, case.ref), family_network(lead, number), whole_network(lead)):
        assert shown.graph.nodes[key].label == "2 texts, 2 phones"
        assert shown.homes[key] == ("family", str(number))
        beside = {shown.graph.nodes[other].kind for other in shown.graph.neighbours[key]}
        assert beside == {Kind.TIP, Kind.PHONE}
        assert {tie.likely for tie in shown.graph.ties if tie.kind == TieKind.HOLDS} == {True}
    ways = ways_between(case_network(lead, case.ref).graph, case.subject, three[1].subject)
    assert key in {step.other.key for step in ways[0]}
    made = judge_family(by=lead, number=number, verdict=Verdict.TOGETHER, reason="One hand")
    assert not [tie for tie in case_network(lead, case.ref).graph.ties if tie.kind == TieKind.HOLDS and tie.likely]
    take_family_judgement_back(by=lead, number=made.pk, reason="Two hands")
    judge_family(by=lead, number=number, verdict=Verdict.APART, reason="A notice")
    assert key not in case_network(lead, case.ref).graph.nodes


def test_a_family_of_which_one_record_may_be_opened_is_no_node(three, lead, member_of, agency):
    case = open_case_from_tip(
        by=lead, number=three[0].number, version=three[0].version, title="The ad", kind=CaseKind.SCAM_CENTRE
    )
    fold_texts(by="node")
    reader = member_of(agency, "auditor")
    TeamPlace.objects.create(case=case, member=reader, level="read", added_by=lead)
    nodes = case_network(reader, case.ref).graph.nodes
    assert not [key for key in nodes if key.startswith("family:")]
    assert three[1].subject not in nodes


@pytest.mark.django_db(transaction=True, databases=["default", "letterbox"])
def test_two_who_take_a_judgement_back_at_once_leave_one_reason(three, lead, at_once):
    fold_texts(by="node")
    number = FamilyText.objects.get(tip=three[0]).pk
    made = judge_family(by=lead, number=number, verdict=Verdict.APART, reason="Two hands")
    back = [
        lambda why=why: take_family_judgement_back(by=lead, number=made.pk, reason=why)
        for why in ("One", "Two", "Three")
    ]
    done = at_once(*back)
    assert sum(isinstance(one, AlreadyTakenBack) for one in done) == 2
    assert Entry.objects.filter(verb="tip.family_judgement_taken_back").count() == 2  # one for each tip


@pytest.mark.django_db(transaction=True, databases=["default", "letterbox"])
def test_a_text_taken_out_while_others_are_folded_stays_out(three, tip_of, lead, at_once, monkeypatch):
    fold_texts(by="node")
    number = FamilyText.objects.get(tip=three[0]).pk
    tip_of(ad("Manila", 900, "+679 410 0144"))
    real, begun = families.fold, threading.Event()

    def slowly(texts):
        begun.set()
        time.sleep(0.3)
        return real(texts)

    def take_out():
        begun.wait(10)
        return take_out_of_family(by=lead, number=number, reason="Another hand")

    monkeypatch.setattr(families, "fold", slowly)
    folded, out = at_once(lambda: fold_texts(by="node"), take_out)
    assert (folded, out.pk) == (0, number)
    text = FamilyText.objects.get(pk=number)
    assert (text.family, text.out_by) == (None, lead)
