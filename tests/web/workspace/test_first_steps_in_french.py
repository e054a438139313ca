"""First steps and clocks of a template in the reader's language, for as long as nobody changed their words."""

import pytest
from django.utils import translation

from lali.records.cases import actions
from lali.records.cases.vocabulary import Level
from lali.records.configuration.actions import load_shipped
from lali.records.configuration.queries import as_configured, as_written

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def english_again():
    """A page read in French leaves this thread in French."""
    yield
    translation.activate("en")


@pytest.fixture
def opened(agency, lead, colleague):
    """A case that an English-speaking member opened, with a French-speaking colleague."""
    load_shipped(by="node", country="FJ")
    case = actions.open_case(by=lead, title="Fee", kind="scam_centre")
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    colleague.language = "fr"
    colleague.save()
    return case


def test_each_reads_the_first_steps_in_their_own_language(opened, open_page, see, lead, colleague):
    case = f"/cases/{opened.ref}/"
    task = opened.tasks.order_by("pk")[0]
    assert task.title.startswith("Safety first")
    for page in (case, f"{case}tasks/{task.pk}/"):
        assert "Safety first" in see(lead, page)
        words = see(colleague, page)
        assert "La sécurité d’abord" in words
        assert "Safety first" not in words
    form = open_page(colleague, f"{case}tasks/{task.pk}/").content.decode()
    assert 'value="La sécurité d’abord' in form


def test_saving_the_translated_words_changes_nothing_and_other_words_stay(opened, open_page, see, lead, colleague):
    task = opened.tasks.order_by("pk")[0]
    page = f"/cases/{opened.ref}/tasks/{task.pk}/"
    was = task.title, task.note
    with translation.override("fr"):
        shown = {"title": as_configured(task.title), "note": as_configured(task.note)}
    sent = {"version": task.version, "priority": "normal", **shown, "note": shown["note"].replace("\n", "\r\n")}
    assert open_page(colleague, page, sent).status_code == 302
    task.refresh_from_db()
    assert (task.title, task.note, task.priority) == (*was, "normal")
    sent |= {"version": task.version, "title": "D’abord la tante"}
    assert open_page(colleague, page, sent).status_code == 302
    assert "D’abord la tante" in see(lead, page)


def test_a_clock_of_a_template_is_read_in_french_too(opened, see, colleague):
    deadline = next(one for one in opened.deadlines.all() if one.kind == "preservation")
    with translation.override("fr"):
        words = as_configured(deadline.note).splitlines()
    assert words[0] != deadline.first_words
    assert " ".join(words[0].split()) in see(colleague, f"/cases/{opened.ref}/")
    page = see(colleague, f"/cases/{opened.ref}/deadlines/{deadline.pk}/")
    assert " ".join(words[0].split()) in page


def test_what_somebody_wrote_is_shown_as_written(opened):
    with translation.override("fr"):
        for said in ("", "Ring the aunt", "Safety first, she said"):
            assert as_configured(said) == said
            assert as_written("Autre chose", said) == "Autre chose"
