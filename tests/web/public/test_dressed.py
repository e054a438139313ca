"""Pages that are sent with what they wear only look as they would in the whole sheet."""

import re

import pytest

from lali.web.components.styles import public_css
from tests.web.public.conftest import LURE

PAGES = [
    "",
    "check/",
    "check/questions/",
    "report/",
    "code/",
    "help/",
    "learn/",
    "learn/play/",
    "learn/stories/",
    "near/",
]
STYLE = re.compile("<style>.*?</style>", re.DOTALL)
LOOKS = """
() => [...document.querySelectorAll("body, body *")].map(one => [null, "::before", "::after"].map(part => {
  const style = getComputedStyle(one, part);
  const plain = [...style].filter(name => !name.startsWith("--"));
  return plain.map(name => name + ":" + style.getPropertyValue(name)).join(";");
}).join("|"))
"""


def test_rules_for_fields_that_are_not_there_stay_at_home_whatever_is_typed(public):
    css = STYLE.search(public.get("/en/check/").content.decode())[0]
    assert "textarea" in css
    assert "[type=" not in css
    assert "[type=radio]" in STYLE.search(public.get("/en/check/questions/").content.decode())[0]
    typed = 'Look: <input type="radio"> type="file" class="sign-number"'
    plain, marked = (public.post("/en/check/", {"text": text}).content.decode() for text in ("Look", typed))
    assert STYLE.search(plain)[0] == STYLE.search(marked)[0]


def answers(public):
    yield from ((where, public.get(f"/fj/{where}")) for where in PAGES)
    yield "result", public.post("/fj/check/", {"text": LURE})
    yield "lesson", public.post("/fj/learn/", {"pick": "chat"})
    yield "step", public.post("/fj/report/", {"go": "next", "here": 3, "text": LURE, "danger": "yes"})


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_every_element_looks_as_in_the_whole_sheet(page, public, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for name, answer in answers(public):
        sent = answer.content.decode()
        page.set_content(sent)
        seen = page.evaluate(LOOKS)
        page.set_content(STYLE.sub(lambda _found: f"<style>{public_css()}</style>", sent, count=1))
        assert (name, seen) == (name, page.evaluate(LOOKS))
