"""The gallery in a real browser: no violation of WCAG, nothing cut off at 320 px, targets large enough."""

import pytest

from lali.web.components import views
from tests.axe import faults

pytestmark = pytest.mark.browser
VIEWS = pytest.mark.parametrize("view", [views.gallery, views.public_gallery])
SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
    .filter(e => { const r = e.getBoundingClientRect(); return r.width && getComputedStyle(e).display != 'inline'
        && e.type != 'hidden' && !e.matches('.skip') && (r.height < 24 || r.width < 24) })
    .map(e => e.outerHTML.slice(0, 90))"""


@VIEWS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(standing_alone, page, view, scheme):
    html = standing_alone(view)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_content(html)
    page.evaluate("document.querySelectorAll('details').forEach(more => more.open = true)")
    assert faults(page) == []


@VIEWS
@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_page_flows_and_targets_are_large(standing_alone, page, view, width, direction):
    html = standing_alone(view)
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(html.replace("<html ", f'<html dir="{direction}" ', 1))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == []


def test_main_buttons_of_the_public_room_suit_a_thumb(standing_alone, page):
    page.set_content(standing_alone(views.public_gallery))
    heights = [button.bounding_box()["height"] for button in page.locator("main .button").all()]
    assert heights
    assert min(heights) >= 44


def test_keyboard_reaches_everything_and_focus_is_seen(standing_alone, page):
    page.set_content(standing_alone(views.gallery))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _step in range(12):
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", page.evaluate("document.activeElement.outerHTML.slice(0, 90)")
        page.keyboard.press("Tab")
