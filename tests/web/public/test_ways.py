"""The register, official routes and opportunities: in the answer of a check, and on pages of their own."""

import html as markup
from datetime import timedelta

import brotli
import pytest
from django.utils import timezone

from lali.records.noticeboard.actions import add_listing, confirm_listing, load_routes
from tests.web.public.conftest import LANGUAGES, LURE

BROTLI = {"headers": {"accept-encoding": "br"}}


@pytest.fixture
def board(letterbox, supervisor, administrator):
    """A filled noticeboard: four routes as shipped, thirteen agencies, five opportunities in two provinces."""
    load_routes(by="node", country="FJ")
    until = timezone.localdate() + timedelta(days=30)

    def put(kind, **said):
        source = "https://register.example/ (invented)"
        made = add_listing(by=supervisor, kind=kind, country="FJ", source=source, said=said)
        return confirm_listing(by=administrator, kind=kind, number=made.pk)

    names = [
        "Coral Gate Careers",
        *(f"Invented Agency {word}" for word in ["Ana", "Bua", "Cina", "Dovi", "Ero", "Futu", "Gau"]),
    ]
    names += [f"Zebra Overseas {word}" for word in ["Ika", "Jale", "Kava", "Lali", "Mata"]]
    for name in names:
        put("agency", name=name, licence="FJ-L-1", contacts="+679 555 0100\nSuva", valid_until=until)
    for number, place in enumerate(["Macuata", "Macuata", "Lau", "Lau", "Lau"], start=1):
        said = {"offer": "vacancy", "place": place, "given_by": "Breadfruit Packers", "wage": "FJD 5 an hour"}
        put("opportunity", name=f"Packer {number}", until=until, contacts="+679 555 0101", **said)
    return put


def shown(answer):
    assert answer.status_code == 200
    return markup.unescape(answer.content.decode())


def test_a_name_of_the_register_is_shown_with_the_number_to_ask(board, letterbox):
    html = shown(letterbox.post("/en/check/", {"text": "Coral Gate Careers needs you in Sydney"}))
    assert "A name in the register. Anybody can use a name: ask them by the number given here." in html
    assert "+679 555 0100" in html
    html = shown(letterbox.post("/en/check/", {"text": "Coral Gate Carers needs you in Sydney"}))
    assert "A name like it is in the register. Ask them by the number given here." in html


def test_a_name_that_is_not_there_accuses_nobody(board, letterbox, text_of):
    said = text_of(letterbox.post("/en/check/", {"text": LURE}))
    day = f"{timezone.localdate():%-d %B %Y}"
    assert (
        f"Golden Lagoon Careers This name is not in the register of {day}. That proves nothing about anybody." in said
    )


def test_a_register_says_nothing_where_there_is_none(letterbox):
    assert "register" not in shown(letterbox.post("/en/check/?country=VU", {"text": LURE}))


def test_a_route_that_is_named_gets_its_card_and_says_that_it_is_to_be_confirmed(board, letterbox, text_of):
    said = text_of(letterbox.post("/en/check/", {"text": LURE}))
    assert "PALM A place is never sold: no fee for a place." in said
    assert "To be confirmed: we have not checked this yet." in said
    assert "In Fiji, ask: The Ministry of Employment" in said
    assert said.count("The Ministry of Employment") == 1, "said once, where it says what to do"
    assert "RSE" not in said.replace("PALM, RSE and like schemes", "")


def test_three_opportunities_near_home_stand_beside_an_answer_but_not_when_it_is_urgent(board, letterbox):
    assert shown(letterbox.post("/en/check/", {"text": LURE})).count("<li>Packer ") == 3
    urgent = "Please help me, I am locked in a compound and they beat us"
    html = shown(letterbox.post("/en/check/", {"text": urgent}))
    assert "Breadfruit" not in html
    assert "In Fiji, ask" not in html


@pytest.mark.parametrize("typed", ["coral gate", "Coral Gate Carers"])
def test_an_agency_is_found_by_name_and_what_is_typed_stands_in_no_address(board, letterbox, typed):
    answer = letterbox.post("/en/agencies/", {"name": typed})
    assert "Coral Gate Careers" in shown(answer)
    assert "?" not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]


def test_an_unknown_agency_proves_nothing(board, letterbox, text_of):
    said = text_of(letterbox.post("/en/agencies/", {"name": "Golden <b>Lagoon</b>"}))
    assert "That proves nothing about anybody. Ask: The Ministry of Employment" in said
    assert "<b>Lagoon" not in letterbox.post("/en/agencies/", {"name": "Golden <b>Lagoon"}).content.decode()


def test_the_register_is_dated_and_lists_its_first(board, letterbox, text_of):
    said = text_of(letterbox.get("/en/agencies/"))
    assert f"Register of {timezone.localdate():%-d %B %Y}, Fiji: 13 agencies." in said
    assert "1 more: search by name." in said


@pytest.mark.parametrize("where", ["agencies/", "near/", "agencies/?country=VN", "near/?country=VU"])
def test_an_empty_noticeboard_is_a_page_too(letterbox, where):
    assert letterbox.get(f"/en/{where}").status_code == 200
    assert letterbox.post(f"/en/{where}", {"name": "x", "place": "y"}).status_code == 200


def test_opportunities_are_shown_by_province(board, letterbox):
    every = shown(letterbox.get("/en/near/"))
    assert every.index("<h2>Lau</h2>") < every.index("<h2>Macuata</h2>")
    one = shown(letterbox.post("/en/near/", {"place": "Macuata"}))
    assert "<h2>Lau</h2>" not in one
    assert one.count("Breadfruit Packers") == 2
    assert shown(letterbox.post("/en/near/", {"place": "Atlantis"})).count("Breadfruit Packers") == 5


def test_what_was_checked_long_ago_says_so(board, letterbox):
    from lali.records.noticeboard.models import LicensedAgency

    LicensedAgency.objects.update(checked_on=timezone.localdate() - timedelta(days=200))
    assert "Not checked since" in shown(letterbox.post("/en/agencies/", {"name": "Coral Gate"}))


def test_routes_and_opportunities_say_so_too(board, letterbox):
    from lali.records.noticeboard.models import OfficialRoute, Opportunity

    long_ago = timezone.localdate() - timedelta(days=200)
    OfficialRoute.objects.filter(name="PALM").update(checked_on=long_ago, state="standing", checked_by="member:0")
    assert shown(letterbox.get("/en/agencies/")).count("Not checked since") == 1
    Opportunity.objects.filter(name="Packer 1").update(checked_on=long_ago)
    assert shown(letterbox.get("/en/near/")).count("Not checked since") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_filled_pages_stay_small(board, letterbox, lang):
    answers = [letterbox.get(f"/{lang}/agencies/", **BROTLI), letterbox.get(f"/{lang}/near/", **BROTLI)]
    answers += [letterbox.post(f"/{lang}/agencies/", {"name": name}, **BROTLI) for name in ("Coral Gate", "Nobody")]
    for answer in answers:
        assert len(answer.content) <= 5 * 1024
    text = "Coral Gate Careers and Golden Lagoon Careers: PALM fee, send it today."
    html = brotli.decompress(letterbox.post(f"/{lang}/check/", {"text": text}, **BROTLI).content)
    assert len(brotli.compress(html)) <= 6 * 1024
    print(lang, [len(answer.content) for answer in answers], len(brotli.compress(html)))
