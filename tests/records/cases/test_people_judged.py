"""What was said of two persons: seen by who may know of it, taken back with nothing lost, and what stands in the way."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from lali.records.audit.models import Entry
from lali.records.cases import actions
from lali.records.cases.models import Case, PersonInCase, PersonJudgement, PersonMerge
from lali.records.cases.parting import CaseInTheWay, NotYoursToPart, OnlyWhoContributes, RestsOnIt
from lali.records.cases.queries import alike_across, how_many_people_judged, people_judged
from lali.records.cases.vocabulary import CaseState, Level, Likeness, WallKind
from lali.records.entities.models import Person
from lali.records.entities.vocabulary import PersonRole
from lali.records.search.models import Findable

NAME = "Bob Quartzwater"


@pytest.fixture
def cases(lead):
    return [actions.open_case(by=lead, title=title) for title in ("The fee in the village", "The ad on Telegram")]


@pytest.fixture
def add(lead, cases):
    """Add a person: `add(0)` to the first case."""

    def add(place=0, role=PersonRole.SUSPECT, name=NAME, by=lead):
        return actions.add_person(by=by, ref=cases[place].ref, name=name, role=role).person

    return add


@pytest.fixture
def say(lead, cases):
    """Judge two: `say(one, other, "same")`, from the first case."""

    def say(one, other, likeness=Likeness.SAME, by=lead, ref=cases[0].ref):
        facts = {"person_id": one.pk, "other_id": other.pk, "likeness": Likeness(likeness), "reason": "One passport"}
        return actions.judge_persons(by=by, ref=ref, **facts)

    return say


def take_back(by, said, reason="Two passports"):
    return actions.take_person_judgement_back(by=by, number=said.pk, reason=reason)


def held():
    """Whom the node holds, who is one with whom, and what is found of them."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Person, PersonInCase)]
    index = sorted(Findable.objects.filter(record__contains="/person:").values_list("record", "door"))
    return rows, index


def roots():
    return {one.pk: one.root_id for one in Person.objects.all()}


@pytest.mark.parametrize("likeness", Likeness.values)
def test_each_answer_is_shown_and_taken_back_with_nothing_lost(lead, add, say, likeness):
    one, other = add(0), add(1)
    before = held()
    said = say(one, other, likeness)
    assert alike_across(lead) == []
    [shown] = people_judged(lead)
    assert (shown.said, shown.one.id, shown.other.id, shown.stands_in_the_way) == (said, one.pk, other.pk, "")
    assert shown.are_one == (likeness == "same")
    back = take_back(lead, said)
    assert (back.undone_by, back.undone_reason) == (lead, "Two passports")
    assert held() == before
    assert len(alike_across(lead)) == 1
    [shown] = people_judged(lead)
    assert (shown.said.undone_reason, shown.are_one) == ("Two passports", False)
    with pytest.raises(actions.JudgementTakenBack):
        take_back(lead, said)
    say(one, other, likeness)  # and can be said again


def test_the_journal_of_both_cases_has_it_beside_the_person_who_stands_there(lead, cases, add, say):
    one, other = add(0), add(1)
    take_back(lead, say(one, other, "unsure"))
    beside = [f"{cases[0].subject}/person:{one.pk}", f"{cases[1].subject}/person:{other.pk}"]
    for verb in ("persons.judged", "persons.judgement_taken_back"):
        assert sorted(Entry.objects.filter(verb=verb).values_list("subject", flat=True)) == sorted(beside)
    assert "passport" not in repr(list(Entry.objects.filter(verb__startswith="persons.").values_list("facts")))


def test_a_pair_is_judged_once_at_a_time(add, say):
    one, other = add(0), add(1)
    say(one, other, "different")
    with pytest.raises(actions.PairJudgedBefore):
        say(other, one, "same", ref=Case.objects.latest("pk").ref)
    assert not PersonMerge.objects.exists()
    third = add(1, name="Somebody Else")
    say(one, third)
    with pytest.raises(actions.AlreadyOne):
        say(one, third, "different")


def test_parted_on_the_page_of_the_person_it_is_taken_back_too(lead, cases, add, say):
    said = say(add(0), add(1))
    actions.undo_merge(by=lead, ref=cases[0].ref, merge_id=said.merge_id, reason="Twins")
    said.refresh_from_db()
    assert (said.undone_by, said.undone_reason) == (lead, "Twins")
    assert len(alike_across(lead)) == 1


def test_without_a_reason_nothing_is_taken_back(lead, add, say):
    said = say(add(0), add(1))
    with pytest.raises(actions.NothingWritten):
        take_back(lead, said, "  ")
    assert PersonJudgement.objects.standing().get() == said


# -- who may -----------------------------------------------------------------------------------------------------------


def test_who_may_open_one_of_the_cases_only_is_told_nothing(lead, colleague, outsider, cases, add, say):
    said = say(add(0), add(1), "different")
    actions.put_on_team(by=lead, ref=cases[0].ref, member=colleague, level=Level.LEAD)
    for member in (colleague, outsider):
        assert list(people_judged(member)) == []
        with pytest.raises(Http404):
            take_back(member, said)
    assert how_many_people_judged(colleague, cases[0]) == 0


def test_behind_a_wall_there_is_nothing(lead, colleague, cases, add, say):
    said = say(add(0), add(1), "different")
    for case in cases:
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    assert len(people_judged(colleague)) == 1
    actions.set_wall(by=lead, ref=cases[1].ref, member=colleague, kind=WallKind.NAMED, reason="It is he")
    assert list(people_judged(colleague)) == []
    with pytest.raises(Http404):
        take_back(colleague, said)


def test_who_only_reads_sees_it_and_is_told_who_may(lead, colleague, cases, add, say):
    said = say(add(0), add(1), "different")
    for case in cases:
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    [shown] = people_judged(colleague)
    assert shown.stands_in_the_way == str(OnlyWhoContributes())
    with pytest.raises(OnlyWhoContributes):
        take_back(colleague, said)


def test_to_part_two_all_of_their_cases_must_be_ones_own_to_write(lead, colleague, cases, add, say):
    said = say(add(0), add(1))
    actions.put_on_team(by=lead, ref=cases[0].ref, member=colleague, level=Level.CONTRIBUTE)
    actions.put_on_team(by=lead, ref=cases[1].ref, member=colleague, level=Level.READ)
    [shown] = people_judged(colleague)
    assert shown.stands_in_the_way == str(NotYoursToPart())
    with pytest.raises(NotYoursToPart):
        take_back(colleague, said)
    assert PersonMerge.objects.get().undone_at is None


@pytest.mark.parametrize("likeness", ["different", "unsure"])
def test_a_shut_name_is_not_told_by_what_was_said_of_it(lead, colleague, cases, add, say, likeness):
    said = say(add(0), add(1, PersonRole.VICTIM), likeness)
    for case in cases:
        actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    assert NAME not in people_judged(lead)[0].other.name
    assert list(people_judged(colleague)) == []
    with pytest.raises(Http404):
        take_back(colleague, said)
    actions.put_on_team(by=lead, ref=cases[1].ref, member=colleague, level=Level.LEAD)
    assert len(people_judged(colleague)) == 1


def test_who_said_it_finds_it_again_though_both_are_shut_now(lead, colleague, outsider, cases, add, say):
    theirs = actions.open_case(by=outsider, title="Led by others")
    actions.put_on_team(by=outsider, ref=theirs.ref, member=lead, level=Level.CONTRIBUTE)
    suspect = actions.add_person(by=lead, ref=theirs.ref, name=NAME, role=PersonRole.SUSPECT).person
    said = say(add(0, PersonRole.VICTIM), suspect)
    [shown] = people_judged(lead)
    assert NAME not in {shown.one.name, shown.other.name}
    take_back(lead, said)
    assert {name.name for name in (people_judged(lead)[0].one, people_judged(lead)[0].other)} > {NAME}


# -- what stands in the way --------------------------------------------------------------------------------------------


def test_a_closed_case_is_named(lead, cases, add, say):
    said = say(add(0), add(1))
    Case.objects.filter(pk=cases[1].pk).update(state=CaseState.CLOSED)
    assert cases[1].ref in people_judged(lead)[0].stands_in_the_way
    with pytest.raises(CaseInTheWay, match=cases[1].ref):
        take_back(lead, said)
    Case.objects.filter(pk=cases[1].pk).update(state=CaseState.OPEN)
    take_back(lead, said)


def test_what_was_said_later_and_rests_on_it_is_taken_back_first(lead, cases, add, say):
    one, other, third = add(0), add(1), add(1, name="R. Quartzwater")
    first = say(one, other)
    second = say(other, third, ref=cases[1].ref)
    assert set(roots().values()) == {one.pk}
    [_newer, older] = people_judged(lead)
    assert other.code_name in older.stands_in_the_way
    for stopped in (
        lambda: take_back(lead, first),
        lambda: actions.undo_merge(by=lead, ref=cases[0].ref, merge_id=first.merge_id, reason="Twins"),
    ):
        with pytest.raises(RestsOnIt, match=third.code_name):
            stopped()
    assert set(roots().values()) == {one.pk}
    take_back(lead, second)
    take_back(lead, first)
    assert roots() == {pk: pk for pk in (one.pk, other.pk, third.pk)}


def test_what_does_not_rest_on_it_stays(lead, cases, add, say):
    one, other, third = add(0), add(1), add(1, name="R. Quartzwater")
    first = say(one, other)
    say(one, third)
    take_back(lead, first)
    assert roots() == {one.pk: one.pk, other.pk: other.pk, third.pk: one.pk}


def test_a_chain_of_four_comes_apart_where_it_is_parted(lead, cases, add):
    a, b, c, d = (add(0) for _n in range(4))

    def merge(keep, other):
        return actions.merge_persons(by=lead, ref=cases[0].ref, keep=keep.pk, other=other.pk, reason="x")

    merge(c, d), merge(b, c)
    last = merge(a, b)
    assert set(roots().values()) == {a.pk}
    actions.undo_merge(by=lead, ref=cases[0].ref, merge_id=last.pk, reason="x")
    assert roots() == {a.pk: a.pk, b.pk: b.pk, c.pk: b.pk, d.pk: b.pk}


def test_a_case_not_ones_own_to_write_denies_undoing_as_before(lead, colleague, cases, add, say):
    said = say(add(0), add(1))
    actions.put_on_team(by=lead, ref=cases[0].ref, member=colleague, level=Level.CONTRIBUTE)
    actions.put_on_team(by=lead, ref=cases[1].ref, member=colleague, level=Level.READ)
    with pytest.raises(PermissionDenied):
        actions.undo_merge(by=colleague, ref=cases[0].ref, merge_id=said.merge_id, reason="x")


# -- the list ----------------------------------------------------------------------------------------------------------


def test_one_case_has_its_own(lead, cases, add, say):
    say(add(0), add(1), "different")
    aside = actions.open_case(by=lead, title="Aside")
    assert len(people_judged(lead, ref=cases[0].ref)) == 1
    assert list(people_judged(lead, ref=aside.ref)) == []


def test_two_of_one_case_are_there_too(lead, cases, add, say):
    say(add(0), add(0), "different")
    [shown] = people_judged(lead)
    assert shown.one.case == shown.other.case == cases[0]
    assert how_many_people_judged(lead, cases[0]) == 1


def test_it_costs_the_same_number_of_queries_however_many(lead, add, say):
    costs = []
    for _round in range(2):
        for n in range(4):
            say(add(0, name=f"{NAME} {n}"), add(1, name=f"{NAME} {n}"), "different")
        with CaptureQueriesContext(connection) as asked:
            people_judged(lead)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 14


def test_what_was_judged_before_finds_the_merge_that_it_made(lead, add, say):
    migration = importlib.import_module("lali.records.cases.migrations.0012_merges_of_judgements")
    kept, parted = say(add(0), add(1)), say(add(0, name="Somebody Else"), add(1, name="Somebody Else"))
    merges = [kept.merge_id, parted.merge_id]
    take_back(lead, parted)
    PersonJudgement.objects.update(merge=None, undone_at=None, undone_by=None, undone_reason="")
    migration.name_the_merge(apps, None)
    for said in (kept, parted):
        said.refresh_from_db()
    assert [kept.merge_id, parted.merge_id] == merges
    assert (kept.undone_at, parted.undone_reason) == (None, "Two passports")
