"""From a poster into the lesson, as a phone shows it: no script, nothing fetched beside the page, WCAG, nothing cut off."""

import subprocess
import sys

import pytest

from lali.records.reach.vocabulary import path_of
from tests.web.public.conftest import environment
from tests.web.public.test_learn_in_browser import look, press  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser

OPEN = """
import django
django.setup()
from datetime import date
from lali.records.reach.actions import open_code
said = {
    "bi": {
        "A": ["Bigfala pei, i no nid blong gat ekspiriens?", "Hemia rod we ol trafika oli stap yusum. Stop, jekem fastaem."],
        "B": ["Stop. Askem seven kwestin.", "Paspot blong yu hemi blong yu nomo.\\nNo pem mane bifo wok i stat."],
    },
    "en": {
        "A": ["Big pay, no experience needed?", "That is how traffickers recruit. Stop and check first."],
        "B": ["Stop. Ask seven questions.", "Your passport is yours.\\nPay no money before the work starts."],
    },
}
print(open_code(by="node", campaign="campaign:1", place="Lakatoro (invented)", language="bi", said=said,
                open_from=date(2026, 1, 1)).code)
"""


@pytest.fixture(scope="module")
def code(node):
    opened = subprocess.run(
        [sys.executable, "-c", OPEN], env=environment(node[0]), capture_output=True, text=True, check=True
    )
    return opened.stdout.strip()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_a_poster_leads_into_the_lesson(page, site, code, look, width, scheme):  # noqa: F811
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(site[0] + path_of(code).lower())
    look("arrival")
    page.locator("nav button[lang=en]").click()
    page.get_by_role("heading", level=1).wait_for()
    look("arrival-en")
    press(page, "begin")
    page.get_by_role("heading", name="Where do messages reach you?").wait_for()
    look("arrival-learn")
    press(page, "chat", "pick")
    page.get_by_role("heading", name="What would you do?").wait_for()
    page.goto(f"{site[0]}{path_of('BCD234')}")
    page.get_by_text("This code leads to no message now.").wait_for()
    look("arrival-none")
    assert page.context.cookies() == []
