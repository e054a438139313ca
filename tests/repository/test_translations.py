"""French is complete, drafts say that they are drafts, and what is translated is written as its language writes it."""

import copy
import re
import tomllib

import pytest
from babel.core import UnknownLocaleError
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from lali.engines.flows import FLOWS, flow, segments, sms
from lali.engines.helplines import COUNTRIES, helplines
from lali.engines.lessons import CHANNELS, FORMS, form, lesson
from scripts import catalogues

DRAFT = "# Draft, to be reviewed by a speaker"
PLAIN_SPACE = re.compile(r" [:;?!»]|« |'")  # French has a no-break space there, and a curly apostrophe


@pytest.fixture(params=catalogues.LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def every():
    """Every string of the code; reading them all takes long, so nobody changes this."""
    return catalogues.strings()


def po_path(language):
    return catalogues.LOCALE / language / "LC_MESSAGES" / "django.po"


def forms(message):
    return message.string if isinstance(message.string, (list, tuple)) else (message.string,)


def test_every_string_is_in_french_and_no_placeholder_is_lost(every, monkeypatch):
    monkeypatch.setattr(catalogues, "strings", lambda: every)
    assert not catalogues.problems()


def test_a_missing_string_and_a_lost_placeholder_are_found(every, monkeypatch):
    every = copy.deepcopy(every)
    every.add("A string that nobody has translated")
    known = catalogues.catalogue("fr")
    known["Welcome, %(name)s"].string = "Bienvenue"
    monkeypatch.setattr(catalogues, "strings", lambda: every)
    monkeypatch.setattr(catalogues, "catalogue", lambda language: known)
    assert {
        "fr: not translated: 'A string that nobody has translated'",
        "fr: placeholders differ: 'Welcome, %(name)s'",
    } <= set(catalogues.problems())


@pytest.mark.slow
def test_update_keeps_what_is_translated(language, monkeypatch, tmp_path):
    path = po_path(language)
    before = {
        (message.id, message.context): message.string
        for message in catalogues.catalogue(language)
        if message.id  # the head tells the time of reading
    }
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    po_path(language).parent.mkdir(parents=True)
    po_path(language).write_bytes(path.read_bytes())
    catalogues.update()
    once = po_path(language).read_bytes()
    kept = {(message.id, message.context): message.string for message in catalogues.catalogue(language)}
    assert {key: said for key, said in before.items() if key in kept} == {
        key: kept[key] for key in before if key in kept
    }
    catalogues.update()
    assert po_path(language).read_bytes() == once


def test_a_catalogue_parses_and_has_every_form_of_the_plural(language):
    with po_path(language).open("rb") as file:
        found = read_po(file, abort_invalid=True)
    try:
        count = get_plural(language).num_plurals
    except UnknownLocaleError:  # bi, fj and hif: the form for one and the form for many
        count = 2
    assert found.num_plurals == count
    many = [message for message in found if isinstance(message.id, (list, tuple))]
    assert many
    assert {len(message.string) for message in many} == {count}


def test_drafts_say_so_and_french_does_not(language):
    first = po_path(language).read_text().splitlines()[0]
    assert first.startswith(DRAFT) == (language not in catalogues.COMPLETE)


def test_nothing_is_fuzzy_or_half_translated(language):
    for message in catalogues.catalogue(language):
        if message.id:
            assert not message.fuzzy, message.id
            assert all(forms(message)) or not any(forms(message)), f"half translated: {message.id}"


def test_french_is_typeset_as_french():
    assert [form for message in catalogues.catalogue("fr") for form in forms(message) if PLAIN_SPACE.search(form)] == []


def test_no_string_hides_in_braces_where_the_catalogues_do_not_find_it():
    hidden = re.compile(r"\{(_|__|\w*gettext\w*)\(")
    root = catalogues.LOCALE.parent
    assert not [str(path) for path in root.rglob("*.py") if hidden.search(path.read_text(encoding="utf-8"))]


def test_nobody_is_called_safe():
    found = " ".join(form for message in catalogues.catalogue("fr") for form in forms(message)).lower()
    assert "en sécurité" not in found
    assert "coupable" not in found


def test_every_text_of_a_content_file_can_be_translated(every):
    known = {message.id for message in every}
    texts = [
        text
        for path in catalogues.CODE.glob(catalogues.CONTENTS)
        for text in catalogues.texts(tomllib.loads(path.read_text()))
    ]
    assert [text for text in texts if text not in known] == []


def test_a_step_of_a_flow_fits_one_sms_in_every_language(language):
    known = catalogues.catalogue(language)

    def spoken(words):
        found = known.get(words)
        return found.string if found and found.string else words

    most = 2 if language == "vi" else 1  # Vietnamese needs letters that the GSM alphabet lacks
    steps = [sms(node, spoken) for name in FLOWS for node in flow(name).nodes.values()]
    assert [words for words in steps if segments(words)[0] > most] == []


def test_a_translated_message_keeps_the_words_that_tell(language):
    known = catalogues.catalogue(language)
    marks = re.compile(r"\]\((\w+)\)")
    items = [one for name in FORMS for one in form(name)] + [one for name in CHANNELS for one in lesson(name)]
    said = {one.text: found.string for one in items if (found := known.get(one.text)) and found.string}
    assert [text for text, words in said.items() if sorted(marks.findall(words)) != sorted(marks.findall(text))] == []


def test_texts_are_found_at_any_depth_and_ids_are_not():
    content = {
        "id": "no",
        "item": [{"text": "Yes.", "sign": "no", "replies": [{"reply": "Yes too."}]}],
        "lines": ["And."],
    }
    assert list(catalogues.texts(content)) == ["Yes.", "Yes too.", "And."]


def test_every_listed_service_can_be_translated(every):
    known = {message.id for message in every}
    listed = [line for country in COUNTRIES for line in helplines(country)]
    assert listed
    assert [words for line in listed for words in (line.name, line.note) if words and words not in known] == []
