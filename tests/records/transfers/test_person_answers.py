"""Answers about persons that came from another node: kept when they are words, refused when they are anything else."""

import pytest

from lali.engines.exchange import Malformed
from lali.records.cases import actions
from lali.records.configuration.actions import load_shipped
from lali.records.configuration.queries import in_force
from lali.records.entities.actions import keep_facts
from lali.records.entities.models import Person
from lali.records.transfers import settling


@pytest.fixture
def came(lead, case):
    """A person as they came, with answers: `came(answers)`."""

    def came(answers):
        person = actions.add_person(by=lead, ref=case.ref, name="Bob Quartz", role="suspect").person
        keep_facts(by=lead, person=person, version=1, facts={"answers": answers}, about=case.subject)
        return Person.objects.get(pk=person.pk)

    return came


def test_answers_to_fields_that_are_not_known_here_are_kept(came):
    row = came({"tattoo": "A crow", "works_in": ["fishing"]})
    settling.person(row, None)
    assert row.opened_facts().answers == {"tattoo": "A crow", "works_in": ["fishing"]}


@pytest.mark.parametrize(
    "answers",
    [{"a": "x" * 3000}, {"a": ["x"] * 200}, {"a": 7}, {"a": [["x"]]}, {"a": None}, {"still_held": "perhaps"}],
)
def test_what_is_no_answer_is_refused(agency, came, answers):
    load_shipped(by="node", country="FJ")
    assert any(one.code == "still_held" for one in in_force().configuration.fields)
    with pytest.raises(Malformed):
        settling.person(came(answers), None)
