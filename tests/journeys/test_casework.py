"""Casework, walked from a tip to a fixed brief, and the first steps with which each kind of case begins.

tip -> case with first steps -> suspect, then possible victim -> statement -> passage -> offences board -> timeline
-> task done -> brief chosen, put up, fixed by a second lead, taken out as a PDF. All invented.
"""

import re
import tomllib

import pytest
from pypdf import PdfReader

from lali.records.configuration.shipped import shipped_text

pytestmark = pytest.mark.browser

NAME = "Semi Reefwalker (invented)"
QUOTE = "he took our passports and said we owe him the ticket"
TOLD = (
    "My cousin saw customer service in Bangkok, 1800 dollars a month, ticket and room paid. "
    "Golden Lagoon Careers (invented) wrote from +679 410 0161 and wants 200 dollars today."
)
SAID = f"I answered the advertisement. At the airport {QUOTE}. Then I had to write to strangers."
OTHER_KINDS = ("seasonal_fraud", "scam_centre", "sextortion", "child_online")


def test_a_fake_job_is_carried_from_a_tip_to_a_brief(begin_walk):
    walk = begin_walk("casework", width=360)  # the narrow window is the harder one
    litia = walk.member(walk.demo.fiji, "litia@htu.example")
    case = open_from_a_tip(litia)
    recognise_a_victim(litia, case)
    code_name = cite_a_statement(litia, case)
    rest_an_element_on_it(litia, case)
    place_it_in_time(litia, case)
    finish_a_step(litia, case)
    put_a_second_lead_on_the_team(litia, case)
    brief = put_up_a_brief(litia, case)
    asha = walk.member(walk.demo.fiji, "asha@htu.example")
    pages = words_of(fix_it(asha, brief))
    assert code_name in pages
    assert QUOTE in pages
    assert "Reefwalker" not in pages


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_case_begins_with_the_first_steps_of_its_kind(begin_walk, kind):
    walk = begin_walk(f"first-steps-{kind}", width=1280)
    litia = walk.member(walk.demo.fiji, "litia@htu.example")
    litia.go("/cases/new/")
    litia.fill("Title", f"First steps of {kind} (invented)")
    litia.page.get_by_label("Kind", exact=True).select_option(kind)
    litia.press("Open the case")
    litia.page.wait_for_url(re.compile(r"/cases/FJ-"))
    assert tasks_on(litia) == first_steps(kind)


# -- the case ---------------------------------------------------------------------------------------------------------


def open_from_a_tip(litia):
    litia.go("/tips/new/")
    litia.page.get_by_label("How did it come?").select_option("phone")
    litia.fill("What was told", TOLD)
    litia.press("Put it in the queue")
    litia.page.locator("tr", has_text="My cousin saw customer service").get_by_role("link").first.click()
    sheet = litia.sheet("Open a case")
    litia.fill("Title of the new case", "Customer service, passports taken", sheet)
    sheet.get_by_label("Kind", exact=True).select_option("fake_job")
    litia.press("Open the case and lead it", sheet)
    litia.page.wait_for_url(re.compile(r"/cases/"))
    assert tasks_on(litia) == first_steps("fake_job")
    litia.look("case")
    return litia.page.url.removeprefix(litia.address)


def recognise_a_victim(litia, case):
    litia.go(f"{case}persons/")
    sheet = litia.sheet("Add a person or organisation")
    litia.fill("Name, if known", NAME, sheet)
    sheet.get_by_label("Role", exact=True).select_option("suspect")
    litia.fill("Why this role", "Wrote to strangers for the company", sheet)
    litia.press("Add a person or organisation", sheet)
    litia.sees("The person is added.")
    sheet = litia.sheet("Recognise as a possible victim")
    litia.fill("What speaks for it", "Passport taken, a debt for the ticket", sheet)
    litia.press("Recognise as a possible victim", sheet)
    litia.sees("Possible victim")
    assert NAME not in litia.page.content()
    litia.look("victim")


def cite_a_statement(litia, case):
    litia.go(f"{case}statements/new/")
    of_whom = litia.page.get_by_label("Of whom", exact=False).first
    of_whom.select_option(index=1)  # the only person of the case
    code_name = of_whom.locator("option").nth(1).inner_text()
    assert "Reefwalker" not in code_name
    litia.fill("Words", SAID)
    litia.look("statement-new")
    litia.press("Keep the statement")
    litia.sees(QUOTE)
    litia.look("statement")
    litia.go(f"{case}evidence/")
    sheet = litia.sheet("Cite a passage")
    sheet.get_by_label("From", exact=True).select_option("S-001")
    litia.fill("Words cited", QUOTE, sheet)
    litia.press("Cite it", sheet)
    litia.sees("P-001")
    litia.look("evidence")
    return code_name


def rest_an_element_on_it(litia, case):
    litia.go(f"{case}offences/")
    litia.press("Take up an offence")
    litia.page.get_by_label("Offence", exact=True).select_option("fj-crimes-112")
    litia.look("offence-new")
    litia.press("Put it on the board")
    litia.page.wait_for_url(re.compile(r"/offences/(#.*)?$"))
    litia.look("board")
    litia.page.locator("main table tbody th a").first.click()
    litia.page.get_by_label("Rests on").select_option("P-001")
    litia.press("Put it on the board")
    litia.sees("P-001")
    litia.look("board-with-proof")


def place_it_in_time(litia, case):
    litia.go(f"{case}events/new/")
    litia.fill("What happened", "Passports were taken at the airport")
    litia.fill("Day", "2026-10-05")
    litia.fill("Sources in this case", "P-001")
    litia.press("Save")
    litia.sees("Passports were taken at the airport")
    litia.look("timeline")


def finish_a_step(litia, case):
    litia.go(case)
    first = litia.page.locator("section[aria-labelledby=tasks] tbody tr").first
    title = first.get_by_role("link").inner_text()
    litia.press(f"Mark as done: {title}", first)
    done = litia.page.locator("section[aria-labelledby=tasks] tr", has_text=title).filter(has_text="Done")
    done.first.wait_for(state="attached")
    litia.look("step-done")


def put_a_second_lead_on_the_team(litia, case):
    litia.go(f"{case}team/")
    sheet = litia.sheet("Change the team")
    sheet.get_by_label("Colleague").select_option(label="Asha Lanternfish, Supervisor")
    sheet.get_by_label("May", exact=True).select_option("lead")
    litia.press("Put on the team", sheet)
    litia.look("team")


# -- the brief --------------------------------------------------------------------------------------------------------


def put_up_a_brief(litia, case):
    litia.go(f"{case}briefs/new/")
    litia.fill("Title", "Passports taken")
    litia.page.get_by_label("Brief of evidence").check()
    litia.page.get_by_label("English").check()
    litia.press("Begin")
    litia.sees("1. Choose what goes in")
    litia.look("brief-begun")
    brief = litia.page.url.removeprefix(litia.address)
    for kind in ("statement", "passage", "event"):
        litia.go(f"{brief}choose/?kind={kind}")
        litia.press("Include the 1 not decided")
        litia.page.wait_for_load_state()
    litia.go(brief)
    litia.look("brief-chosen")
    litia.press("Put it up for a second person")
    litia.sees("so somebody else who leads the case fixes it")
    litia.look("brief-put-up")
    return brief


def fix_it(asha, brief):
    asha.go(brief)
    asha.press("Fix this brief")
    asha.sees("Take out the folder")
    asha.look("brief-fixed")
    return asha.download("PDF")[0]


def words_of(path):
    assert path.read_bytes().startswith(b"%PDF")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


# -- first steps ------------------------------------------------------------------------------------------------------


def tasks_on(litia):
    """Titles of all tasks on the page of a case, those on demand too."""
    return set(litia.page.locator("section[aria-labelledby=tasks] tbody th a").all_text_contents())


def first_steps(kind):
    """What the agency's configuration says a case of a kind begins with."""
    set_up = tomllib.loads(shipped_text("FJ"))
    (template,) = [one for one in set_up["templates"] if one["kind"] == kind]
    return {step["words"]["en"] for step in template["steps"] + template["deadlines"]}
