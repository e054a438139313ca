"""The workbench in a real browser: readable and pressable by everybody, and no detour for who works by keyboard."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lali.records.wording import actions
from lali.records.wording.access import mark_of
from lali.records.wording.shipped import on_page, shipped
from tests.axe import faults
from tests.web.workspace.test_screens_in_browser import OPEN_ALL, SMALL, WIDE, standing_alone

pytestmark = pytest.mark.browser

FIELD = "document.activeElement.name || ''"


@pytest.fixture
def drafts(supervisor, administrator):
    """One line that waits, and one that came back."""
    first, second = on_page("traces")[:2]
    for key in (first, second):
        seen = mark_of(shipped("bi")[key])
        actions.save_wording(by=supervisor, language="bi", key=key, texts=["Walkabaot long wota"], seen=seen)
    mark = mark_of(["Walkabaot long wota"])
    actions.send_back_wording(by=administrator, language="bi", key=second, seen=mark, why="I min se yu go " * 20)
    return first


def shown(open_page, administrator, key):
    at = "/programme/words/"
    for address in (
        "",
        "bi/page/all/?only=changed",
        "bi/page/traces/read/",
        f"bi/line/{key}/",
        "bi/upload/",
        "bi/page/home/aloud/",
    ):
        yield address, open_page(administrator, at + address)
    english = {one: shipped("bi")[one][0] for one in on_page("home")[:1]}
    raw = open_page(administrator, f"{at}bi/file/po/").content
    raw = raw.replace(b"X-Lali-Went-Out", b"X-Other").replace(b"#, fuzzy", b"#,")
    raw = raw.replace(b'"Walkabaot long wota"', b'"Wokabaot long graon"')
    for text in english.values():
        raw = raw.replace(f'"{text}"'.encode(), b'"Narawan"')
    yield "preview", open_page(administrator, f"{at}bi/upload/", {"file": SimpleUploadedFile("bi.po", raw)})


def test_every_screen_can_be_read_and_pressed_by_everybody(page, open_page, administrator, drafts):
    wrong = {}
    for name, response in shown(open_page, administrator, drafts):
        page.set_content(standing_alone(response))
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(WIDE)
            page.evaluate(OPEN_ALL)
            found += page.evaluate(SMALL)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found += faults(page)
            if found:
                wrong[f"{name} {width}"] = found
    assert wrong == {}


def test_from_a_field_it_is_one_step_to_save_and_two_to_the_next_field(page, open_page, administrator):
    page.set_content(standing_alone(open_page(administrator, "/programme/words/bi/page/traces/")))
    first, second = (f"k{key[:10]}-form_0" for key in on_page("traces")[:2])
    page.locator(f"[name={first}]").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(FIELD) == "after"
    page.evaluate("key => location.hash = key", f"k{on_page('traces')[1][:10]}")
    for _step in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate(FIELD) == second
