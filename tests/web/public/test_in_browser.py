"""The public site as a visitor meets it: walked on a phone, no script, one request a page, WCAG, nothing cut off."""

import pytest

from lali.web.public.pace import QUICKEST
from tests.axe import faults
from tests.web.public.conftest import LURE
from tests.web.public.test_files import CHAT, photograph

pytestmark = pytest.mark.browser


@pytest.fixture
def look(page, request):
    """Look at the page one stands on: kept as a picture, one request, WCAG, reflow."""
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    output = request.config.rootpath / "test-output" / "public"

    def look(name):
        page.wait_for_load_state()  # a click returns as soon as the next page begins to come
        assert [url for url in asked if not url.startswith("data:")] == [page.url]
        assert (name, faults(page)) == (name, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        page.screenshot(path=output / f"{name}-{page.viewport_size['width']}.png", full_page=True)
        asked.clear()

    return look


def judged(page, name):
    """WCAG and reflow of a page, kept as a picture, wherever one came from."""
    assert (name, faults(page)) == (name, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.screenshot(path=f"test-output/public/{name}-{page.viewport_size['width']}.png", full_page=True)


def press(page, value):
    page.locator(f'main button[name=go][value="{value}"]').click()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_a_message_is_checked_reported_and_followed(page, site, look, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site[0]}/en/?country=FJ")
    look("home")
    page.get_by_role("link", name="Check an offer").click()
    look("check")
    page.get_by_label("The message or job offer").fill(LURE)
    press(page, "ask")
    for number in range(1, 8):
        look(f"question-{number}")
        page.get_by_label("I do not know").check()
        press(page, "next")
    look("result")
    press(page, "1")
    look("report-1")
    page.get_by_label("Yes").check()
    for step in range(2, 7):
        press(page, "next")
        look(f"report-{step}")
    press(page, "next")
    look("answers")
    page.wait_for_timeout(QUICKEST * 1000)  # no person is quicker
    press(page, "send")
    look("sent")
    words = page.locator(".code li").all_inner_texts()
    page.goto(f"{site[0]}/en/code/")
    look("code")
    page.get_by_label("Your six words").fill(" ".join(words[:5]))
    press(page, "next")
    look("code-mistyped")
    page.get_by_label("Your six words").fill(" ".join(words))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your report").wait_for()
    look("conversation")
    page.get_by_label("Write to us").fill("They are home again.")
    press(page, "answer")
    look("answered")
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    "where",
    [
        *("help/?country=FJ", "help/", "help/?country=MM", "help/ask/", "help/countries/"),
        *("agencies/", "near/", "lure/", "check/questions/"),
        *("pocket/", "traces/", "nothing-here/"),
    ],
)
def test_pages_to_read(page, site, look, where):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{site[0]}/fr/{where}")
    look(where.strip("/").replace("/?", "-").replace("=", "-"))


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("vi", "dark")])
def test_the_pocket_edition_opens_without_a_network(page, site, tmp_path, lang, scheme):
    page.goto(f"{site[0]}/{lang}/pocket/")
    with page.expect_download() as waiting:
        page.locator("main a[download]").click()
    kept = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    page.context.set_offline(True)
    page.set_viewport_size({"width": 320, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto("about:blank")
    page.wait_for_timeout(50)
    page.goto(kept.as_uri())
    page.locator("details summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(page) == []
    page.screenshot(path=f"test-output/public/pocket-file-{lang}.png", full_page=True)


def test_what_is_half_typed_survives_a_change_of_language_and_of_country(page, site):
    page.goto(f"{site[0]}/en/report/")
    press(page, "next")
    press(page, "next")
    page.get_by_label("What happened?").fill("half a sent")
    page.get_by_role("button", name="français").click()
    page.get_by_role("button", name="Fidji").click()
    page.wait_for_url("**/fr/report/?country=FJ")
    assert page.locator("textarea").input_value() == "half a sent"


def test_the_way_out_is_the_first_thing_the_keyboard_reaches(page, site):
    page.goto(f"{site[0]}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.pathname") == "/leave/"


def test_a_report_with_a_picture_is_put_aside_and_sent_by_a_young_person(page, site, look, tmp_path):
    (tmp_path / "me.jpg").write_bytes(photograph())
    page.set_viewport_size({"width": 320, "height": 800})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site[0]}/en/report/")
    look("start")
    press(page, "practice")
    look("practice")
    press(page, "earnest")
    look("earnest")
    press(page, "next")
    look("who")
    page.get_by_label("Me", exact=True).check()
    page.get_by_label("Yes").check()
    press(page, "next")
    look("young")
    page.get_by_label("What do you want to tell us?").fill("He wants pictures.")
    press(page, "save")
    look("saved")
    words = " ".join(page.locator(".code li").all_inner_texts())
    page.goto(f"{site[0]}/en/code/")
    look("code-again")
    page.get_by_label("Your six words").fill(words)
    press(page, "next")
    page.get_by_role("heading", name="Tell it").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="That is all").click()
    page.get_by_role("heading", name="Is this right?").wait_for()
    press(page, "open")
    page.get_by_role("heading", name="Pictures and files").wait_for()
    judged(page, "files")
    page.get_by_label("Picture or file").set_input_files(tmp_path / "me.jpg")
    page.get_by_role("button", name="Look at this file").click()
    page.get_by_text("Planted Phone 9").wait_for()
    judged(page, "files-choose")
    press(page, "clean:1")
    page.get_by_text("Only the clean copy is sent.").wait_for()
    judged(page, "files-chosen")
    page.get_by_role("button", name="Go on with the report").click()
    page.wait_for_timeout(QUICKEST * 1000)
    press(page, "send")
    page.get_by_role("heading", name="Thank you").wait_for()
    assert " ".join(page.locator(".code li").all_inner_texts()) == words


def test_a_photo_is_not_lost_by_a_button_of_an_earlier_file(browser, site, tmp_path):
    (tmp_path / "notes.txt").write_bytes(CHAT)
    (tmp_path / "me.jpg").write_bytes(photograph())
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()

    def turn(value):
        with page.expect_navigation():
            press(page, value)

    page.goto(f"{site[0]}/en/report/")
    for step in range(1, 7):
        if step == 3:
            page.locator("main textarea").fill("He sent pictures.")
        turn("next")
    turn("open")
    page.get_by_label("Picture or file").set_input_files(tmp_path / "notes.txt")
    turn("upload")
    turn("7")
    turn("open")
    for button, choice in (("both:1", "clean:2"), ("drop:1", "both:3")):
        page.get_by_label("Picture or file").set_input_files(tmp_path / "me.jpg")
        turn(button)
        page.get_by_text("Planted Phone 9").wait_for()
        turn(choice)
    assert page.get_by_text("File 1").count() == 0
    assert page.get_by_text("File 2: picture").count() == page.get_by_text("File 3: picture").count() == 1
    assert page.get_by_text("You have not chosen yet").count() == 0
    page.context.close()
