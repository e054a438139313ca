"""Possible links in a real browser: keys from anywhere but while one types, on to the next card, accessible."""

from pathlib import Path

import pytest

import lali.web.workspace
from lali.records.cases.actions import add_identifier, add_person, judge_persons, open_case
from tests.axe import faults
from tests.web.workspace.test_screens_in_browser import OPEN_ALL, SMALL, WIDE, standing_alone

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCRIPT = (Path(lali.web.workspace.__file__).parent / "static/workspace/judging.js").read_text(encoding="utf-8")
HERE = "document.activeElement.closest('[data-card]')?.id ?? ''"


@pytest.fixture
def cases(lead):
    cases = [open_case(by=lead, title=title) for title in ("The fee in the village", "The ad on Telegram")]
    for case in cases:
        add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
        for name in ("Bob Quartzwater", "Joe Opalreef"):
            add_person(by=lead, ref=case.ref, name=name, role="suspect")
    return cases


def begun(page, html, at=""):
    page.set_content(html)
    page.evaluate(f"location.hash = '{at}'")
    page.add_script_tag(content=SCRIPT)


def test_keys_work_from_anywhere_but_not_while_one_types(open_page, lead, cases, page):
    page.set_content(standing_alone(open_page(lead, "/possible-links/")))
    assert not page.is_visible("[data-keys]")  # without the script there are none
    begun(page, page.content())
    page.keyboard.press("j")
    assert page.evaluate(HERE) == "card-1"
    page.keyboard.press("j")
    assert page.evaluate(HERE) == "card-2"
    page.keyboard.press("2")
    assert page.evaluate("document.activeElement.name") == "judge-reason"
    assert page.evaluate("document.querySelector('#card-2 input[type=radio]:checked').value") == "different"
    page.keyboard.type("jk1")
    assert page.evaluate("document.activeElement.value") == "jk1"
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    assert page.evaluate(HERE) == "card-1"
    page.focus("input[name=case]")
    page.keyboard.type("j1")
    assert page.evaluate("document.activeElement.value") == "j1"
    page.click("[data-keys] button")
    page.keyboard.press("j")
    assert page.evaluate(HERE) == ""


@pytest.mark.parametrize(("at", "card"), [("#card-2", "card-2"), ("#card-9", "card-3"), ("", "")])
def test_after_keeping_one_stands_at_the_next_card(open_page, lead, cases, page, at, card):
    begun(page, standing_alone(open_page(lead, "/possible-links/")), at)
    assert page.evaluate(HERE) == card


def test_what_waits_and_what_was_judged_is_accessible_and_flows(open_page, lead, cases, page):
    one, other = (case.persons.first().person_id for case in cases)
    judge_persons(by=lead, ref=cases[0].ref, person_id=one, other_id=other, likeness="same", reason="One passport")
    wrong = []
    for address in ("/possible-links/", "/possible-links/?judged=on"):
        html = standing_alone(open_page(lead, address))
        for scheme, width in (("light", 1280), ("dark", 360)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 800})
            begun(page, html)
            page.evaluate(OPEN_ALL)
            wrong += [(address, width, *fault) for fault in faults(page)]
            wrong += [(address, width, "small", one) for one in page.evaluate(SMALL)]
            wrong += [(address, width, "wide", one) for one in page.evaluate(WIDE)]
    assert wrong == []
