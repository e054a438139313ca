"""The programme's screens in a real browser: no violation of WCAG, nothing cut off on a phone, targets large enough."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lali.records.awareness.models import Trial
from lali.records.reach.models import PlaceCode, Tally
from tests.axe import faults
from tests.web.workspace.test_screens_in_browser import OPEN_ALL, SMALL, WIDE, standing_alone

pytestmark = pytest.mark.browser

SESSION = {"held_on": "2026-11-20", "setting": "nakamal", "place": "Nakamal of Reef (invented)", "form": "A"}
CAME = {"women.18-25": "12", "men.18-25": "9", "men.36-59": "31", "other.60+": "1"}
WORDS = {"headline": "Ask before you pay", "text": "A true office asks no fee.", "what_to_do": "Ring first."}


def shown(open_page, sign, officer, second, campaign):
    """Pages of a campaign when there is much to say, and when there is nothing."""
    address = f"/programme/campaigns/{campaign.pk}/"
    parts = (
        "",
        "change/",
        "messages/",
        "sessions/",
        "sessions/new/",
        "codes/",
        "trials/",
        "trials/declare/",
        "results/",
    )
    for part in parts:
        yield f"bare {part}", open_page(officer, f"{address}{part}")
    for letter in "AB":
        long = {"headline": "Your friend in Bangkok may not be your friend at all", "sms": "x" * 161}
        open_page(officer, f"{address}messages/bi/{letter}/", WORDS | (long if letter == "B" else {}))
    yield "to sign", open_page(second, f"{address}messages/")
    for letter in "AB":
        sign(second, campaign.pk, "bi", letter)
    session = open_page(officer, f"{address}sessions/new/", SESSION | CAME).url
    lines = "\n".join(f"{n} 10{n % 2}010 101{n % 3 // 2}11" for n in range(1, 33))
    open_page(officer, f"{session}sheets/", {"lines": lines})
    yield "session", open_page(officer, session)
    yield "sheets", open_page(officer, f"{session}sheets/")
    wrong = {"n0": "1", "b0": "000000", "a0": "111111", "n1": "99", "b1": "1010", "a1": ""}
    yield "sheets wrong", open_page(officer, f"{session}sheets/", wrong)
    open_page(officer, f"{address}codes/open/", {"codes-places": "Reef school\nReef church", "codes-language": "bi"})
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    trial = {"trial-language": "bi", "trial-outcome": "began", "trial-usual": "20", "trial-difference": "30"}
    trial |= {"trial-until": until}
    yield "what is missing", open_page(officer, f"{address}trials/declare/")
    yield "what it takes", open_page(officer, f"{address}trials/declare/", trial | {"step": "look"})
    open_page(officer, f"{address}trials/declare/", trial | {"step": "declare"})
    open_page(officer, f"{address}trials/{Trial.objects.get().pk}/begin/", {})
    yield "trial", open_page(officer, f"{address}trials/")
    day = timezone.localdate() - timedelta(days=2)
    Trial.objects.update(begun_on=day - timedelta(days=1))
    for letter, began in (("A", 10), ("B", 26)):
        for step, number in (("arrived", 50), ("began", began)):
            Tally.objects.create(code=PlaceCode.objects.first(), letter=letter, step=step, number=number, day=day)
    for part in ("codes/", "trials/", "results/", "messages/bi/A/"):
        yield part, open_page(officer, f"{address}{part}")
    yield "list", open_page(officer, "/programme/campaigns/")


def test_every_page_of_a_campaign_can_be_read_and_pressed_by_everybody(
    page, open_page, sign, officer, second, campaign
):
    wrong = {}
    for name, response in shown(open_page, sign, officer, second, campaign):
        page.set_content(standing_alone(response))
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(WIDE)
            page.evaluate(OPEN_ALL)
            found += page.evaluate(SMALL)
            if width == 1280:
                found += faults(page)
            if found:
                wrong[f"{name} {width}"] = found
    assert wrong == {}


def test_the_head_of_a_page_leaves_a_phone_to_the_page(page, open_page, officer, campaign):
    page.set_content(standing_alone(open_page(officer, f"/programme/campaigns/{campaign.pk}/")))
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.locator("main").evaluate("one => one.offsetTop") < 180
    menu = page.locator("#head-menu")
    assert not menu.is_visible()
    page.get_by_role("button", name="officer (invented)").click()
    menu.get_by_role("button", name="Sign out").wait_for()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.keyboard.press("Escape")
    menu.get_by_role("button", name="Sign out").wait_for()
    assert page.locator(".head-who").is_hidden()
