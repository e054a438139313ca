"""What a node signed lies over what ships: on the pages, beside English, in the pocket edition, by text message."""

import pytest

from lali.engines.signs import next_steps, words
from lali.records.wording import actions, keeping, overlay
from lali.records.wording.access import mark_of
from lali.records.wording.pages import PAGES
from lali.records.wording.shipped import label_context, shipped, step_context, strings, why_context
from tests.web.public.conftest import LURE

pytestmark = pytest.mark.slow


@pytest.fixture
def signed(supervisor, administrator):
    """Say something and have it signed: `signed(english, text, context="", language="bi")`."""

    def signed(english, text, context="", language="bi"):
        key = next(key for key, one in strings().items() if one.source[0] == english and one.context == context)
        seen = mark_of(keeping.line_of(supervisor, language, key).texts)
        written = actions.save_wording(by=supervisor, language=language, key=key, texts=[text], seen=seen)
        by = administrator if written and written.origin == "typed" else supervisor
        actions.sign_wording(by=by, language=language, key=key, seen=mark_of([text]))
        overlay.refresh()

    return signed


def test_signed_words_are_on_the_page_without_english_beside(public, signed):
    before = public.get("/bi/traces/").content.decode()
    title = "Clear the traces of this visit"
    assert f'lang="en">{title}</span>' in before
    signed(title, "Klinim ol mak blong visit ia")
    html = public.get("/bi/traces/").content.decode()
    assert "Klinim ol mak blong visit ia" in html
    assert title not in html
    assert 'class="soft small" lang="en">' in html, "the other lines wait still"
    assert "Draft, to be reviewed by a speaker" in html
    assert title in public.get("/vi/traces/").content.decode(), "other languages are as they were"


def test_what_ships_and_is_signed_needs_no_english_either(public, signed):
    title = "Clear the traces of this visit"
    key = next(key for key, one in strings().items() if one.source[0] == title)
    signed(title, shipped("bi")[key][0])
    assert title not in public.get("/bi/traces/").content.decode()


def test_the_banner_goes_when_all_is_signed(public, supervisor, monkeypatch):
    some = {key: one for key, one in strings().items() if key in shipped("bi")}
    monkeypatch.setattr(overlay, "strings", lambda: some)
    for page in PAGES:
        seen = {line.key: line.mark for line in keeping.page_lines(supervisor, "bi", page.code)}
        if any(seen.values()):
            actions.sign_page(by=supervisor, language="bi", page=page.code, seen=seen)
    overlay.refresh()
    for where in ("", "check/", "help/", "learn/"):
        html = public.get(f"/bi/{where}").content.decode()
        assert "to be reviewed by a speaker" not in html
        assert 'class="soft small" lang="en">' not in html
    html = public.post("/bi/check/", {"text": LURE}).content.decode()
    assert words("upfront_fee", "en").why not in html
    assert words("upfront_fee", "bi").why in html
    assert "to be reviewed by a speaker" not in public.get("/bi/pocket/file/").content.decode()


def test_the_banner_stands_only_where_something_unsigned_is_shown(public, supervisor):
    for page in PAGES:
        seen = {line.key: line.mark for line in keeping.page_lines(supervisor, "bi", page.code)}
        if page.code != "code" and any(seen.values()):
            actions.sign_page(by=supervisor, language="bi", page=page.code, seen=seen)
    overlay.refresh()
    assert overlay.is_draft("bi")
    for where in ("", "check/", "traces/"):
        assert "to be reviewed by a speaker" not in public.get(f"/bi/{where}").content.decode()
    assert "to be reviewed by a speaker" in public.get("/bi/code/").content.decode()
    assert "to be reviewed by a speaker" in public.get("/fj/traces/").content.decode()


def test_a_sign_and_a_next_step_speak_in_the_nodes_words(public, signed):
    english, step = words("upfront_fee", "en"), next_steps("urgent", "en")[0]
    signed(english.label, "Fi fastaem (niu)", label_context("upfront_fee"))
    signed(english.why, "Man we i askem mane fastaem i wantem mane blong yu (niu).", why_context("upfront_fee"))
    html = public.post("/bi/check/", {"text": "Send $300 fee today for the job in Bangkok."}).content.decode()
    assert "Fi fastaem (niu)" in html
    assert "i wantem mane blong yu (niu)." in html
    assert english.why not in html
    assert "Fi fastaem (niu)" not in public.post("/vi/check/", {"text": "Send $300 fee today."}).content.decode()
    assert "Fi fastaem (niu)" in public.get("/bi/pocket/file/").content.decode()
    signed(step, "Ringim polis naoia (niu).", step_context("urgent", 1))
    html = public.post(
        "/bi/check/", {"text": "They took my passport and lock the door. I cannot leave."}
    ).content.decode()
    assert "Ringim polis naoia (niu)." in html


def test_french_says_what_was_signed_and_has_no_english_beside(public, signed):
    signed("Clear the traces of this visit", "Faire disparaître les traces", language="fr")
    html = public.get("/fr/traces/").content.decode()
    assert "Faire disparaître les traces" in html
    assert 'class="soft small" lang="en">' not in html


def test_the_look_costs_a_page_no_question(public, signed, django_assert_num_queries):
    signed("Clear the traces of this visit", "Klinim ol mak")
    with django_assert_num_queries(0, using="letterbox"):
        public.get("/bi/traces/")


def test_the_middleware_looks_before_the_page_is_made(public, supervisor, administrator):
    title = "Clear the traces of this visit"
    key = next(key for key, one in strings().items() if one.source[0] == title)
    actions.save_wording(by=supervisor, language="bi", key=key, texts=["Klinim mak"], seen=mark_of(shipped("bi")[key]))
    actions.sign_wording(by=administrator, language="bi", key=key, seen=mark_of(["Klinim mak"]))
    assert title in public.get("/bi/traces/").content.decode()
    overlay.forget()
    assert title not in public.get("/bi/traces/").content.decode()
