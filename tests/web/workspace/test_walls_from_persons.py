"""Conflict of interest on a person's page: a wall in one step, and the hint that somebody is called like a member."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lali.records.agencies.actions import enrol_member
from lali.records.cases import actions
from lali.records.cases.models import NamesakePutAside, Wall
from lali.records.cases.vocabulary import Level
from lali.records.transfers.actions import erase_person

pytestmark = pytest.mark.slow

HINT = "Called like a colleague"
OFFERED = "This colleague may be a person of this case, or close to one."


@pytest.fixture
def add(case, lead):
    def add(name, role="witness"):
        return actions.add_person(by=lead, ref=case.ref, name=name, role=role).person_id

    return add


@pytest.fixture
def page(case):
    return lambda person, part="": f"/cases/{case.ref}/persons/{person}/{part}"


def test_a_lead_walls_a_colleague_off_from_the_persons_page(open_page, text_of, lead, colleague, case, add, page):
    person = add("Bob Saltwater")
    shown = open_page(lead, page(person))
    assert "A colleague is this person, or close to them" in text_of(shown)
    assert f"{OFFERED}</textarea>" in shown.content.decode()
    form = {"wall-member": colleague.pk, "wall-kind": "related", "wall-reason": "His brother"}
    done = open_page(lead, page(person, "wall/"), form)
    assert done["Location"] == f"/cases/{case.ref}/team/#walls"
    assert Wall.objects.standing().get(case=case).member == colleague
    wrong = open_page(lead, page(person, "wall/"), form | {"wall-reason": ""})
    assert wrong.status_code == 400
    assert "This field is required" in text_of(wrong)
    assert open_page(colleague, page(person, "wall/"), form).status_code == 404


def test_the_words_that_are_offered_name_nobody_and_tell_no_hint(open_page, lead, colleague, case, add, page):
    """The team reads a wall's reason: a name that is shut or erased later must not stand there by our doing."""
    person, victim = add("Jone Breadfruit"), add("Breadfruit Jone", "victim")
    opened = open_page(lead, page(victim, "name/"), {"reason-reason": "The embassy asks"})
    for shown in (open_page(lead, page(person)), open_page(lead, f"/cases/{case.ref}/team/"), opened):
        offered = re.findall(r'<textarea[^>]*name="wall-reason"[^>]*>\n([^<]*)</textarea>', shown.content.decode())
        offered = {words for words in offered if words}
        assert offered == {OFFERED}


def test_a_name_that_is_shut_or_erased_later_stands_in_no_wall(
    open_page, text_of, lead, colleague, outsider, case, add, page
):
    person = add("Bob Saltwater", "suspect")
    form = {"wall-member": colleague.pk, "wall-kind": "related", "wall-reason": OFFERED}
    assert open_page(lead, page(person, "wall/"), form).status_code == 302
    actions.put_on_team(by=lead, ref=case.ref, member=outsider, level=Level.READ)
    actions.give_role(by=lead, ref=case.ref, person_id=person, role="victim", reason="Recognised")
    assert "Saltwater" not in text_of(open_page(outsider, f"/cases/{case.ref}/team/"))
    erase_person(by=lead, ref=case.ref, person_id=person)
    assert Wall.objects.get().reason == OFFERED


def test_who_came_back_does_not_read_why_they_were_kept_out(open_page, text_of, lead, colleague, outsider, case):
    about = {"by": lead, "ref": case.ref}
    wall = actions.set_wall(**about, member=colleague, kind="related", reason="Marigold is a cousin")
    actions.lift_wall(**about, wall_id=wall.pk, reason="Another Rosewood")
    actions.put_on_team(**about, member=colleague, level=Level.LEAD)
    actions.put_on_team(**about, member=outsider, level=Level.CONTRIBUTE)
    team = f"/cases/{case.ref}/team/"
    assert "Marigold is a cousin" in text_of(open_page(lead, team))
    assert "Another Rosewood" in text_of(open_page(lead, team))
    for member in (colleague, outsider):
        for address in (team, f"/cases/{case.ref}/journal/", f"/cases/{case.ref}/"):
            words = text_of(open_page(member, address))
            assert "Marigold" not in words
            assert "Rosewood" not in words


def test_who_only_contributes_has_no_wall_to_set_and_a_supervisor_has(
    open_page, text_of, lead, colleague, supervisor, case, add, page
):
    person = add("Tevita Farreef")
    actions.put_on_team(by=lead, ref=case.ref, member=supervisor, level=Level.READ)
    form = {"wall-member": colleague.pk, "wall-kind": "related", "wall-reason": "His brother"}
    assert open_page(colleague, page(person, "wall/"), form).status_code == 404
    assert "A colleague is this person" in text_of(open_page(supervisor, page(person)))
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    words = text_of(open_page(colleague, page(person)))
    assert "A colleague is this person" not in words
    assert HINT not in words
    assert "Set a wall" not in text_of(open_page(colleague, f"/cases/{case.ref}/team/"))


def test_the_hint_stands_on_both_pages_and_is_put_aside(open_page, text_of, lead, colleague, case, add, page):
    person = add("Breadfruit, Jone")
    team = f"/cases/{case.ref}/team/"
    for address in (page(person), team):
        words = text_of(open_page(lead, address))
        assert HINT in words
        assert "Breadfruit, Jone of this case and Jone Breadfruit have words of their names in common" in words
    form = {"namesake-member_id": colleague.pk, "namesake-reason": ""}
    wrong = open_page(lead, page(person, "namesake/"), form)
    assert wrong.status_code == 400
    assert "This field is required" in text_of(wrong)
    form["namesake-reason"] = "Born in 1950"
    assert open_page(lead, page(person, "namesake/"), form)["Location"] == page(person)
    assert HINT not in text_of(open_page(lead, page(person)))
    words = text_of(open_page(lead, team))
    assert "Called like a colleague, put aside" in words
    assert "Born in 1950" in words
    assert open_page(lead, page(person, "namesake/"), form).status_code == 404


def test_who_was_erased_is_told_by_no_page(open_page, text_of, lead, colleague, case, add, page):
    person = add("Jone Breadfruit")
    form = {"namesake-member_id": colleague.pk, "namesake-reason": "Jone of Rewa, born 1950"}
    assert open_page(lead, page(person, "namesake/"), form).status_code == 302
    erase_person(by=lead, ref=case.ref, person_id=person)
    words = text_of(open_page(lead, f"/cases/{case.ref}/team/"))
    assert "put aside" not in words
    assert "Rewa" not in words


def test_a_possible_victims_name_gives_the_hint_only_where_it_is_open(
    open_page, text_of, lead, colleague, case, add, page
):
    person = add("Jone Breadfruit", "victim")
    for address in (page(person), f"/cases/{case.ref}/team/"):
        assert HINT not in text_of(open_page(lead, address))
    opened = open_page(lead, page(person, "name/"), {"reason-reason": "The embassy asks"})
    assert HINT in text_of(opened)
    form = {"namesake-member_id": colleague.pk, "namesake-reason": "A cousin of nobody"}
    assert open_page(lead, page(person, "namesake/"), form).status_code == 302
    assert NamesakePutAside.objects.get().person_id == person
    assert "A cousin of nobody" not in text_of(open_page(lead, f"/cases/{case.ref}/team/"))


def test_the_named_member_sees_the_same_pages_as_if_there_were_no_hint(
    open_page, text_of, lead, colleague, case, add, page
):
    """The attack: the member leads the case too, and compares all its pages before and after somebody looked."""
    hinted, other = add("Jone Breadfruit"), add("Quite Another")
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD)
    pages = [page(hinted), f"/cases/{case.ref}/team/", f"/cases/{case.ref}/", "/notices/", "/access/"]
    before = [text_of(open_page(colleague, address)) for address in pages]
    assert not [words for words in before if HINT in words]
    form = {"namesake-member_id": colleague.pk, "namesake-reason": "Marigold"}
    assert open_page(lead, page(hinted, "namesake/"), form).status_code == 302
    assert "Put aside." in text_of(open_page(lead, page(hinted)))
    assert [text_of(open_page(colleague, address)) for address in pages] == before
    journal = text_of(open_page(colleague, f"/cases/{case.ref}/journal/"))
    assert "put aside" not in journal
    tried = [open_page(colleague, page(person, "namesake/"), form) for person in (hinted, other)]
    assert [answer.status_code for answer in tried] == [404, 404]
    assert len({text_of(answer) for answer in tried}) == 1


@pytest.mark.slow
def test_the_number_of_questions_does_not_grow_with_persons_and_members(open_page, lead, case, add, agency):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            open_page(lead, f"/cases/{case.ref}/team/")
        return len(queries)

    def enrol(number):
        email = f"jone{number}@htu.example"
        enrol_member(by="node", agency=agency, email=email, name="Jone Breadfruit", role="investigator", password="x")

    add("Jone Breadfruit")
    enrol(0)
    asked()  # signs in
    few = asked()
    for number in range(1, 6):
        add(f"Jone Breadfruit {number}")
        enrol(number)
    assert asked() == few


def test_the_reason_of_a_wall_has_room_for_its_sentence(open_page, lead, add, page):
    shown = open_page(lead, page(add("Bob Saltwater"))).content.decode()
    assert "This colleague may be a person of this case, or close to one.</textarea>" in shown


def test_who_stands_behind_a_wall_is_not_offered_for_the_team(open_page, lead, colleague, case):
    def offered():
        return open_page(lead, f"/cases/{case.ref}/team/").context["team_form"].fields["member"].queryset

    assert colleague in offered()
    wall = actions.set_wall(by=lead, ref=case.ref, member=colleague, kind="related", reason="His brother")
    assert colleague not in offered()
    actions.lift_wall(by=lead, ref=case.ref, wall_id=wall.pk, reason="Another person")
    assert colleague in offered()


def test_an_empty_list_of_oversight_readers_says_why(open_page, text_of, lead, case):
    words = text_of(open_page(lead, f"/cases/{case.ref}/team/"))
    assert "The list is empty: nobody here has the role of an oversight reader. Ask an administrator" in words
