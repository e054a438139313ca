"""The team page and the page of ways into a case, as people use them."""

import pytest
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases import actions
from lali.records.cases.access import cases_for
from lali.records.cases.vocabulary import Level


@pytest.fixture
def overseer(agency):
    from lali.records.agencies.actions import enrol_member

    return enrol_member(
        by="node",
        agency=agency,
        email="overseer@htu.example",
        name="Vani Lookout",
        role="oversight",
        password="correct horse lali",
    )


def test_a_lead_sees_and_changes_who_may_do_what(open_page, text_of, lead, colleague, outsider, case):
    address = f"/cases/{case.ref}/team/"
    day = timezone.localdate().replace(year=timezone.localdate().year + 1)
    form = {"team-member": colleague.pk, "team-level": "contribute", "team-ends_on": day, "team-may_remove": "on"}
    assert open_page(lead, f"{address}change/", form).status_code == 302
    wall = {"wall-ref": case.ref, "wall-member": outsider.pk, "wall-kind": "related", "wall-reason": "His brother"}
    assert open_page(lead, "/access/walls/", wall).status_code == 302
    words = text_of(open_page(lead, address))
    for said in ("Jone Breadfruit", "may remove", "Tevita Farreef", "Is a relative or close friend", "no end"):
        assert said in words
    reader = text_of(open_page(colleague, address))
    assert "Change the team" not in reader
    assert "Hand the case over" not in reader


def test_a_refusal_keeps_what_was_typed(open_page, text_of, lead, case):
    form = {"team-member": lead.pk, "team-level": "lead", "team-may_remove": "on"}
    answer = open_page(lead, f"/cases/{case.ref}/team/change/", form)
    assert answer.status_code == 400
    assert "Nobody gives themselves the right to remove" in text_of(answer)


def test_an_emergency_from_the_page_to_the_judgement(open_page, text_of, lead, outsider, case):
    form = {"emergency-ref": case.ref, "emergency-reason": "She rang for help", "emergency-hours": "4"}
    answer = open_page(outsider, "/access/emergency/", form, follow=True)
    assert "Whoever leads it has been told why" in text_of(answer)
    page = text_of(open_page(lead, f"/cases/{case.ref}/team/"))
    assert "She rang for help" in page
    assert "Judge it" in page
    judged = {"judgement-justified": "no", "judgement-judgement": "Nobody was in danger"}
    open_page(lead, f"/cases/{case.ref}/openings/{case.openings.get().pk}/", judged)
    assert "not justified" in text_of(open_page(lead, f"/cases/{case.ref}/team/"))
    assert not cases_for(outsider).exists()


def test_an_emergency_for_nothing_says_so_and_keeps_what_was_typed(open_page, text_of, outsider):
    form = {"emergency-ref": "FJ-1999-00001", "emergency-reason": "She rang for help", "emergency-hours": "4"}
    answer = open_page(outsider, "/access/emergency/", form)
    assert answer.status_code == 400
    assert "There is no case with this reference that you can open so" in text_of(answer)
    assert "She rang for help" in answer.content.decode()


def test_the_access_page_offers_what_the_role_may(open_page, text_of, lead, supervisor, auditor, administrator):
    says = {
        lead: ("Declare a conflict of interest", "Open a case in an emergency"),
        supervisor: ("Keep a colleague out of a case",),
        auditor: ("Appoint oversight",),
    }
    for member, words in says.items():
        page = text_of(open_page(member, "/access/"))
        assert all(word in page for word in words)
    assert "Keep a colleague out" not in text_of(open_page(lead, "/access/"))
    assert "emergency" not in text_of(open_page(administrator, "/access/"))


def test_oversight_from_the_page(open_page, text_of, auditor, overseer, case):
    form = {
        "oversight-ref": case.ref,
        "oversight-member": overseer.pk,
        "oversight-until": timezone.localdate(),
        "oversight-reason": "An official is named",
    }
    assert open_page(auditor, "/access/oversight/", form).status_code == 302
    assert case.ref in text_of(open_page(overseer, "/cases/"))
    assert "An official is named" in text_of(open_page(overseer, f"/cases/{case.ref}/team/"))


def test_a_case_is_handed_to_a_unit_from_page_to_page(
    open_page, text_of, lead, supervisor, outsider, administrator, agency, case
):
    open_page(administrator, "/administration/units/", {"name": "Labasa"})
    unit = agency.units.get()
    open_page(administrator, f"/administration/members/{outsider.pk}/unit/", {"unit": unit.pk})
    assert "Labasa" in text_of(open_page(administrator, "/administration/members/"))
    offer = {"offer-to": f"{agency.pk}/{unit.pk}", "offer-note": "It happened there"}
    assert open_page(lead, f"/cases/{case.ref}/offer/", offer).status_code == 302
    assert "Offered to others" in text_of(open_page(lead, f"/cases/{case.ref}/team/"))
    assert case.ref in text_of(open_page(supervisor, "/"))
    number = case.offers.get().pk
    missing = open_page(supervisor, f"/offers/{number}/", {"offer-decision": "accept"})
    assert "Choose who leads the case" in text_of(missing)
    open_page(supervisor, f"/offers/{number}/", {"offer-decision": "accept", "offer-member": outsider.pk})
    assert cases_for(outsider).filter(ref=case.ref).exists()
    assert not cases_for(lead).exists()
    still = open_page(administrator, f"/administration/units/{unit.pk}/end/", {}, follow=True)
    assert "Members are still in this unit" in text_of(still)


def test_a_case_that_nobody_leads_gets_a_lead(open_page, text_of, lead, supervisor, outsider, case):
    actions.set_wall(by=supervisor, ref=case.ref, member=lead, kind="named", reason="Named")
    assert f"Nobody leads case {case.ref}" in text_of(open_page(supervisor, "/"))
    open_page(supervisor, "/access/leads/", {"lead-ref": case.ref, "lead-member": outsider.pk})
    assert cases_for(outsider).annotate_level(outsider.pk).get().my_level == Level.LEAD


def test_what_a_list_showed_stands_in_the_journal(open_page, lead, case):
    from lali.records.audit.models import Entry

    for address in ("/", "/cases/"):
        open_page(lead, address)
        assert case.subject in Entry.objects.filter(verb="list.read").first().facts["shown"]


def test_the_journal_of_a_case_shows_old_and_new_values(open_page, text_of, lead, auditor, case):
    actions.describe_case(
        by=lead, ref=case.ref, version=case.version, title="Fee of 350", kind="other", summary="", state="open"
    )
    words = text_of(open_page(lead, f"/cases/{case.ref}/journal/"))
    assert "Fee for a promised job" in words
    assert "Fee of 350" in words
    audited = text_of(open_page(auditor, "/administration/journal/"))
    assert "(sealed)" in audited
    assert "Fee of 350" not in audited


def test_an_auditor_behind_a_wall_does_not_read_of_the_case(open_page, text_of, lead, supervisor, auditor, case):
    assert case.ref in text_of(open_page(auditor, "/administration/journal/"))
    actions.set_wall(by=supervisor, ref=case.ref, member=auditor, kind="named", reason="Is named")
    assert case.ref not in text_of(open_page(auditor, "/administration/journal/"))


def test_the_journal_tells_identical_readings_once_and_keeps_each(open_page, client, text_of, lead, auditor, case):
    open_page(lead, f"/cases/{case.ref}/persons/")
    for _again in range(3):
        client.get(f"/cases/{case.ref}/persons/")
    words = text_of(open_page(lead, f"/cases/{case.ref}/journal/"))
    assert "4 times, first" in words
    assert Entry.objects.filter(verb="case.read", facts={"part": "persons"}).count() == 4
    assert "4 times, first" in text_of(open_page(auditor, "/administration/journal/"))
