"""The administrator's pages of the configuration."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lali.records.configuration.queries import in_force
from lali.records.configuration.shipped import shipped_text

ENTRY = "/configuration/lists/case_kinds/entries/"
WORDS = {"words_en": "Held on a boat", "words_fr": "Retenu sur un bateau", "why": "Two cases at sea"}


@pytest.fixture
def keeper(agency, enrol, settings):
    from lali.records.configuration.actions import load_shipped

    settings.SECOND_FACTOR_REQUIRED = False
    load_shipped(by="node", country="FJ")
    return enrol("Mere Switchboard", role="administrator", second_factor=False)


def test_everything_is_shown(keeper, open_page, text_of):
    said = text_of(open_page(keeper, "/configuration/"))
    assert "Version 1 is in force" in said
    for words in ("Kinds of case", "Police division", "Fake job abroad: first steps", "sealed"):
        assert words in said
    said = text_of(open_page(keeper, "/configuration/templates/scam_centre/"))
    assert "Tell Foreign Affairs and the nearest embassy" in said
    assert "Crimes Act 2009, 112" in said
    assert "confirm with a prosecutor" in said
    for page in (
        "lists/sectors/",
        "fields/sector/change/",
        "templates/scam_centre/steps/safety/",
        "history/",
        "history/1/",
    ):
        assert open_page(keeper, f"/configuration/{page}").status_code == 200


def test_an_entry_is_previewed_then_brought_into_force(keeper, open_page, text_of):
    typed = WORDS | {"code": "fishing_boat", "place": 2, "base": 1}
    said = text_of(open_page(keeper, f"{ENTRY}new/", post=typed | {"do": "preview"}))
    assert "Entries, “Held on a boat” (case_kinds / fishing_boat) is added." in said
    assert in_force().number == 1
    assert open_page(keeper, f"{ENTRY}new/", post=typed | {"do": "apply"}).status_code == 302
    assert [one.code for one in in_force().configuration.list_of("case_kinds").entries][1] == "fishing_boat"
    said = text_of(open_page(keeper, "/configuration/history/2/"))
    assert "Two cases at sea" in said
    assert "is added" in said
    said = open_page(keeper, "/configuration/history/2/file/")
    assert said.content.decode() == in_force().text


def test_what_is_typed_stays_when_it_is_refused(keeper, open_page, text_of):
    page = open_page(keeper, f"{ENTRY}new/", post=WORDS | {"code": "fake_job", "base": 1, "do": "apply"})
    assert page.status_code == 422
    assert "There is one with this code already." in text_of(page)
    page = open_page(
        keeper, f"{ENTRY}new/", post=WORDS | {"code": "a_very_long_code_for_a_kind", "base": 1, "do": "apply"}
    )
    assert "20 characters at most" in text_of(page)
    assert 'value="Held on a boat"' in page.content.decode()
    page = open_page(keeper, f"{ENTRY}new/", post=WORDS | {"code": "boat", "base": 0, "do": "apply"})
    assert "A colleague changed the configuration" in text_of(page)
    assert 'name="base" value="1"' in page.content.decode()


def test_an_entry_is_retired_and_a_step_taken_out(keeper, open_page):
    typed = {"words_en": "Other", "words_fr": "Autre", "retired_on": "2026-12-01", "why": "x", "base": 1, "do": "apply"}
    assert open_page(keeper, f"{ENTRY}other/", post=typed).status_code == 302
    step = {"words_en": "x", "words_fr": "x", "who": "any", "why": "x", "base": 2, "do": "remove"}
    page = "/configuration/templates/scam_centre/steps/cheated/"
    assert open_page(keeper, page, post=step).status_code == 302
    template = next(one for one in in_force().configuration.templates if one.code == "scam_centre")
    assert "cheated" not in {one.code for one in template.steps}


def test_a_field_and_a_template_are_added(keeper, open_page, text_of):
    field = WORDS | {
        "code": "boat_name",
        "record": "case",
        "type": "text",
        "secrecy": "personal",
        "base": 1,
        "do": "apply",
    }
    page = open_page(keeper, "/configuration/fields/new/", post=field)
    assert page.status_code == 302, text_of(page)
    template = WORDS | {"code": "at_sea", "kind": "other", "base": 2, "do": "apply"}
    assert open_page(keeper, "/configuration/templates/new/", post=template).status_code == 302
    for inside, more in {
        "steps": {"who": "lead", "due_in_days": 0},
        "deadlines": {"days": 3},
        "questions": {},
        "offences": {"act": "Crimes Act 2009", "section": "112"},
    }.items():
        address = f"/configuration/templates/at_sea/{inside}/new/"
        assert open_page(keeper, address).status_code == 200
        page = open_page(
            keeper, address, post=WORDS | {"code": "first", "base": in_force().number, "do": "apply"} | more
        )
        assert page.status_code == 302, text_of(page)
    assert in_force().number == 7


def test_a_file_is_previewed_and_brought_in(keeper, open_page, text_of):
    text = shipped_text("FJ").replace("Fake job abroad", "False offer abroad", 1)
    facts = {"why": "From the region", "base": 1}
    file = SimpleUploadedFile("ours.toml", text.encode())
    page = open_page(keeper, "/configuration/file/", post=facts | {"file": file, "do": "preview"})
    assert "becomes “False offer abroad”" in text_of(page)
    assert page.context["form"]["text"].value() == text
    assert open_page(keeper, "/configuration/file/", post=facts | {"text": text, "do": "apply"}).status_code == 302
    wrong = SimpleUploadedFile("ours.toml", text.replace('who = "lead"', 'who = "chief"', 1).encode())
    page = open_page(keeper, "/configuration/file/", post=facts | {"base": 2, "file": wrong, "do": "apply"})
    assert "Line " in text_of(page)
    for odd in (b"\xff\xfe", b""):
        file = SimpleUploadedFile("ours.toml", odd)
        assert open_page(keeper, "/configuration/file/", post=facts | {"file": file, "do": "apply"}).status_code == 422
    assert in_force().number == 2


def test_addresses_that_lead_nowhere(keeper, open_page):
    for page in (
        "nothing/new/",
        "lists/nothing/",
        "lists/sectors/steps/new/",
        "lists/sectors/entries/nothing/",
        "history/99/",
    ):
        assert open_page(keeper, f"/configuration/{page}").status_code == 404, page
