"""Extra fields of persons: asked, sealed, journalled and erased with the rest of what is known of them."""

import pytest
from django.core.exceptions import PermissionDenied

from lali.records.audit.models import Entry
from lali.records.cases import actions, queries
from lali.records.cases.vocabulary import Level
from lali.records.configuration.actions import change_configuration, load_shipped
from lali.records.configuration.answers import AnswerIsWrong
from lali.records.configuration.queries import in_force
from lali.records.entities.models import Person

FIELDS = """
[[fields]]
code = "tattoo"
words.en = "Tattoo or scar"
words.fr = "Tatouage ou cicatrice"
record = "person"
type = "text"
secrecy = "personal"

[[fields]]
code = "works_in"
words.en = "Works in"
words.fr = "Travaille dans"
record = "person"
type = "choices"
list = "sectors"
secrecy = "internal"

[[fields]]
code = "sleeps_at"
words.en = "Where she sleeps"
words.fr = "Où elle dort"
record = "person"
type = "text"
secrecy = "victim"

[[fields]]
code = "only_scam"
words.en = "Compound"
words.fr = "Complexe"
record = "person"
type = "text"
secrecy = "personal"
kinds = ["scam_centre"]
"""


@pytest.fixture
def configured(administrator):
    load_shipped(by="node", country="FJ")
    now = in_force()
    text = now.text.replace("\n[[templates]]", f"{FIELDS}\n[[templates]]", 1)
    return change_configuration(by=administrator, base=now.number, text=text, why="Persons are asked, too")


@pytest.fixture
def add(lead, case):
    return lambda role="suspect": actions.add_person(by=lead, ref=case.ref, name="Bob Quartz", role=role).person


def describe(member, case, person, **answers):
    version = Person.objects.get(pk=person.pk).version
    return actions.describe_person(
        by=member, ref=case.ref, person_id=person.pk, version=version, facts={}, answers=answers
    )


def asked(member, case, person, *, telling=False):
    opened = queries.read_case(member, case.ref)
    record = queries.facts_to_describe(member, opened, person.pk, telling=telling)
    extras = queries.extras_of_person(opened, record, telling=telling)
    return [one.code for one in extras.asked], extras.answers


def test_a_person_is_asked_what_the_kind_of_case_asks(configured, lead, case, add):
    person = add()
    assert asked(lead, case, person) == (["tattoo", "works_in", "sleeps_at"], {})
    describe(lead, case, person, tattoo="A crow", works_in=["fishing", "care"])
    assert asked(lead, case, person)[1] == {"tattoo": "A crow", "works_in": ["fishing", "care"]}
    company = actions.add_person(by=lead, ref=case.ref, name="Lagoon", role="concerned", kind="organisation").person
    assert asked(lead, case, company)[0] == []
    with pytest.raises(AnswerIsWrong):
        describe(lead, case, person, works_in=["nothing"])


def test_old_and_new_answers_stand_in_the_journal_sealed_under_the_persons_key(configured, lead, case, add, scan):
    person = add()
    describe(lead, case, person, tattoo="Marigold", works_in=["fishing"])
    describe(lead, case, person, tattoo="")
    assert "Marigold" not in scan() + str(list(Person.objects.values_list()))
    entries = Entry.objects.filter(verb="person.described").order_by("index")
    assert [sorted(entry.facts["changed"]) for entry in entries] == [
        ["answers.tattoo", "answers.works_in"],
        ["answers.tattoo"],
    ]
    opened = queries.read_case(lead, case.ref)
    shown = queries.read_person(lead, opened, person.pk).shown
    values = [(one.field, one.old, one.new) for one in queries.person_changes(opened, shown)[0].values]
    assert values == [("answers.tattoo", "Marigold", "")]
    actions.erase_person(by=lead, ref=case.ref, person_id=person.pk)
    shown = queries.read_person(lead, opened, person.pk).shown
    every = [one for change in queries.person_changes(opened, shown) for one in change.values]
    assert {(one.old, one.new) for one in every} == {(None, None)}
    assert asked(lead, case, person)[1] == {}


def test_what_tells_of_a_possible_victim_is_shut_with_the_name(configured, lead, colleague, case, add):
    person = add("victim")
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    describe(lead, case, person, sleeps_at="Marigold house", tattoo="A crow")
    assert asked(colleague, case, person) == (["tattoo", "works_in"], {"tattoo": "A crow"})
    assert asked(lead, case, person) == (["tattoo", "works_in"], {"tattoo": "A crow"})
    assert asked(lead, case, person, telling=True)[0] == ["sleeps_at"]
    describe(colleague, case, person, tattoo="A heron")
    assert asked(lead, case, person, telling=True)[1] == {"sleeps_at": "Marigold house", "tattoo": "A heron"}
    with pytest.raises(PermissionDenied):
        describe(colleague, case, person, sleeps_at="Elsewhere")
    opened = queries.read_case(colleague, case.ref)
    shown = queries.read_person(colleague, opened, person.pk).shown
    told = str([change.values for change in queries.person_changes(opened, shown)])
    assert "Marigold" not in told
    assert "A heron" in told


def test_a_field_that_was_retired_keeps_its_answer(configured, lead, administrator, case, add):
    person = add()
    describe(lead, case, person, tattoo="A crow")
    now = in_force()
    text = now.text.replace('code = "tattoo"', 'code = "tattoo"\nretired_on = 2026-01-01')
    change_configuration(by=administrator, base=now.number, text=text, why="Not asked")
    assert asked(lead, case, person) == (["works_in", "sleeps_at"], {"tattoo": "A crow"})
    describe(lead, case, person, works_in=["care"])
    assert asked(lead, case, person)[1] == {"tattoo": "A crow", "works_in": ["care"]}
