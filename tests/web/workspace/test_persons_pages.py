"""Persons and organisations on the screen: the tab, one person's page, two who write at once, 101 victims."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lali.records.cases import actions
from lali.records.entities.facts import Document, Name
from lali.records.entities.models import Person

pytestmark = pytest.mark.slow

ROWS = {f"{rows}-{what}": 0 for rows in ("names", "documents") for what in ("TOTAL_FORMS", "INITIAL_FORMS")}
BOB = "Bob Quartzwater"


@pytest.fixture
def add(case, lead):
    """Add a person: `add(name, role)`; gives the number."""

    def add(name=BOB, role="suspect", **more):
        return actions.add_person(by=lead, ref=case.ref, name=name, role=role, **more).person_id

    return add


@pytest.fixture
def at(case):
    """An address under the case's persons: `at(person, "describe/")`."""
    return lambda *parts: (
        f"/cases/{case.ref}/persons/" + "".join(f"{part}/" if isinstance(part, int) else part for part in parts)
    )


def test_an_empty_tab_says_what_to_do_first(see, lead, at):
    assert "Add persons and organisations with the role they have" in see(lead, at())


def test_somebody_is_added_described_related_and_shown(open_page, see, lead, add, at, case):
    added = open_page(
        lead, at("add/"), {"person-kind": "organisation", "person-name": "Lagoon Ltd", "person-role": "concerned"}
    )
    company = int(re.search(r"persons/(\d+)/", added["Location"])[1])
    person = add()
    known = ROWS | {
        "version": 1, "born_from": "2001-05-03", "born_basis": "document", "sex": "male", "nationalities": "Fiji, vu",
        "languages": "Bislama", "occupation": "Driver", "contact": "Quarry 7",
        "names-TOTAL_FORMS": 2, "names-0-full": BOB, "names-0-kind": "name", "names-1-given": "Robert",
        "names-1-family": "Quartzwater", "names-1-kind": "alias", "documents-TOTAL_FORMS": 1,
        "documents-0-kind": "passport", "documents-0-number": "N12345", "documents-0-country": "Fiji",
    }  # fmt: skip
    assert open_page(lead, at(person, "describe/"), known).status_code == 302
    tie = {"relation-kind": "employs", "relation-other_id": company, "relation-source": "Pay slips"}
    open_page(lead, at(person, "relations/"), tie)
    words = see(lead, at(person))
    opened = timezone.localdate(case.opened_at)
    age = opened.year - 2001 - ((opened.month, opened.day) < (5, 3))
    for said in (
        "3 May 2001 (A document)", f" {age} years old when the case was opened", "Fiji, Vanuatu", "Bislama",
        "Robert Quartzwater (Also called)", "Passport, N12345, Fiji", "employs", "Pay slips",
        "Litia Coralgarden changed what is known of a person",
    ):  # fmt: skip
        assert said in words
    form = open_page(lead, at(person, "describe/")).content.decode()
    for kept in ('value="Fiji, Vanuatu"', 'value="2001-05-03"', 'value="N12345"'):
        assert kept in form
    tab = see(lead, at())
    assert "Lagoon Ltd" in tab
    assert "Picture of the ties" in open_page(lead, at()).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"nationalities": "Atlantis"}, "“Atlantis” is not in the list"),
        ({"born_until": "2001-01-01"}, "before which day"),
        ({"born_from": "2002-01-01", "born_until": "2001-01-01"}, "stands before the first"),
        ({"born_from": "2199-01-01"}, "Nobody of this case was born then"),
    ],
)
def test_what_makes_no_sense_comes_back_with_what_was_typed(open_page, text_of, lead, add, at, wrong, said):
    response = open_page(lead, at(add(), "describe/"), ROWS | {"version": 1, "occupation": "Driver"} | wrong)
    assert said in text_of(response)
    assert 'value="Driver"' in response.content.decode()


def test_two_who_write_are_both_shown_both_values(open_page, text_of, lead, add, case, at):
    person = add()
    actions.describe_person(by=lead, ref=case.ref, person_id=person, version=1, facts={"occupation": "Fisher"})
    mine = ROWS | {"version": 1, "occupation": "Driver"}
    response = open_page(lead, at(person, "describe/"), mine)
    words, html = text_of(response), response.content.decode()
    assert "A colleague changed this page while you were writing" in words
    assert "How it stands now Names" in words.replace("  ", " ")
    assert "Fisher" in words
    assert 'value="Driver"' in html
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    assert open_page(lead, at(person, "describe/"), mine | {"version": version}).status_code == 302


def test_recognised_in_one_step_with_the_banner_and_no_name(open_page, see, lead, add, at):
    person = add()
    assert BOB in see(lead, at(person))
    open_page(lead, at(person, "victim/"), {"recognise-reason": "Was made to write"})
    words = see(lead, at(person))
    assert "look at the charges again" in words
    assert "Possible victim" in words
    for page in (at(person), at(), at(person, "describe/")):
        assert BOB not in open_page(lead, page).content.decode()


def test_a_lead_reads_and_puts_right_what_tells_who_a_victim_is(open_page, text_of, lead, add, case, at):
    person = add("Ana Opalshell", "victim")
    paper = Document("passport", "QX1", "FJ")
    actions.describe_person(by=lead, ref=case.ref, person_id=person, version=1, facts={}, more_documents=[paper])
    told = open_page(lead, at(person, "name/"), {"reason-reason": "Court order"})
    assert "Ana Opalshell" in text_of(told)
    assert "QX1" in text_of(told)
    right = ROWS | {"version": 2, "contact": "Shelter", "names-TOTAL_FORMS": 1, "names-0-full": "Anna Opalshell"}
    right |= {"names-0-kind": "name"}
    late = open_page(lead, at(person, "identify/"), right | {"version": 1})
    assert late.status_code == 400
    assert "How it stands now" in text_of(late) or "Ana Opalshell" in text_of(late)
    assert open_page(lead, at(person, "identify/"), right).status_code == 302
    assert Person.objects.get(pk=person).opened_facts().names == (Name("Anna Opalshell"),)


def test_an_authority_recognises_and_the_role_is_taken_back(open_page, see, lead, add, at):
    person = add("Ana Opalshell", "victim")
    open_page(lead, at(person, "victim/confirm/"), {"confirm-authority": "Immigration", "confirm-on": "2026-11-01"})
    assert "Recognised officially by Immigration on 1 Nov 2026" in see(lead, at(person))
    assert "Victim, officially recognised" in see(lead, at())
    open_page(lead, at(person, "victim/withdraw/"), {"reason-reason": "Is the recruiter"})
    assert "Ana Opalshell" not in see(lead, at(person))


def test_who_may_be_a_victim_is_parted_without_a_name(open_page, text_of, lead, add, at):
    one, other = add("Mohammed Quartzwater"), add("Quartzwater Muhammad", "victim")
    open_page(lead, at(one, "merge/"), {"merge-other": other, "merge-reason": "One passport"})
    said = text_of(open_page(lead, at(one)))
    assert "Part the two records of this person again" in said
    assert "Quartzwater" not in said


def test_a_pair_is_proposed_judged_merged_and_parted(open_page, see, text_of, lead, add, case, at):
    one, other = add("Mohammed Quartzwater"), add("Quartzwater Muhammad", "witness")
    words = see(lead, at())
    assert "One pair may be one person" in words
    assert "For it: the names sound alike." in words
    without = open_page(lead, at(one, "judge/"), {"judge-other_id": other, "judge-likeness": "same"})
    assert without.status_code == 400
    told = {"judge-other_id": other, "judge-likeness": "same", "judge-reason": "One passport"}
    open_page(lead, at(one, "judge/"), told)
    assert "2 records of one person" in see(lead, at())
    page = open_page(lead, at(other))
    [(merge, first, second)] = [(shown.merge, shown.one, shown.other) for shown in page.context["found"].merges]
    assert {first, second} == {f"Mohammed Quartzwater ({case.ref})", f"Quartzwater Muhammad ({case.ref})"}
    assert f"Part {first} and {second} again" in text_of(page)
    open_page(lead, at(one, "merge/", merge.pk, "undo/"), {"reason-reason": "Brothers"})
    assert "records of one person" not in see(lead, at())
    assert "may be one person" in see(lead, at())  # what was said went with it, and is asked again
    open_page(lead, at(one, "merge/"), {"merge-other": other, "merge-reason": "After all"})
    assert "2 records of one person" in see(lead, at())


def test_erasing_takes_two_steps(open_page, text_of, see, lead, add, at):
    person = add()
    assert open_page(lead, at(person, "erase/"), {}).status_code == 400
    assert BOB in see(lead, at(person))
    open_page(lead, at(person, "erase/"), {"erase-sure": "on"})
    words = see(lead, at(person))
    assert "has been erased" in words
    assert BOB not in words


def test_removing_is_offered_to_who_may(open_page, see, lead, case, add, at):
    person = add()
    assert "Entered by mistake" not in see(lead, at(person))
    case.team.filter(member=lead).update(may_remove=True)
    assert "Entered by mistake" in see(lead, at(person))
    open_page(lead, at(person, "remove/"), {"reason-reason": "Another case"})
    assert BOB not in see(lead, at())
    assert open_page(lead, at(person)).status_code == 404


def test_a_reader_is_offered_no_form_but_a_watch_of_their_own(open_page, lead, outsider, case, add, at):
    actions.put_on_team(by=lead, ref=case.ref, member=outsider, level="read")
    add("Same Twice"), add("Same Twice")
    person = add()
    for page in (at(), at(person)):
        sent = re.findall(r'method="post" action="(/cases[^"]*)"', open_page(outsider, page).content.decode())
        assert [one for one in sent if not one.endswith("/watch/")] == []


def test_hostile_names_are_only_words(open_page, lead, add, at):
    person = add("<script>alert(1)</script>")
    html = open_page(lead, at(person)).content.decode() + open_page(lead, at()).content.decode()
    assert "<script" not in html


@pytest.mark.slow
def test_101_victims_are_paged_filtered_and_cost_no_more_queries(open_page, text_of, lead, add, at):
    add("Witness One", "witness")
    costs, sizes = [], []
    for many in (10, 91):
        for number in range(many):
            add(f"Nguyen Thi Opal{number:03}", "victim")
        open_page(lead, at())
        with CaptureQueriesContext(connection) as asked:
            response = open_page(lead, at())
        costs.append(len(asked))
        sizes.append(len(response.content))
    assert costs[1] <= costs[0]
    assert sizes[1] < 60_000
    assert "Possible victim 101" in text_of(response)
    assert "Opal" not in response.content.decode()
    assert "Witness One" in text_of(open_page(lead, at() + "?role=witness"))
    assert "Witness One" not in text_of(open_page(lead, at() + "?role=victim&page=4"))
