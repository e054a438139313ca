"""WCAG on every page of the public site, in six languages, light and dark, at 320 pixels; nothing wider than the phone.

Pages are asked of the site and put into one browser, so that each is looked at once in each language; in the dark only
colours can be otherwise, and only they are looked at again.
"""

import pytest

from lali.web.public.urls import urlpatterns
from tests.axe import faults
from tests.web.public.conftest import LANGUAGES, LURE
from tests.web.public.test_files import WHERE, photograph, send_file
from tests.web.public.test_lure import shown as lures  # noqa: F401 - a fixture
from tests.web.public.test_report import ANSWERS, code_on, go
from tests.web.public.test_ways import board  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NO_PAGES = {"lure_xml", "lure_json", "pocket_file", "dates", "arrival"}  # for programs; files; by a code
COLOURS = {"runOnly": ["color-contrast"]}
NARROW = {"width": 320, "height": 800}


def addresses():
    return [str(one.pattern) for one in urlpatterns if one.name not in NO_PAGES]


def pages(public, lang):
    """Every page as a visitor of this language meets it: its name, and how it is sent."""
    for where in (*addresses(), "nothing-here/"):
        yield where, public.get(f"/{lang}/{where}", follow=True)
    yield "result", public.post(f"/{lang}/check/", {"text": LURE})
    yield "no sign", public.post(f"/{lang}/check/", {"text": "See you at church."})
    yield "refused", public.post(f"/{lang}/check/", {"text": ""})
    for here in range(1, 6):
        yield f"report {here + 1}", go(public, "next", here=here, lang=lang, danger="yes", text="x")
    yield "report refused", go(public, "next", here=3, lang=lang, text="")
    yield "practice", go(public, "practice", here=1, lang=lang)
    yield "saved", go(public, "save", here=3, lang=lang, **ANSWERS)
    answers = go(public, "next", here=6, lang=lang, **ANSWERS)
    yield "answers", answers
    yield "sent", go(public, "send", here=7, lang=lang, code=code_on(answers), **ANSWERS)
    yield "conversation", public.post(f"/{lang}/code/", {"go": "next", "code": code_on(answers)})
    yield "mistyped", public.post(f"/{lang}/code/", {"go": "next", "code": "no such words"})
    files = public.post(WHERE.replace("/en/", f"/{lang}/"), {"go": "open", **ANSWERS})
    yield "files", files
    if lang == "en":
        yield "file", send_file(public, code_on(files), photograph())
    yield "lesson", public.post(f"/{lang}/learn/", {"pick": "chat"})


@pytest.mark.usefixtures("board", "lures")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_can_be_used_by_everybody(page, letterbox, lang):
    page.set_viewport_size(NARROW)
    looked = 0
    for name, answer in pages(letterbox, lang):
        assert answer["Content-Type"].startswith("text/html"), name
        page.emulate_media(color_scheme="light")
        page.set_content(answer.content.decode())
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
        assert faults(page) == [], name
        page.emulate_media(color_scheme="dark")
        assert faults(page, COLOURS) == [], name
        looked += 1
    assert looked > len(addresses()) + 15
