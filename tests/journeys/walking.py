"""People at browsers: each asks one address only, and every page they stop at is looked at."""

import re
import shutil
from contextlib import contextmanager
from pathlib import Path

from lali.project.demo.story import PASSWORD
from tests.axe import faults

ALBUM = Path(__file__).parent.parent.parent / "test-output" / "journeys"
HEIGHT = 800
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"
TAP_OPEN = "document.querySelectorAll('details:not([open])').forEach(one => one.setAttribute('open', 'axe'))"
TAP_SHUT = "document.querySelectorAll('details[open=axe]').forEach(one => one.removeAttribute('open'))"


class Walk:
    """One way through the house: several persons, one width, one album of pictures."""

    def __init__(self, browser, demo, name, *, width, javascript=True, judged=True):
        self.demo, self.width, self.javascript = demo, width, javascript
        self.judged = judged and javascript  # the judge is JavaScript himself
        self._browser, self._folder, self._pictures, self._people = browser, ALBUM / name, 0, []
        shutil.rmtree(self._folder, ignore_errors=True)

    def visitor(self, place):
        """Somebody at a public site."""
        return self._person(place.public, public=True)

    def newcomer(self, place):
        """Somebody at a workspace who has not signed in."""
        return self._person(place.workspace)

    def member(self, place, email):
        """A member who signs in at a workspace."""
        person = self.newcomer(place)
        person.sign_in(email)
        return person

    def _person(self, address, *, public=False):
        person = Person(self, self._browser, address, public=public)
        self._people.append(person)
        return person

    def picture_of(self, page, name):
        """Keep the whole page as a picture, numbered in the order of the walk."""
        self._pictures += 1
        page.screenshot(path=self._folder / f"{self._pictures:02}-{name}.png", full_page=True)

    def end(self):
        """Judge what all browsers did, then shut them."""
        for person in self._people:
            person.leave()


class Person:
    """One browser with one window. It may ask its own site for things, and no other."""

    def __init__(self, walk, browser, address, *, public):
        self.walk, self.address, self.public = walk, address, public
        size = {"width": walk.width, "height": HEIGHT}
        self.context = browser.new_context(
            viewport=size, java_script_enabled=walk.javascript, reduced_motion="reduce", accept_downloads=True
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self._asked, self._answers, self._complaints, self._refusals = [], [], [], 0
        self.context.on("request", lambda request: self._asked.append(request.url))
        self.context.on("response", self._answered)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def _answered(self, answer):
        self._answers.append(answer)

    def _heard(self, message):
        if message.type in {"error", "warning"}:
            self._complaints.append(message.text)

    def go(self, path):
        self.page.goto(self.address + path)

    def press(self, words, within=None):
        """Press a button, or a link that looks like one."""
        named = re.compile(rf"^\s*{re.escape(words)}\s*$")
        buttons = (within or self.page.locator("main")).locator("button, a.button").filter(has_text=named)
        buttons.locator("visible=true").first.click()
        self.page.wait_for_load_state()  # the click returns as soon as the next page begins to come

    def follow(self, words):
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def fill(self, label, words, within=None):
        (within or self.page.locator("main")).get_by_label(label, exact=False).first.fill(words)

    def sheet(self, words, within=None):
        """Open the sheet that has these words on its button; gives the sheet."""
        place = within or self.page.locator("main")
        dialog = place.locator("details.dialog", has=self.page.locator("summary", has_text=words)).first
        if dialog.get_attribute("open") is None:
            dialog.locator("summary").first.click()
        return dialog.locator(".dialog-sheet").first

    def sign_in(self, email):
        self.go("/")
        self.fill("mail", email)
        self.page.fill("input[type=password]", PASSWORD)
        self.press("Sign in")
        self.page.wait_for_url(self.address + "/")

    def download(self, words):
        """Press a button that gives a file; gives its path."""
        with self.page.expect_download() as waiting:
            self.press(words)
        return waiting.value.path(), waiting.value.suggested_filename

    def sees(self, words, within="main"):
        self.page.locator(within).first.get_by_text(words).first.wait_for()

    @contextmanager
    def a_refusal(self):
        """Within, one page comes with status 400; the browser's own note of that is no fault."""
        before = len(self._answers)
        yield
        (refused,) = [answer for answer in self._answers[before:] if answer.status == 400]
        self._answers.remove(refused)
        self._refusals += 1

    def look(self, name):
        """Stop here: the page fits its window; it is kept as a picture, and judged where the walk asks for it."""
        self.page.wait_for_load_state()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.walk.width, f"{name} is {wide} px wide"
        if self.walk.javascript:
            self.walk.picture_of(self.page, name)
        if self.walk.judged:
            self._judge(name)

    def _judge(self, name):
        self.page.evaluate(TAP_OPEN)
        found = faults(self.page)
        self.page.evaluate(TAP_SHUT)
        assert not found, (name, found)

    def leave(self):
        """Shut the browser. Nothing was asked elsewhere, nothing went wrong, and a public site left nothing behind."""
        elsewhere = [url for url in self._asked if not url.startswith((self.address + "/", "data:"))]
        failed = [answer.url for answer in self._answers if answer.status >= 400]
        cookies = [answer.url for answer in self._answers if self.public and answer.header_value("set-cookie")]
        kept = self.context.cookies() if self.public else []
        for _refusal in range(self._refusals):
            self._complaints.remove(REFUSED)
        self.context.close()
        faults = (elsewhere, failed, cookies, kept, self._complaints)
        assert not any(faults), faults
