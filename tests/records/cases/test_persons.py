"""What is known of persons, roles over time, from suspect to victim, relations, merging, removing, erasing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from lali.records.audit.models import Entry
from lali.records.audit.queries import check_log
from lali.records.cases import actions, queries
from lali.records.cases.models import PersonInCase, PersonMerge
from lali.records.cases.vocabulary import Level, Likeness, RelationKind
from lali.records.entities.actions import PersonHasMoved, TooMuchOfAKind
from lali.records.entities.facts import Birth, Childhood, Document, Name, PersonFacts
from lali.records.entities.models import Person, PersonToken
from lali.records.entities.vocabulary import PersonKind, PersonRole
from lali.records.search.index import door_of

BOB, ANA = "Bob Quartzwater", "Ana Opalshell"
PASSPORT = Document("passport", "QX7654321", "FJ")


@pytest.fixture
def add(case, lead):
    """Add a person: `add(name, role)`; gives the person."""

    def add(name=BOB, role=PersonRole.SUSPECT, ref=case.ref, by=lead, **more):
        return actions.add_person(by=by, ref=ref, name=name, role=role, **more).person

    return add


@pytest.fixture
def know(case, lead):
    """Write down what is known: `know(person, **facts)`."""

    def know(person, by=lead, ref=case.ref, **facts):
        version = Person.objects.get(pk=person.pk).version
        return actions.describe_person(by=by, ref=ref, person_id=person.pk, version=version, facts=facts)

    return know


@pytest.fixture
def contributor(case, lead, colleague):
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    return colleague


def opened(by, case):
    return queries.read_case(by, case.ref)


def shown(by, case):
    return queries.persons_of(opened(by, case))


def page(by, case, person):
    return queries.read_person(by, opened(by, case), person.pk)


def held():
    """Every value of every table, as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [value for row in cursor.fetchall() for value in row]
    return b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in found)


# -- what is known -----------------------------------------------------------------------------------------------------


class TestKnown:
    def test_it_is_sealed_and_comes_back(self, add, know, case, lead):
        person = add()
        facts = {
            "names": (Name(BOB), Name("Lagoon Joe", kind="alias")),
            "documents": (PASSPORT,),
            "contact": "Quarry 7",
        }
        know(person, **facts)
        assert page(lead, case, person).record.facts == PersonFacts(**facts)
        for secret in (b"Quartzwater", b"Lagoon Joe", b"QX7654321", b"Quarry 7"):
            assert secret not in held()

    def test_the_second_of_two_writers_is_told_and_nothing_is_lost(self, add, case, lead, contributor):
        person = add()
        change = {"ref": case.ref, "person_id": person.pk, "version": 1}
        actions.describe_person(by=contributor, facts={"occupation": "Fisher"}, **change)
        with pytest.raises(PersonHasMoved):
            actions.describe_person(by=lead, facts={"occupation": "Farmer"}, **change)
        assert page(lead, case, person).record.facts.occupation == "Fisher"

    def test_what_did_not_change_is_not_journalled(self, add, know):
        person = add()
        know(person, occupation="Fisher")
        before = Entry.objects.count()
        know(person, occupation="Fisher")
        assert Entry.objects.count() == before

    def test_a_page_has_an_end(self, add, know):
        with pytest.raises(TooMuchOfAKind):
            know(add(), names=tuple(Name(f"Name {n}") for n in range(41)))

    def test_history_shows_old_and_new_values_and_the_journal_holds_them_sealed(self, add, know, case, lead, scan):
        person = add()
        know(person, occupation="Fisher of quartz")
        know(person, occupation="Farmer")
        newest = queries.person_changes(opened(lead, case), page(lead, case, person).shown)[0]
        assert [(one.field, one.old, one.new) for one in newest.values] == [
            ("occupation", "Fisher of quartz", "Farmer")
        ]
        assert "Fisher" not in scan()

    def test_age_is_for_the_first_day_of_the_acts(self, add, know, case, lead):
        person = add(role=PersonRole.VICTIM)
        know(person, birth=Birth(date(2007, 5, 1), date(2007, 5, 1), "said"))
        place = case.persons.get(person=person)
        for day, expected in ((date(2025, 4, 30), Childhood.CHILD), (date(2025, 5, 1), Childhood.ADULT)):
            actions.date_acts(by=lead, ref=case.ref, place_id=place.pk, acts_from=day)
            one = page(lead, case, person).shown
            assert (one.childhood, one.day_is_of_acts) == (expected, True)

    def test_years_that_leave_it_open_say_so(self, add, know, case, lead):
        person = add(role=PersonRole.VICTIM)
        know(person, birth=Birth(date(2000, 1, 1), date(2015, 1, 1), "looks"))
        assert page(lead, case, person).shown.childhood == Childhood.MAYBE
        assert not page(lead, case, person).shown.is_child

    def test_an_organisation_is_no_victim(self, add, case, lead):
        company = add("Golden Lagoon (invented)", PersonRole.CONCERNED, kind=PersonKind.ORGANISATION)
        with pytest.raises(actions.OnlyPersons):
            actions.give_role(by=lead, ref=case.ref, person_id=company.pk, role=PersonRole.VICTIM, reason="x")


# -- victims -----------------------------------------------------------------------------------------------------------


class TestVictims:
    def test_from_suspect_to_victim_in_one_step_with_the_past_kept(self, add, case, lead, contributor):
        person = add()
        assert shown(contributor, case)[0].name == BOB
        before = Entry.objects.filter(reading=False).count()
        actions.recognise_as_victim(by=contributor, ref=case.ref, person_id=person.pk, reason="Was made to write")
        entries = Entry.objects.filter(reading=False).order_by("-index")[
            : Entry.objects.filter(reading=False).count() - before
        ]
        assert [entry.verb for entry in entries] == ["case.victim_recognised"]
        [one] = shown(contributor, case)
        assert (one.name, one.roles, one.was_suspect) == (person.code_name, {PersonRole.VICTIM}, True)
        assert len(one.places) == 2
        assert door_of(f"{case.subject}/person:{person.pk}/name") == f"lead:{case.ref}"

    def test_what_tells_who_they_are_is_shut_on_the_page_and_in_its_history(self, add, know, case, lead, contributor):
        person = add()
        know(person, names=(Name(BOB), Name("Joe")), documents=(PASSPORT,), occupation="Clerk")
        actions.recognise_as_victim(by=lead, ref=case.ref, person_id=person.pk, reason="x")
        seen = page(contributor, case, person)
        assert seen.record.facts == PersonFacts(occupation="Clerk")
        changes = queries.person_changes(opened(contributor, case), seen.shown)
        assert "Quartzwater" not in repr(changes) + repr(seen)
        assert "QX7654321" not in repr(changes)

    def test_a_contributor_adds_names_unseen_and_only_a_lead_replaces_them(self, add, case, lead, contributor):
        person = add(ANA, PersonRole.VICTIM)
        change = {"ref": case.ref, "person_id": person.pk, "version": 1}
        with pytest.raises(PermissionDenied):
            actions.describe_person(by=contributor, facts={"names": ()}, **change)
        actions.describe_person(by=contributor, facts={}, more_names=[Name("Annie", kind="alias")], **change)
        record = queries.facts_to_describe(lead, opened(lead, case), person.pk, telling=True)
        assert [name.full for name in record.facts.names] == [ANA, "Annie"]
        with pytest.raises(PermissionDenied):
            queries.facts_to_describe(contributor, opened(contributor, case), person.pk, telling=True)

    def test_taking_the_role_back_needs_a_lead_and_the_name_stays_shut(self, add, case, lead, contributor):
        person = add(ANA, PersonRole.VICTIM)
        place = case.persons.get()
        for deed in (
            lambda by: actions.withdraw_victim_role(by=by, ref=case.ref, person_id=person.pk, reason="x"),
            lambda by: actions.end_role(by=by, ref=case.ref, place_id=place.pk, reason="x"),
        ):
            with pytest.raises(PermissionDenied):
                deed(contributor)
        actions.withdraw_victim_role(by=lead, ref=case.ref, person_id=person.pk, reason="Is the recruiter")
        [one] = shown(lead, case)
        assert (one.name, one.roles, one.is_shut) == (person.code_name, set(), True)

    def test_an_authority_recognises(self, add, case, lead, contributor):
        person = add(ANA, PersonRole.VICTIM)
        told = {"ref": case.ref, "person_id": person.pk, "authority": "Immigration (invented)", "on": date(2026, 11, 1)}
        with pytest.raises(PermissionDenied):
            actions.confirm_victim(by=contributor, **told)
        actions.confirm_victim(by=lead, **told)
        assert case.persons.get().confirmed_by == "Immigration (invented)"

    def test_a_shut_name_is_shut_in_every_case(self, add, case, lead):
        other = actions.open_case(by=lead, title="Other")
        one, two = add(BOB), add(BOB, ref=other.ref)
        actions.merge_persons(by=lead, ref=case.ref, keep=one.pk, other=two.pk, reason="One passport")
        actions.recognise_as_victim(by=lead, ref=other.ref, person_id=two.pk, reason="x")
        assert all(person.is_code_name for at in (case, other) for person in shown(lead, at))
        assert door_of(f"{case.subject}/person:{one.pk}/name") == f"lead:{case.ref}"


# -- relations ---------------------------------------------------------------------------------------------------------


class TestRelations:
    def test_they_are_noted_with_a_source_and_taken_back_with_a_reason(self, add, case, lead):
        one, other = add(), add(ANA, PersonRole.WITNESS)
        noted = actions.relate_persons(
            by=lead, ref=case.ref, person_id=one.pk, other_id=other.pk, kind=RelationKind.RECRUITED, source="Says so"
        )
        case_now = opened(lead, case)
        [tie] = queries.relations_of(case_now, queries.persons_of(case_now))
        assert (tie.one.id, tie.other.id, tie.relation) == (one.pk, other.pk, noted)
        actions.take_back_relation(by=lead, ref=case.ref, relation_id=noted.pk, reason="Another Bob")
        assert queries.relations_of(case_now, queries.persons_of(case_now)) == []
        assert case.relations.get().taken_back_reason == "Another Bob"

    def test_what_makes_no_sense_is_refused(self, add, case, lead):
        one, other = add(), add(ANA)
        tie = {"by": lead, "ref": case.ref, "person_id": one.pk, "kind": RelationKind.PAID, "source": "x"}
        with pytest.raises(actions.RelatedToThemselves):
            actions.relate_persons(other_id=one.pk, **tie)
        with pytest.raises(actions.EndsBeforeItBegins):
            actions.relate_persons(other_id=other.pk, from_on=date(2026, 2, 1), until_on=date(2026, 1, 1), **tie)
        with pytest.raises(Http404):
            actions.relate_persons(other_id=10**20, **tie)


# -- two that may be one -----------------------------------------------------------------------------------------------


def proposals(by, case):
    case_now = opened(by, case)
    return queries.proposals_for(by, case_now, queries.persons_of(case_now))


class TestLikeness:
    def test_two_are_proposed_with_reasons_and_once_judged_no_more(self, add, case, lead):
        one, other = add("Mohammed Quartzwater"), add("Quartzwater, Muhammad", PersonRole.WITNESS)
        add("Somebody Else")
        [pair] = proposals(lead, case)
        assert {pair.person.id, pair.other_id} == {one.pk, other.pk}
        assert [reason.code for reason in pair.reasons] == ["name_sounds_alike"]
        actions.judge_persons(
            by=lead, ref=case.ref, person_id=one.pk, other_id=other.pk, likeness=Likeness.DIFFERENT, reason="Brothers"
        )
        assert proposals(lead, case) == []
        assert len(shown(lead, case)) == 3

    def test_in_other_cases_only_where_the_member_is_on_the_team(self, add, know, case, lead, outsider):
        mine, theirs = actions.open_case(by=lead, title="Mine"), actions.open_case(by=outsider, title="Theirs")
        one, other = add(), add(ref=mine.ref)
        add(ref=theirs.ref, by=outsider)
        [pair] = proposals(lead, case)
        assert (pair.person.id, pair.other_id, pair.other_case) == (one.pk, other.pk, mine)
        assert pair.other_name == other.code_name

    def test_nobody_learns_a_victims_name_by_a_proposal(self, add, case, lead, contributor):
        add(), add(role=PersonRole.VICTIM)
        assert proposals(contributor, case) == []
        assert len(proposals(lead, case)) == 1

    def test_same_merges_and_undoing_restores_exactly(self, add, know, case, lead):
        one, other = add(), add(BOB, PersonRole.WITNESS)
        know(other, occupation="Clerk")
        rows = [list(model.objects.order_by("pk").values()) for model in (Person, PersonInCase)]
        actions.judge_persons(
            by=lead, ref=case.ref, person_id=one.pk, other_id=other.pk, likeness=Likeness.SAME, reason="One passport"
        )
        [person] = shown(lead, case)
        assert (person.id, person.roles, person.records) == (
            one.pk, {PersonRole.SUSPECT, PersonRole.WITNESS}, (one.pk, other.pk),
        )  # fmt: skip
        assert page(lead, case, other).shown.id == one.pk
        assert len(page(lead, case, one).records) == 2
        actions.undo_merge(by=lead, ref=case.ref, merge_id=PersonMerge.objects.get().pk, reason="Twins")
        assert [list(model.objects.order_by("pk").values()) for model in (Person, PersonInCase)] == rows
        assert len(shown(lead, case)) == 2

    def test_merges_of_merges_come_apart_in_any_order(self, add, case, lead):
        a, b, c = add(), add(), add()

        def merge(keep, other):
            return actions.merge_persons(by=lead, ref=case.ref, keep=keep.pk, other=other.pk, reason="x")

        first, second = merge(b, a), merge(c, b)
        assert {one.root_id for one in Person.objects.all()} == {c.pk}
        actions.undo_merge(by=lead, ref=case.ref, merge_id=second.pk, reason="x")
        assert {one.pk: one.root_id for one in Person.objects.all()} == {a.pk: b.pk, b.pk: b.pk, c.pk: c.pk}
        second = merge(c, b)
        actions.undo_merge(by=lead, ref=case.ref, merge_id=first.pk, reason="x")
        assert {one.pk: one.root_id for one in Person.objects.all()} == {a.pk: a.pk, b.pk: c.pk, c.pk: c.pk}
        with pytest.raises(actions.AlreadyOne):
            merge(c, b)

    def test_a_merge_opens_no_name_and_shuts_the_other(self, add, case, lead):
        suspect, victim = add(), add(ANA, PersonRole.VICTIM)
        merge = actions.merge_persons(by=lead, ref=case.ref, keep=suspect.pk, other=victim.pk, reason="x")
        [one] = shown(lead, case)
        assert (one.is_shut, one.name) == (True, suspect.code_name)
        assert "Opalshell" not in repr(page(lead, case, one.places[0].person))
        actions.undo_merge(by=lead, ref=case.ref, merge_id=merge.pk, reason="x")
        assert {person.name for person in shown(lead, case)} == {BOB, victim.code_name}

    def test_every_case_of_both_must_be_writable(self, add, case, lead, outsider):
        theirs = actions.open_case(by=outsider, title="Theirs")
        actions.put_on_team(by=outsider, ref=theirs.ref, member=lead, level=Level.READ)
        one, other = add(), add(ref=theirs.ref, by=outsider)
        with pytest.raises(PermissionDenied):
            actions.merge_persons(by=lead, ref=case.ref, keep=one.pk, other=other.pk, reason="x")
        hidden = add(ref=actions.open_case(by=outsider, title="Hidden").ref, by=outsider)
        with pytest.raises(Http404):
            actions.merge_persons(by=lead, ref=case.ref, keep=one.pk, other=hidden.pk, reason="x")

    def test_in_another_case_only_what_stands_there_is_shown(self, add, know, case, lead, outsider):
        mine = actions.open_case(by=lead, title="Mine")
        one, other = add(), add("R. Quartzwater", ref=mine.ref)
        know(one, occupation="Clerk of the first case")
        actions.merge_persons(by=lead, ref=case.ref, keep=one.pk, other=other.pk, reason="x")
        actions.put_on_team(by=lead, ref=mine.ref, member=outsider, level=Level.READ)
        seen = page(outsider, mine, one)
        assert seen.shown.id == other.pk
        assert "first case" not in repr(seen)
        assert (seen.elsewhere, seen.merges) == ((), ())
        assert [place.case for place in page(lead, mine, one).elsewhere] == [case]

    def test_a_person_and_a_company_are_two(self, add, case, lead):
        company = add(BOB, PersonRole.CONCERNED, kind=PersonKind.ORGANISATION)
        with pytest.raises(actions.OfTwoKinds):
            actions.merge_persons(by=lead, ref=case.ref, keep=add().pk, other=company.pk, reason="x")


# -- removing and erasing ----------------------------------------------------------------------------------------------


class TestGoing:
    def test_removing_is_a_right_apart_and_deletes_nothing(self, add, case, lead, contributor):
        person = add()
        with pytest.raises(PermissionDenied):
            actions.remove_person(by=lead, ref=case.ref, person_id=person.pk, reason="Another case")
        case.team.filter(member=contributor).update(may_remove=True)
        actions.remove_person(by=contributor, ref=case.ref, person_id=person.pk, reason="Another case")
        assert shown(lead, case) == []
        assert (case.persons.get().removed_reason, Person.objects.get()) == ("Another case", person)
        assert not door_of(f"{case.subject}/person:{person.pk}")
        with pytest.raises(Http404):
            page(lead, case, person)
        with pytest.raises(Http404):
            actions.give_role(by=lead, ref=case.ref, person_id=person.pk, role=PersonRole.WITNESS, reason="x")

    def test_erasing_takes_every_value_and_the_log_still_verifies(self, add, know, case, lead, contributor):
        person = add(ANA, PersonRole.VICTIM)
        know(person, occupation="Opalpolisher", documents=(PASSPORT,))
        old_key = Person.objects.get().opened_key()
        with pytest.raises(PermissionDenied):
            actions.erase_person(by=contributor, ref=case.ref, person_id=person.pk)
        actions.erase_person(by=lead, ref=case.ref, person_id=person.pk)
        assert Person.objects.get().opened_facts() == PersonFacts()
        assert not PersonToken.objects.exists()
        changes = queries.person_changes(opened(lead, case), page(lead, case, person).shown)
        assert {(value.old, value.new) for change in changes for value in change.values} == {(None, None)}
        assert old_key not in held()
        assert check_log().first_broken is None
        know(person, occupation="Known anew")  # under another key: the old values stay gone
        changes = queries.person_changes(opened(lead, case), page(lead, case, person).shown)
        assert "Opalpolisher" not in repr(changes)

    def test_who_leads_one_of_two_cases_erases_in_neither(self, add, case, lead, outsider):
        theirs = actions.open_case(by=outsider, title="Theirs")
        actions.put_on_team(by=outsider, ref=theirs.ref, member=lead, level=Level.CONTRIBUTE)
        one, other = add(), add(ref=theirs.ref, by=outsider)
        actions.merge_persons(by=lead, ref=case.ref, keep=one.pk, other=other.pk, reason="x")
        with pytest.raises(PermissionDenied):
            actions.erase_person(by=lead, ref=case.ref, person_id=one.pk)
        assert Person.objects.get(pk=one.pk).opened_name() == BOB


def test_persons_cost_the_same_number_of_queries_however_many(add, case, lead):
    costs = []
    for _round in range(2):
        for number in range(5):
            add(f"Ana Opal{number}", PersonRole.VICTIM)
        case_now = opened(lead, case)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            everybody = queries.persons_of(case_now)
            queries.proposals_for(lead, case_now, everybody)
            queries.relations_of(case_now, everybody)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 10
