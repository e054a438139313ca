"""A file comes in over a line that is cut again and again: it goes on by itself, after leaving the page, and only itself."""

import hashlib
import os
import re

import pytest

from tests.journeys.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZE = 3_000_000
SEALED = re.compile(r"/exhibits/\d+/$")


@pytest.fixture(params=[1280, 360])
def litia(browser, demo, request):
    """A member at the page where an exhibit is taken in, and her browser's line."""
    walk = Walk(browser, demo, f"cut-lines-{request.param}", width=request.param)
    person = walk.member(demo.fiji, "litia@htu.example")
    person.go("/cases/")
    person.page.get_by_role("link", name="PALM priority fee").first.click()
    person.page.get_by_role("link", name="Take in an exhibit").first.click()
    person.page.get_by_role("heading", name="Take in an exhibit").wait_for()
    yield person
    person.context.close()


@pytest.fixture
def original(tmp_path):
    path = tmp_path / "phone (copy).bin"
    path.write_bytes(os.urandom(SIZE))
    return path


class Line:
    """Lets pieces through, or cuts them."""

    def __init__(self, page, passes):
        self.passes, self.sent = list(passes), 0
        page.route("**/intakes/*/", self.piece)

    def piece(self, route):
        if route.request.method != "PATCH":
            route.continue_()
        elif self.passes.pop(0) if self.passes else True:
            self.sent += 1
            route.continue_()
        else:
            route.abort()


def choose_and_seal(page, original, button="Seal it"):
    page.set_input_files("input[type=file]", original)
    page.get_by_role("button", name=button).click()


def test_a_line_that_is_cut_goes_on_by_itself(litia, original):
    line = Line(litia.page, [True, False, True, False])
    with litia.page.expect_navigation(url=SEALED, timeout=60_000):
        choose_and_seal(litia.page, original)
    assert hashlib.sha256(original.read_bytes()).hexdigest() in litia.page.content()
    assert line.sent >= 3


def test_who_left_the_page_goes_on_with_the_same_file_and_no_other(litia, original, tmp_path):
    page = litia.page
    page.on("dialog", lambda dialog: dialog.accept())
    Line(page, [True, *[False] * 99])
    choose_and_seal(page, original)
    page.get_by_text("The line was cut.").wait_for()
    litia.walk.picture_of(page, "cut")
    case = page.url.partition("exhibits/")[0]
    page.unroute_all()
    page.goto(f"{case}evidence/")
    page.get_by_text("An exhibit did not come in wholly.").wait_for()
    litia.walk.picture_of(page, "listed")
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("heading", name="Go on with a file").wait_for()
    other = tmp_path / "elsewhere" / original.name
    other.parent.mkdir()
    other.write_bytes(bytes(SIZE))
    choose_and_seal(page, other, "Go on")
    page.get_by_text("This is not the file that began to come in").wait_for()
    litia.walk.picture_of(page, "another-file")
    with page.expect_navigation(url=SEALED, timeout=60_000):
        choose_and_seal(page, original, "Go on")
    assert hashlib.sha256(original.read_bytes()).hexdigest() in page.content()
