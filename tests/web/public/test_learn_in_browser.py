"""The lesson as a learner meets it: on a phone, without a script, WCAG, nothing cut off, nothing fetched."""

import pytest

from tests.axe import faults

pytestmark = pytest.mark.browser


@pytest.fixture
def look(page, request):
    """Look at the page one stands on: kept as a picture, nothing fetched beside it, WCAG, reflow."""
    asked = []
    page.on("request", lambda one: one.resource_type == "document" or one.url == "data:," or asked.append(one.url))
    output = request.config.rootpath / "test-output" / "public"

    def look(name):
        assert asked == []  # nothing but the page itself
        assert (name, faults(page)) == (name, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        page.screenshot(path=output / f"{name}-{page.viewport_size['width']}.png", full_page=True)

    return look


def press(page, value, name="go"):
    page.locator(f'main button[name={name}][value="{value}"]').first.click()


@pytest.mark.parametrize(("width", "scheme", "channel"), [(320, "light", "chat"), (1280, "dark", "profile")])
def test_a_lesson_is_walked_to_the_six_words(page, site, look, width, scheme, channel):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site[0]}/en/learn/?country=FJ")
    look("learn")
    press(page, channel, "pick")
    for number in range(6):
        look(f"learn-before-{number}")
        press(page, "check")
    for number in range(4):
        look(f"learn-{channel}-{number}")
        press(page, "trust" if number else "check")
        look(f"learn-{channel}-{number}-answer")
        press(page, "next")
    look("learn-rules")
    press(page, "next")
    for _number in range(6):
        press(page, "check")
    page.get_by_text("Do not fear every offer").wait_for()
    look("learn-done")
    press(page, "keep")
    page.get_by_role("heading", name="Your six words").wait_for()
    look("learn-code")
    words = page.locator(".code li").all_inner_texts()
    page.get_by_role("link", name="The page to come back to").click()
    page.get_by_label("Your six words").fill(" ".join(words))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="You are early").wait_for()
    look("learn-early")
    assert page.context.cookies() == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_story_game_is_played_and_the_stories_are_read(page, site, look, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site[0]}/en/learn/play/")
    look("play")
    page.get_by_role("button", name="Begin").first.click()
    for number, reply in enumerate(("2", "1", "2", "1", "1", "1", "1")):
        look(f"play-{number}")
        press(page, reply)
    page.get_by_text("It was not your fault").wait_for()
    look("play-end")
    page.get_by_role("link", name="Three people who came home").click()
    look("stories")


def test_channels_sms_and_post_look_as_they_do(page, site, look):
    page.set_viewport_size({"width": 360, "height": 800})
    for channel in ("sms", "post"):
        page.goto(f"{site[0]}/vi/learn/?country=VU")
        press(page, channel, "pick")
        press(page, "skip")
        look(f"learn-{channel}-item")
        press(page, "check")
        look(f"learn-{channel}-answer")
