"""Extra fields of persons on the screen: asked in the form, told on the page, told apart where a name is shut."""

import pytest
from django.utils import translation

from lali.records.cases import actions
from lali.records.configuration.actions import change_configuration, load_shipped
from lali.records.configuration.queries import in_force
from tests.records.cases.test_configured_persons import FIELDS

pytestmark = pytest.mark.slow

ROWS = {f"{rows}-{what}": 0 for rows in ("names", "documents") for what in ("TOTAL_FORMS", "INITIAL_FORMS")}


@pytest.fixture(autouse=True)
def english_again():
    """A page read in French leaves this thread in French."""
    yield
    translation.activate("en")


@pytest.fixture
def person(administrator, lead, case):
    """Somebody in a role, with the configuration that asks for more: `person(role)` gives the address."""
    load_shipped(by="node", country="FJ")
    now = in_force()
    text = now.text.replace("\n[[templates]]", f"{FIELDS}\n[[templates]]", 1)
    change_configuration(by=administrator, base=now.number, text=text, why="Persons are asked, too")

    def person(role):
        number = actions.add_person(by=lead, ref=case.ref, name="Bob Quartz", role=role).person_id
        return f"/cases/{case.ref}/persons/{number}/"

    return person


def test_asked_answered_told_and_kept_in_the_history(open_page, see, lead, person):
    page = person("suspect")
    form = see(lead, f"{page}describe/")
    assert "Tattoo or scar" in form
    assert "Compound" not in form
    typed = ROWS | {"version": 1, "extra_tattoo": "A crow", "extra_works_in": ["fishing", "care"]}
    assert open_page(lead, f"{page}describe/", typed).status_code == 302
    words = see(lead, page)
    assert "Tattoo or scar A crow" in words
    assert "Works in" in words
    assert "Tattoo or scar – → A crow" in words
    assert 'value="fishing"' in open_page(lead, f"{page}describe/").content.decode()
    wrong = open_page(lead, f"{page}describe/", typed | {"version": 1, "extra_works_in": ["nothing"]})
    assert "A crow" in wrong.content.decode()
    assert "Tattoo or scar changed; the values are sealed or erased" in see(
        lead, f"{page.partition('persons/')[0]}journal/"
    )
    lead.language = "fr"
    lead.save()
    assert "Tatouage ou cicatrice" in see(lead, page)


def test_of_a_possible_victim_what_tells_is_asked_where_the_name_is_open(open_page, see, text_of, lead, person):
    page = person("victim")
    form = see(lead, f"{page}describe/")
    assert "Tattoo or scar" in form
    assert "Where she sleeps" not in form
    opened = text_of(open_page(lead, f"{page}name/", {"reason-reason": "The shelter asks"}))
    assert "Where she sleeps" in opened
    assert "Tattoo or scar" not in opened
    typed = ROWS | {"version": 1, "contact": "", "extra_sleeps_at": "Marigold house"}
    assert open_page(lead, f"{page}identify/", typed).status_code == 302
    assert "Marigold" not in see(lead, page)
    assert "Marigold house" in text_of(open_page(lead, f"{page}name/", {"reason-reason": "The shelter asks"}))


@pytest.mark.parametrize("words", ["[" * 1500, "[sic] a star", '["a star"]', "[[1]]", '[{"a": 1}]'])
def test_the_page_opens_whatever_was_answered(open_page, see, lead, person, words):
    page = person("suspect")
    typed = ROWS | {"version": 1, "extra_tattoo": words}
    assert open_page(lead, f"{page}describe/", typed).status_code == 302
    assert open_page(lead, page).status_code == 200
