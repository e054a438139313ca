"""A cheap phone without scripts, once in each language: from a poster's address to the closed state of a report.

Led by the names of forms and fields, never by words: those are what differs. All invented; the numbers belong to nobody.
"""

import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.utils import translation

from lali.records.letterbox.vocabulary import ReportState
from lali.records.reach.vocabulary import path_of
from lali.web.public.pace import QUICKEST
from tests.journeys.test_main_job import ask_the_reporter
from tests.project.command_line import environment

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFERS = {
    "en": "Ring +679 410 0161 now! Hotel work in Bangkok, USD 1800 a month, pay 200 dollars today for the ticket.",
    "fr": "Appelez le +679 410 0162 ! Travail à Dubaï, 1800 dollars par mois, frais de dossier 200 dollars aujourd’hui.",
    "bi": "Ring long +679 410 0163 naoia! Wok long Bangkok, pei 1800 dola evri manis, pem 200 dola tedei.",
    "fj": "Qirita na +679 410 0164! Cakacaka mai Bangkok, sau 1800 na dola e veivula, sauma na 200 na dola nikua.",
    "hif": "Phone karo +679 410 0165! Bangkok me kaam, 1800 dollar mahina, aaj 200 dollar fees bharo.",
    "vi": "Gọi +679 410 0166 ngay! Việc nhẹ ở Bangkok, lương 1800 USD, đóng phí 200 USD hôm nay.",
}
QUESTION = "Do you still have the chat?"
HEADLINE = "Stop (invented)"
OPEN = f"""
import django, sys
django.setup()
from datetime import date
from lali.records.reach.actions import open_code
said = {{sys.argv[1]: {{"A": ["{HEADLINE}", "Check first."]}}}}
facts = {{"campaign": "campaign:1", "place": "A bus stop (invented)", "language": sys.argv[1], "said": said}}
print(open_code(by="node", open_from=date(2026, 1, 1), **facts).code)
"""


@pytest.mark.parametrize("lang", OFFERS)
def test_from_a_poster_to_the_closed_state(begin_walk, lang):
    walk = begin_walk(f"360-{lang}-poster-to-closed", width=360, javascript=False)
    phone = Phone(walk.visitor(walk.demo.fiji), lang)
    phone.person.go(path_of(poster(walk.demo.fiji.home, lang)))
    assert HEADLINE in phone.text()
    phone.look("poster")
    check_the_offer(phone)
    words = report_it(phone)
    take_the_lesson(phone)

    desk = begin_walk(f"1280-{lang}-answering", width=1280, judged=False)
    litia = desk.member(desk.demo.fiji, "litia@htu.example")
    tip = open_the_tip(litia, lang)
    ask_the_reporter(litia)

    answer(phone, words)
    close(litia, tip)
    phone.open_report(words)
    phone.look("closed")
    with translation.override(lang):
        assert str(ReportState.CLOSED.label) in phone.text()


class Phone:
    """A visitor's browser: presses by name and value, and never leaves the language it came in."""

    def __init__(self, person, lang):
        self.person, self.page, self.lang = person, person.page, lang

    def go(self, where):
        self.person.go(f"/{self.lang}/{where}")

    def press(self, value, name="go"):
        self.page.locator(f'main button[name={name}][value="{value}"]').first.click()
        self.page.wait_for_load_state()
        assert urlsplit(self.page.url).path.startswith(f"/{self.lang}/")

    def has(self, value, name="go"):
        return self.page.locator(f'main button[name={name}][value="{value}"]').count() > 0

    def fill(self, name, words):
        self.page.locator(f"main [name={name}]:not([type=hidden])").fill(words)

    def text(self):
        return self.page.locator("main").inner_text()

    def look(self, name):
        self.person.look(name)
        self.person.walk.picture_of(self.page, name)

    def open_report(self, words):
        self.go("code/")
        self.fill("code", words)
        self.press("next")


def poster(home, lang):
    """A code of a poster in this language, opened at the public process's own database."""
    own = {"LALI_HOME": str(home), "LALI_AUDIENCE": "public", "DJANGO_SETTINGS_MODULE": "lali.project.settings"}
    command = [sys.executable, "-c", OPEN, lang]
    return subprocess.run(command, env=environment(**own), capture_output=True, text=True, check=True).stdout.strip()


def check_the_offer(phone):
    phone.press("edit")
    phone.fill("text", OFFERS[phone.lang])
    phone.press("next")
    assert phone.page.locator("main mark").count() >= 1
    phone.look("result")


def report_it(phone):
    phone.press("1")
    for _page in range(9):
        if phone.has("send"):
            break
        phone.press("next")
    phone.look("answers")
    phone.page.wait_for_timeout(QUICKEST * 1000)  # no person is quicker
    phone.press("send")
    phone.look("sent")
    words = phone.page.locator("ol.code li").all_inner_texts()
    assert len(words) == 6
    return " ".join(words)


def take_the_lesson(phone):
    phone.go("learn/")
    phone.press("chat", "pick")
    for _page in range(40):
        if phone.has("keep"):
            break
        phone.press("check" if phone.has("check") else "next")
    phone.look("learnt")


def open_the_tip(litia, lang):
    number = OFFERS[lang].split("+679 ")[1][:8]
    litia.go("/tips/")
    litia.page.locator("tr", has_text=number).get_by_role("link").first.click()
    litia.sees("Ask the reporter")
    return litia.page.url.removeprefix(litia.address)


def answer(phone, words):
    phone.open_report(words)
    assert QUESTION in phone.text()
    phone.fill("answer", OFFERS[phone.lang])
    phone.press("answer")
    phone.look("answered")


def close(litia, tip):
    litia.go(tip)
    sheet = litia.sheet("Close with a reason")
    sheet.locator("select").select_option(index=1)
    litia.press("Close the tip", sheet)
