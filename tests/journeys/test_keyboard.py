"""Sign-in, triage and report with the keyboard alone: everything is reached, and one sees where one is."""

import re

import pytest

from lali.project.demo.story import PASSWORD
from lali.web.public.pace import QUICKEST

pytestmark = pytest.mark.browser

WHERE_WE_ARE = """() => {
    const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + Math.min(box.width, 200) / 2, box.y + Math.min(box.height, 40) / 2);
    const label = here.labels && here.labels[0] ? here.labels[0].innerText : here.innerText;
    return {
        words: (label || '').replace(/\\s+/g, ' ').trim(),
        html: here.outerHTML.slice(0, 120),
        ringed: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
        uncovered: top !== null && (here.contains(top) || top.contains(here)),
    }
}"""
MOST_STOPS = 80


@pytest.fixture(params=[1280, 360])
def walk(request, begin_walk):
    return begin_walk(f"keyboard-{request.param}", width=request.param)


def tab_to(person, words):
    """Press Tab until something with these words has the focus; at every stop one sees where one is."""
    for _stop in range(MOST_STOPS):
        person.page.keyboard.press("Tab")
        here = person.page.evaluate(WHERE_WE_ARE)
        assert here["ringed"], f"no ring: {here['html']}"
        assert here["uncovered"], f"covered: {here['html']}"
        if re.search(words, here["words"]):
            return
    raise AssertionError(f"Tab never reaches {words}")


def go_through(person, words):
    """Press Enter on a link or button that leads to another page."""
    tab_to(person, words)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def toggle(person, words):
    """Press Space on something that stays on its page: a choice, a sheet."""
    tab_to(person, words)
    person.page.keyboard.press("Space")


def write(person, label, words):
    tab_to(person, label)
    person.page.keyboard.type(words)


def test_an_offer_is_reported(walk):
    reporter = walk.visitor(walk.demo.fiji)
    reporter.go("/en/")
    go_through(reporter, "^Report")
    toggle(reporter, "^Yes$")
    reporter.page.keyboard.press("ArrowDown")
    assert reporter.page.get_by_label("No", exact=True).is_checked()
    for _page in ("danger", "you"):
        go_through(reporter, "^Go on$")
    write(reporter, "^What happened", "An invented man offers work abroad and asks for the passport first.")
    reporter.look("story")
    for _page in ("story", "seen", "when", "reach"):
        go_through(reporter, "^Go on$")
    reporter.sees("Is this right?")
    reporter.page.wait_for_timeout(QUICKEST * 1000)  # no person is quicker
    go_through(reporter, "^Send$")
    reporter.sees("Thank you. Your report has arrived.")
    assert reporter.page.locator("ol.code li").count() == 6


def test_a_member_signs_in_and_triages(walk):
    jone = walk.newcomer(walk.demo.fiji)
    jone.go("/")
    write(jone, "E-?mail", "jone@htu.example")
    write(jone, "Password", PASSWORD)
    jone.page.keyboard.press("Enter")
    jone.page.wait_for_url(jone.address + "/")
    go_through(jone, "^Write down a tip$")
    write(jone, "What was told", f"Keyboard {walk.width}: phones are sold too cheap at the market (invented).")
    go_through(jone, "^Put it in the queue$")
    tip = jone.page.locator("tr", has_text=f"Keyboard {walk.width}:").first.get_by_role("link").inner_text()
    go_through(jone, f"^{tip}$")
    jone.sees(f"Keyboard {walk.width}:")
    toggle(jone, "^Close with a reason$")
    tab_to(jone, "^Reason")
    jone.look("close")
    jone.page.keyboard.press("ArrowDown")
    go_through(jone, "^Close the tip$")
    jone.sees("The tip is closed.")
