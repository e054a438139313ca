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
