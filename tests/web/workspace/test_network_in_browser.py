"""The network in a real browser: accessible, usable at 5,000 things, moved by hand and by keys; a picture without any."""

from pathlib import Path

import pytest

import lali.web.workspace
from bench.network import graph_of
from lali.records.cases.actions import add_identifier, open_case
from lali.records.links.queries import NetworkShown
from tests.axe import faults
from tests.web.workspace.test_screens_in_browser import OPEN_ALL, SMALL, WIDE, standing_alone

pytestmark = pytest.mark.browser
SCRIPT = (Path(lali.web.workspace.__file__).parent / "static/workspace/network.js").read_text(encoding="utf-8")
OUTPUT = Path(__file__).parents[3] / "test-output"
VIEW = "document.querySelector('.net-sheet svg').getAttribute('viewBox').split(' ').map(Number)"
OVER = """() => {
    const boxes = [...document.querySelectorAll('.net-spot.net-named text')].map(one => one.getBoundingClientRect());
    const over = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
    return boxes.filter((a, i) => boxes.some((b, j) => j < i && over(a, b))).length;
}"""


@pytest.fixture
def small(open_page, lead, full_case):
    """Two cases that a phone ties, and a way between them, as a page without a server."""
    other = open_case(by=lead, title="Second matter")
    for case in (full_case, other):
        add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    asked = f"?at=case:{other.ref}&from=case:{other.ref}&to=case:{full_case.ref}"
    return standing_alone(open_page(lead, f"/network/{asked}"))


@pytest.fixture
def huge(open_page, lead, monkeypatch):
    """A page with a network of 5,000 things."""
    graph = graph_of(5_000)
    common = frozenset(key for key in graph.nodes if graph.is_common(key))
    shown = NetworkShown(graph=graph, start="", homes={}, titles={}, common=common, cut=False)
    monkeypatch.setattr("lali.web.workspace.views.network.whole_network", lambda member, opened: shown)
    return standing_alone(open_page(lead, "/network/"))


@pytest.mark.slow
def test_the_page_is_accessible_and_flows(small, page):
    wrong = []
    for scheme, width in (("light", 1280), ("dark", 360)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        for script in ("", SCRIPT):
            page.set_content(small)
            if script:
                page.add_script_tag(content=script)
            page.evaluate(OPEN_ALL)
            wrong += [(width, bool(script), *fault) for fault in faults(page)]
            wrong += [(width, "small", one) for one in page.evaluate(SMALL) if "net-spot" not in one]
            wrong += [(width, "wide", one) for one in page.evaluate(WIDE)]
            page.screenshot(path=OUTPUT / f"network-{scheme}-{bool(script)}.png", full_page=True)
    assert wrong == []


@pytest.mark.slow
def test_it_is_moved_by_wheel_hand_and_keys(small, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_content(small)
    page.add_script_tag(content=SCRIPT)
    before = page.evaluate(VIEW)
    sheet = page.locator(".net-sheet")
    sheet.hover()
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"{VIEW}[2] < {before[2]}")
    page.get_by_role("button", name="All of it").click()
    assert page.evaluate(VIEW) == before
    sheet.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(VIEW)[0] > before[0]
    page.keyboard.press("0")
    assert page.evaluate(VIEW) == before
    page.locator(".net-spot.net-phone a").first.focus()
    assert page.locator("svg.net-dim").count() == 1
    assert page.locator(".net-spot.net-near").count() >= 3
    spot = page.locator(".net-spot.net-phone").first
    place = spot.get_attribute("transform")
    box = spot.locator(".net-shape").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    page.mouse.up()
    assert spot.get_attribute("transform") != place


@pytest.mark.slow
def test_five_thousand_things_are_drawn_and_named_without_lying_over_one_another(huge, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_content(huge)
    drawn = page.locator(".net-spot").count()
    assert 1_000 < drawn < 3_000  # what hangs on one case only is folded
    page.screenshot(path=OUTPUT / "network-5000.png")
    page.add_script_tag(content=SCRIPT)
    page.evaluate("document.querySelector('[data-zoom=in]').click()")
    for _turn in range(6):
        page.get_by_role("button", name="Larger").click()
    page.screenshot(path=OUTPUT / "network-5000-near.png")
    assert page.evaluate(OVER) < drawn * 0.01
    page.locator(".net-sheet").focus()
    page.keyboard.press("0")
    assert page.locator("tbody tr").count() == 40


def test_the_script_is_small():
    assert len(SCRIPT.encode()) <= 12_000
