"""The workspace's screens in a real browser: no violation of WCAG, nothing cut off, targets large, keyboard in order."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lali.records.cases import actions
from lali.records.cooperation.identity import our_card
from lali.records.entities.facts import Birth, Document, Name
from lali.web.components.styles import FOLDER
from tests.archives import foreign_archive
from tests.axe import faults
from tests.neighbour import make_neighbour

pytestmark = pytest.mark.browser
LINK = re.compile(r'<link rel="stylesheet" href="[^"]*components/([a-z]+)\.css">')
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
    .filter(e => { const r = e.getBoundingClientRect(); return r.width && getComputedStyle(e).display != 'inline'
        && e.type != 'hidden' && !e.matches('.skip') && (r.height < 24 || r.width < 24) })
    .map(e => e.outerHTML.slice(0, 90))"""
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > innerWidth && !e.firstElementChild).map(e => e.outerHTML.slice(0, 90))"""
MINE = ["/", "/tips/", "/tips/new/", "/tips/{tip}/", "/cases/", "/cases/new/", "/packets/", "/packets/{packet}/"]
OF_CASE = ["", "describe/", "journal/", "exhibits/new/", "exhibits/1/", "packets/new/"]


def standing_alone(response):
    """A page with its style sheets inside, for a browser without a server."""
    html = response.content.decode()
    return LINK.sub(lambda found: f"<style>{(FOLDER / f'{found[1]}.css').read_text()}</style>", html)


def persons_shown(open_page, lead, ref):
    """Persons as they are when there is much to say: a victim, relations, a pair to judge, a form with rows."""
    persons = f"/cases/{ref}/persons/"
    victim = open_page(lead, persons).context["page"][0].id
    one, other = (
        actions.add_person(by=lead, ref=ref, name=name, role="witness", reason="Saw it").person_id
        for name in ("Mohammed Reefwalker (invented)", "Reefwalker, Muhammad (invented)")
    )
    born = Birth(date(2006, 1, 1), date(2012, 1, 1), "looks")
    actions.describe_person(by=lead, ref=ref, person_id=victim, version=1, facts={"birth": born, "languages": ("bi",)})
    names = (Name("Mohammed Reefwalker (invented)"), Name("lagoon_joe", kind="screen"))
    paper = Document("passport", "N1234567", "FJ", date(2030, 1, 1))
    known = {"names": names, "documents": (paper,), "nationalities": ("FJ", "VU"), "sex": "male"}
    actions.describe_person(by=lead, ref=ref, person_id=one, version=1, facts=known)
    tie = {"kind": "recruited", "source": "Statement of a witness"}
    actions.relate_persons(by=lead, ref=ref, person_id=one, other_id=victim, **tie)
    actions.relate_persons(by=lead, ref=ref, person_id=other, other_id=one, **tie | {"kind": "relative_of"})
    yield "persons", open_page(lead, persons)
    for number in (victim, one):
        yield f"person {number == victim}", open_page(lead, f"{persons}{number}/")
        yield f"describe {number == victim}", open_page(lead, f"{persons}{number}/describe/")
    yield "name", open_page(lead, f"{persons}{victim}/name/", {"reason-reason": "Court order"})


def archives_shown(open_page, lead, supervisor, case):
    """Whole cases on their way: what would leave, what waits, what came from somebody unknown."""
    new = f"/cases/{case.ref}/archive/"
    yield "archive new", open_page(lead, new)
    words = {"to": "passphrase", "passphrase": "drum of the demo", "again": "drum of the demo", "reason": "We move"}
    yield "archive wrong", open_page(lead, new, words | {"again": "another"})
    waits = open_page(lead, new, words | {"names_leave": "on"})
    yield "archive waits", open_page(supervisor, waits.url)
    data = foreign_archive(make_neighbour(our_card()), case)
    came = open_page(supervisor, "/archives/look/", {"file": SimpleUploadedFile("a.lali", data)})
    yield "arrival", open_page(supervisor, came.url)
    yield "archive refused", open_page(supervisor, "/archives/look/", {"file": SimpleUploadedFile("a.lali", b"no")})
    yield "archives", open_page(supervisor, "/archives/")
    unknown = open_page(supervisor, f"{came.url}take-in/", {"fingerprint": came.wsgi_request.user.name})
    assert unknown.status_code == 400
    taken = foreign_archive(make_neighbour(our_card(), node="vu-tcu2"), case, case_reference="VU-2026-00078")
    came = open_page(supervisor, "/archives/look/", {"file": SimpleUploadedFile("a.lali", taken)})
    fingerprint = open_page(supervisor, came.url).context["arrival"].fingerprint
    case_page = open_page(supervisor, f"{came.url}take-in/", {"fingerprint": fingerprint})
    yield "arrived", open_page(supervisor, came.url)
    yield "guide of what came", open_page(supervisor, f"{case_page.url}guide/")
    yield "exhibit that came", open_page(supervisor, f"{case_page.url}exhibits/1/")


@pytest.fixture
def screens(open_page, outsider, supervisor, packet, sealed_abroad):
    """Every screen with something in it, by its address."""
    ref, tip = packet.case.ref, packet.case.tips.get()
    lead, administrator = packet.prepared_by, packet.partner.added_by
    addresses = [url.format(tip=tip.number, packet=packet.pk) for url in MINE]
    addresses += [f"/cases/{ref}/{part}" for part in OF_CASE]
    found = {url: standing_alone(open_page(lead, url)) for url in addresses}
    received = open_page(lead, "/packets/open/", {"packet-file": SimpleUploadedFile("p.age", sealed_abroad)})
    found |= {name: standing_alone(shown) for name, shown in persons_shown(open_page, lead, ref)}
    found["received"] = standing_alone(open_page(lead, received.url))
    found["refused"] = standing_alone(
        open_page(lead, "/packets/open/", {"packet-file": SimpleUploadedFile("p.age", b"no")})
    )
    found["not found"] = standing_alone(open_page(outsider, f"/cases/{ref}/"))
    found["to approve"] = standing_alone(open_page(supervisor, f"/packets/{packet.pk}/"))
    for name, shown in archives_shown(open_page, lead, supervisor, packet.case):
        found[name] = standing_alone(shown)
    found["partners"] = standing_alone(open_page(administrator, "/partners/"))
    return found


@pytest.mark.slow
def test_screens_are_accessible_and_flow(screens, page):
    wrong = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        for name, html in screens.items():
            page.set_content(html)
            page.evaluate(OPEN_ALL)
            wrong += [(name, scheme, *fault) for fault in faults(page)]
            wrong += [(name, width, "small", target) for target in page.evaluate(SMALL)]
            wrong += [(name, width, "wider than the screen", part) for part in page.evaluate(WIDE)]
    assert wrong == []


def test_keyboard_reaches_the_main_part_and_opens_a_dialog(screens, page):
    page.set_content(screens["person True"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("summary", has_text="Note how they stand to another").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "relation-kind"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
