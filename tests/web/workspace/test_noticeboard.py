"""The noticeboard in the workspace: written by one, checked by another, taken down by either."""

import pytest

from lali.records.noticeboard.actions import load_routes
from lali.records.noticeboard.models import LicensedAgency, OfficialRoute, Opportunity
from lali.web.workspace.views import noticeboard

AGENCY = {
    "name": "Coral Gate Careers (fictional)",
    "licence": "FJ-L-0001",
    "contacts": "+679 555 0100",
    "country": "FJ",
    "source": "The register (invented)",
}
COURSE = {
    "offer": "course",
    "name": "Welding (invented)",
    "place": "makuata",
    "given_by": "Reef School (fictional)",
    "until": "2199-01-01",
    "contacts": "+679 555 0102",
    "country": "FJ",
    "source": "A call",
}


@pytest.fixture
def listing(open_page, supervisor):
    open_page(supervisor, "/noticeboard/agency/new/", AGENCY)
    return LicensedAgency.objects.get()


def test_one_writes_and_another_checks(open_page, see, supervisor, administrator, listing):
    address = f"/noticeboard/agency/{listing.pk}/"
    assert "You wrote this yourself" in see(supervisor, address)
    open_page(supervisor, f"{address}confirm/", {})
    assert "A second person must check it before it is shown." in see(supervisor, address)
    assert "1 listing waits for a second person." in see(administrator, "/")
    assert "Checked today" in see(administrator, address)
    open_page(administrator, f"{address}confirm/", {})
    listing.refresh_from_db()
    assert listing.state == "standing"
    assert "Mere Switchboard" in see(supervisor, address)
    assert "listing waits" not in see(administrator, "/")


def test_a_change_stands_beside_what_is_shown(open_page, see, supervisor, administrator, listing):
    open_page(administrator, f"/noticeboard/agency/{listing.pk}/confirm/", {})
    changed = AGENCY | {"licence": "FJ-L-0002"}
    answer = open_page(supervisor, f"/noticeboard/agency/{listing.pk}/change/", changed)
    page = see(administrator, answer["Location"])
    assert "Takes the place of" in page
    assert "FJ-L-0002" in page
    again = open_page(supervisor, f"/noticeboard/agency/{listing.pk}/change/", changed)
    assert again.status_code == 400
    assert "A change of this waits already" in again.content.decode()


def test_a_place_is_known_by_its_name(open_page, supervisor):
    open_page(supervisor, "/noticeboard/opportunity/new/", COURSE | {"place": "macuata"})
    found = Opportunity.objects.get()
    assert (found.place, found.place_code) == ("Macuata", "FJ-07")


def test_taking_down_wants_a_reason(open_page, see, supervisor, listing):
    address = f"/noticeboard/agency/{listing.pk}/"
    assert open_page(supervisor, f"{address}end/", {}).status_code == 400
    assert open_page(supervisor, f"{address}end/", {"reason-reason": "Withdrawn"}).status_code == 302
    assert "Withdrawn" in see(supervisor, address)
    assert "Coral Gate" not in see(supervisor, "/noticeboard/")


def test_what_is_missing_is_said_and_what_was_typed_stays(open_page, supervisor):
    answer = open_page(supervisor, "/noticeboard/agency/new/", AGENCY | {"licence": ""})
    assert answer.status_code == 400
    assert "Coral Gate Careers" in answer.content.decode()


def test_shipped_routes_wait_to_be_confirmed(open_page, see, supervisor):
    load_routes(by="node", country="FJ")
    page = see(supervisor, "/noticeboard/")
    assert "Came with the program, to be confirmed" in page
    palm = OfficialRoute.objects.get(name="PALM")
    assert "came with the program" in see(supervisor, f"/noticeboard/route/{palm.pk}/")
    open_page(supervisor, f"/noticeboard/route/{palm.pk}/confirm/", {})
    palm.refresh_from_db()
    assert palm.state == "standing"


def test_what_is_old_is_named_on_the_desk_and_on_the_board(open_page, see, supervisor, administrator, listing):
    open_page(administrator, f"/noticeboard/agency/{listing.pk}/confirm/", {})
    LicensedAgency.objects.update(checked_on="2026-01-01")
    assert "1 was checked more than 180 days ago." in see(supervisor, "/")
    assert "not checked since 1 Jan 2026" in see(supervisor, "/noticeboard/")
    assert "Not checked since 1 Jan 2026" in see(supervisor, f"/noticeboard/agency/{listing.pk}/")


def test_a_long_register_has_pages_and_what_waits_is_on_the_first(see, supervisor, monkeypatch):
    monkeypatch.setattr(noticeboard, "PER_PAGE", 2)
    facts = {"country": "FJ", "source": "x", "licence": "1", "contacts": "x", "written_by": "member:0"}
    for number in range(4):
        LicensedAgency.objects.create(name=f"A {number}", state="standing", checked_on="2026-10-01", **facts)
    LicensedAgency.objects.create(name="Z waits", **facts)
    page = see(supervisor, "/noticeboard/")
    assert "Z waits" in page
    assert "A 3" not in page
    assert "1–2 of 5" in page
    assert "A 3" in see(supervisor, "/noticeboard/?agency=3")
    assert "Z waits" in see(supervisor, "/noticeboard/?agency=x&route=9")


@pytest.mark.parametrize("where", ["", "agency/new/", "agency/1/", "agency/1/change/"])
def test_it_is_no_business_of_others(open_page, lead, where):
    assert open_page(lead, f"/noticeboard/{where}").status_code == 403


@pytest.mark.parametrize("where", ["nothing/new/", "nothing/1/", "agency/1/", "agency/99999999999999999999999/change/"])
def test_what_is_not_there_is_not_there(open_page, supervisor, where):
    assert open_page(supervisor, f"/noticeboard/{where}").status_code == 404
