import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone

from lali.engines.custody import StoreIsFull
from lali.records.agencies.actions import enrol_member
from lali.records.cases import actions as cases
from lali.records.cases.models import Case
from lali.records.cooperation import actions as cooperation
from lali.records.tips import actions as tips
from lali.records.tips.models import Tip
from lali.web.workspace.views import errors

NAME = "Nobody Inparticular"
EMPTY = ["/", "/tips/", "/tips/?state=closed", "/tips/new/", "/cases/", "/cases/new/", "/packets/", "/partners/"]


def opened_dialogs(response):
    html = response.content.decode()
    return [piece.split("</summary>")[0].split(">")[-1] for piece in html.split('<details class="dialog" open')[1:]]


# -- every page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", EMPTY)
def test_empty_page_teaches_and_has_one_heading(open_page, lead, address):
    response = open_page(lead, address)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert "style=" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "part", ["", "persons/", "describe/", "journal/", "exhibits/new/", "exhibits/1/", "packets/new/"]
)
@pytest.mark.usefixtures("partner")
def test_full_page_has_one_heading_and_no_id_twice(open_page, lead, full_case, ids_of, part):
    response = open_page(lead, f"/cases/{full_case.ref}/{part}")
    ids = ids_of(response)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert len(ids) == len(set(ids))


def test_navigation_shows_what_the_role_may_do(open_page, text_of, lead, auditor, administrator):
    assert "Cases" in text_of(open_page(lead, "/"))
    auditors = text_of(open_page(auditor, "/"))
    assert "Journal" in auditors
    assert "Members" not in auditors
    assert "Write down a tip" not in auditors
    assert "Members" in text_of(open_page(administrator, "/"))


def test_navigation_counts_new_tips(open_page, lead, tip):
    assert '<span class="nav-count">1</span>' in open_page(lead, "/partners/").content.decode()


def test_navigation_counts_new_tips_no_further_than_it_shows(open_page, lead, tip):
    Tip.objects.bulk_create(copy_of(tip, number) for number in range(2, 100))
    assert '<span class="nav-count">99</span>' in open_page(lead, "/partners/").content.decode()
    Tip.objects.bulk_create(copy_of(tip, number) for number in range(100, 131))
    assert '<span class="nav-count">99+</span>' in open_page(lead, "/partners/").content.decode()


def copy_of(tip, number):
    return Tip(
        number=number,
        agency=tip.agency,
        source=tip.source,
        text=tip.text,
        urgency=tip.urgency,
        received_at=tip.received_at,
    )


def test_page_that_failed_needs_neither_database_nor_member():
    response = errors.server_error(RequestFactory().get("/"))  # no database is open in this test
    assert response.status_code == 500
    assert b"Nothing was half-written" in response.content


def test_other_pages_for_what_cannot_be_shown(rf, text_of, lead):
    request = rf.get("/")
    request.user = lead
    for view, status, words in [
        (errors.bad_request, 400, "could not be read"),
        (errors.form_expired, 403, "open too long"),
        (errors.forbidden, 403, "needs more"),
    ]:
        response = view(request)
        assert response.status_code == status
        assert words in text_of(response)


# -- desk ------------------------------------------------------------------------------------------------------------


def test_desk_shows_what_needs_me(see, lead, supervisor, outsider, packet):
    cases.request_access(by=outsider, ref=packet.case.ref, reason="I know this recruiter")
    words = see(lead, "/")
    assert "late by 3 days" in words
    assert "Tevita Farreef asks to join" in words
    assert packet.ref not in words
    assert packet.ref in see(supervisor, "/")


def test_lead_lets_a_colleague_join_from_the_desk(open_page, lead, outsider, full_case):
    cases.request_access(by=outsider, ref=full_case.ref, reason="I know this recruiter")
    asked = open_page(lead, "/").context["requests"][0]
    open_page(lead, f"/access/{asked.pk}/", {"decision": "grant", "level": "contribute"})
    assert open_page(outsider, f"/cases/{full_case.ref}/").status_code == 200


# -- tips ------------------------------------------------------------------------------------------------------------


def test_tip_shows_marks_signs_lamps_identifiers(open_page, text_of, lead, tip, full_case):
    other = tips.receive_tip(by=lead, agency=lead.agency, text="Ring (679) 555-0101 now", source="visit")
    html = open_page(lead, f"/tips/{tip.number}/").content.decode()
    assert "<mark" in html
    assert 'class="sign"' in html
    assert html.count("lamp-lit") >= 1
    assert "seen in 1 other record" in text_of(open_page(lead, f"/tips/{tip.number}/"))  # its own case is not another
    assert "seen in 2 other records" in text_of(open_page(lead, f"/tips/{other.number}/"))


def test_hostile_words_of_a_tip_are_only_words(open_page, lead):
    told = tips.receive_tip(by=lead, agency=lead.agency, text="<script>alert(1)</script> pay the fee", source="phone")
    html = open_page(lead, f"/tips/{told.number}/").content.decode()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_form_with_errors_stands_open_and_keeps_what_was_typed(open_page, lead, tip):
    assert opened_dialogs(open_page(lead, f"/tips/{tip.number}/")) == []
    response = open_page(lead, f"/tips/{tip.number}/refer/", {"refer-version": 1, "refer-to": "", "refer-note": "Mine"})
    assert response.status_code == 400
    assert opened_dialogs(response) == ["Refer to another service"]
    assert "Mine" in response.content.decode()


def test_second_of_two_members_learns_who_was_first(open_page, text_of, lead, colleague, tip):
    tips.close_tip(by=colleague, number=tip.number, version=1, reason="not_enough", note="")
    response = open_page(lead, f"/tips/{tip.number}/refer/", {"refer-version": 1, "refer-to": "Labour Office"})
    words = text_of(response)
    assert "Jone Breadfruit has decided on this tip" in words
    assert "Labour Office" in words


def test_case_of_a_tip_is_named_only_to_its_team(open_page, lead, outsider, full_case, tip):
    address = f"/tips/{tip.number}/"
    assert full_case.ref in open_page(lead, address).content.decode()
    assert full_case.ref not in open_page(outsider, address).content.decode()


def test_reporter_in_danger_is_said_first(open_page, text_of, lead):
    told = tips.receive_tip(
        by=lead, agency=lead.agency, text="Please help", source="report", details={"danger": "yes", "platform": "zalo"}
    )
    words = text_of(open_page(lead, f"/tips/{told.number}/"))
    assert "a person may need help now" in words
    assert "Zalo" in words
    assert "Reporter: danger now" in text_of(open_page(lead, "/tips/"))


# -- cases -----------------------------------------------------------------------------------------------------------


def test_case_shows_every_part_and_no_name_of_a_possible_victim(open_page, text_of, lead, full_case):
    response = open_page(lead, f"/cases/{full_case.ref}/")
    words = text_of(response)
    for part in (
        "late by 3 days",
        "First payment",
        "1 exhibit, 0 statements",
        "T-0001",
        "phone-copy.bin",
        "Asha Lanternfish",
    ):
        assert part in words
    assert "code name" in words
    assert NAME not in response.content.decode()


def test_name_is_shown_to_a_lead_with_a_reason_only(open_page, text_of, lead, colleague, full_case):
    person = open_page(lead, f"/cases/{full_case.ref}/").context["persons"][0].id
    own = f"/cases/{full_case.ref}/persons/{person}/"
    address = f"{own}name/"
    assert "Show the name" in text_of(open_page(lead, own))
    assert "Show the name" not in text_of(open_page(colleague, own))
    assert open_page(colleague, address, {"reason-reason": "I want to"}).status_code == 403
    without = open_page(lead, address, {"reason-reason": ""})
    assert opened_dialogs(without) == ["Show the name"]
    assert NAME in text_of(open_page(lead, address, {"reason-reason": "Court order"}))


def test_only_the_row_that_was_sent_stands_open(open_page, ids_of, lead, full_case):
    place = cases.add_person(by=lead, ref=full_case.ref, name="", role="witness")
    other = cases.give_role(by=lead, ref=full_case.ref, person_id=place.person_id, role="suspect", reason="Said so")
    own = f"/cases/{full_case.ref}/persons/{place.person_id}/"
    response = open_page(lead, f"{own}roles/{other.pk}/end/", {"reason-reason": ""})
    ids = ids_of(response)
    assert opened_dialogs(response) == ["End this role"]
    assert len(ids) == len(set(ids))


def test_reader_of_a_case_is_offered_no_form(open_page, supervisor, full_case):
    html = open_page(supervisor, f"/cases/{full_case.ref}/").content.decode()
    for word in ("Add a task", "Add a person", "Take in an exhibit", "Mark as done", "Change the team"):
        assert word not in html


def test_the_overview_shows_two_hints_and_the_rest_on_demand(open_page, text_of, lead, full_case):
    others = [cases.open_case(by=lead, title=f"Elsewhere {number}") for number in range(10)]
    for case in others:
        cases.add_identifier(by=lead, ref=case.ref, kind="phone", typed="(679) 555-0101")
    page = open_page(lead, f"/cases/{full_case.ref}/")
    before, after = page.content.decode().split("and 8 more cases of yours")
    assert before.count("You are on both teams") == 2
    assert after.count("You are on both teams") == 6
    assert "Identifiers of this case stand in 2 more of your cases" in text_of(page)
    last = next(case.ref for case in others if f"{case.ref} Elsewhere" in after)
    wrong = open_page(lead, f"/cases/{full_case.ref}/links/", {"link-other_ref": last, "link-reason": ""})
    assert '<details class="more" open><summary>and 8 more' in wrong.content.decode()


@pytest.mark.slow
def test_long_lists_beside_a_case_are_cut(open_page, lead, full_case):
    for n in range(9):
        member = enrol_member(
            by="node",
            agency=lead.agency,
            email=f"{n}@n.example",
            name=f"No {n} (invented)",
            role="investigator",
            password="x",
        )
        cases.put_on_team(by=lead, ref=full_case.ref, member=member, level="read")
    html = open_page(lead, f"/cases/{full_case.ref}/").content.decode()
    team = html[html.index('id="team"') :]
    assert "<summary>6 more</summary>" in team[: team.index("</section>")]


def test_same_phone_in_two_cases_can_be_linked_and_unlinked(open_page, text_of, lead, outsider, full_case):
    second = cases.open_case(by=lead, title="A graduate")
    hidden = cases.open_case(by=outsider, title="Not yours")
    for member, case in ((lead, second), (outsider, hidden)):
        cases.add_identifier(by=member, ref=case.ref, kind="phone", typed="(679) 555-0101")
    page = open_page(lead, f"/cases/{full_case.ref}/")
    words = text_of(page)
    assert f"{second.ref} A graduate" in words
    assert "Also in 1 record that is not a case of yours" in words
    assert hidden.ref not in page.content.decode()
    without = open_page(lead, f"/cases/{full_case.ref}/links/", {"link-other_ref": second.ref, "link-reason": ""})
    assert opened_dialogs(without) == ["Link the two cases"]
    open_page(lead, f"/cases/{full_case.ref}/links/", {"link-other_ref": second.ref, "link-reason": "One phone"})
    linked = open_page(lead, f"/cases/{second.ref}/")
    assert "One phone" in text_of(linked)
    assert "Link the two cases" not in text_of(linked)
    open_page(lead, f"/cases/{second.ref}/links/{full_case.ref}/undo/", {"reason-reason": "Mistyped"})
    assert "One phone" not in text_of(open_page(lead, f"/cases/{second.ref}/"))


def test_change_in_between_is_shown_beside_what_was_typed(open_page, text_of, lead, full_case):
    facts = {"title": "Mine", "kind": "other", "summary": "My words", "state": "open", "version": 1}
    response = open_page(lead, f"/cases/{full_case.ref}/describe/", facts)
    html = response.content.decode()
    assert "How the case stands now" in html
    assert "My words" in html
    assert "Fee for PALM" in html


def test_journal_of_a_case_speaks_in_words(open_page, text_of, lead, full_case):
    words = text_of(open_page(lead, f"/cases/{full_case.ref}/journal/"))
    assert "Litia Coralgarden sealed an exhibit exhibit E-001" in words
    assert "exhibit.sealed" not in words


def test_case_that_is_not_mine_looks_like_none_and_offers_to_ask(open_page, text_of, outsider, full_case):
    there, nowhere = (open_page(outsider, f"/cases/{ref}/") for ref in (full_case.ref, "FJ-2026-09999"))
    assert there.status_code == nowhere.status_code == 404
    same = [text_of(page).replace(full_case.ref, "?").replace("FJ-2026-09999", "?") for page in (there, nowhere)]
    assert same[0] == same[1]
    assert "Why you need it" in same[0]


def test_closed_case_can_be_opened_again_but_takes_nothing(open_page, text_of, lead, full_case):
    now = Case.objects.get(ref=full_case.ref)
    cases.describe_case(
        by=lead, ref=now.ref, version=now.version, title=now.title, kind=now.kind, summary="", state="closed"
    )
    words = text_of(open_page(lead, f"/cases/{now.ref}/"))
    assert "Describe" in words
    assert "Add a task" not in words


# -- exhibits --------------------------------------------------------------------------------------------------------


def test_forgery_token_comes_before_the_file(open_page, lead, full_case):
    html = open_page(lead, f"/cases/{full_case.ref}/exhibits/new/").content.decode()
    form = html[html.index('enctype="multipart/form-data"') :]
    assert form.index("csrfmiddlewaretoken") < form.index('type="file"')


def test_exhibit_is_taken_in_and_its_life_is_shown(open_page, text_of, lead, full_case):
    address = f"/cases/{full_case.ref}/exhibits/new/"
    response = open_page(lead, address, {"file": SimpleUploadedFile("a.txt", b"words"), "title": "Note"}, follow=True)
    words = text_of(response)
    assert response.redirect_chain
    assert "E-002 Note" in words
    assert "Received and sealed" in words
    assert "A court will ask" in words


@pytest.mark.parametrize("more", ["file", "other"])
def test_one_form_brings_one_original(open_page, lead, full_case, more):
    address = f"/cases/{full_case.ref}/exhibits/new/"
    unfinished = full_case.intakes.filter(exhibit=None).count()
    files = [SimpleUploadedFile(f"{number}.txt", b"words") for number in range(3)]
    open_page(lead, address, {"file": files[:1] if more == "other" else files, "other": files[1:]})
    assert full_case.exhibits.get(number=2).file_name == "0.txt"
    assert full_case.intakes.filter(exhibit=None).count() == unfinished


def test_more_files_than_a_form_may_bring_are_no_error_of_ours(open_page, lead, full_case):
    address = f"/cases/{full_case.ref}/exhibits/new/"
    files = [SimpleUploadedFile(f"{number}.txt", b"words") for number in range(101)]
    assert open_page(lead, address, {"file": files}).status_code == 400


def test_a_disk_without_room_is_told_before_the_first_byte(open_page, text_of, lead, full_case, monkeypatch):
    def no_room(**_what):
        raise StoreIsFull

    monkeypatch.setattr("lali.web.workspace.uploads.begin_intake", no_room)
    address = f"/cases/{full_case.ref}/exhibits/new/"
    response = open_page(lead, address, {"file": SimpleUploadedFile("a.txt", b"words")})
    assert response.status_code == 400
    assert "The disk is full" in text_of(response)


def test_broken_exhibit_says_so(open_page, text_of, lead, full_case, exhibits):
    for path in exhibits.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            sealed = path.read_bytes()
            path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    response = open_page(lead, f"/cases/{full_case.ref}/exhibits/1/check/", {})
    assert response.status_code == 409
    assert "not what was sealed" in text_of(response)
    html = open_page(lead, f"/cases/{full_case.ref}/exhibits/1/").content.decode()
    assert "custody-broken" in html


# -- packets and partners --------------------------------------------------------------------------------------------


def test_packet_offers_no_person(open_page, lead, full_case, partner):
    cases.add_identifier(by=lead, ref=full_case.ref, kind="passport", typed="N1234567")
    response = open_page(lead, f"/cases/{full_case.ref}/packets/new/")
    html = response.content.decode()
    assert "+6795550101" in html
    assert "N1234567" not in html
    assert NAME not in html
    assert html.count("checked") == len(response.context["offered"].identifiers) > 0


def test_packet_shows_the_bytes_and_why_the_preparer_cannot_approve(open_page, text_of, lead, colleague, packet):
    response = open_page(lead, f"/packets/{packet.pk}/")
    words = text_of(response)
    for file in response.context["files"]:
        assert file.name in words
        assert f"{file.size} bytes" in words
    assert "You prepared this packet" in words
    assert "Approve and seal" not in words
    assert "does not approve packets" in text_of(open_page(colleague, f"/packets/{packet.pk}/"))


def test_second_person_approves_and_still_sees_the_packet(open_page, text_of, lead, supervisor, packet):
    cases.take_off_team(by=lead, ref=packet.case.ref, member=supervisor)
    assert "Approve and seal" in text_of(open_page(supervisor, f"/packets/{packet.pk}/"))
    response = open_page(supervisor, f"/packets/{packet.pk}/approve/", {}, follow=True)
    words = text_of(response)
    assert response.status_code == 200
    assert "Sealed. Carry it to the partner." in words
    assert "Take out the sealed packet" in words


def test_withdrawing_leads_back_to_the_list(open_page, text_of, lead, supervisor, packet):
    cases.take_off_team(by=lead, ref=packet.case.ref, member=supervisor)
    response = open_page(supervisor, f"/packets/{packet.pk}/withdraw/", {}, follow=True)
    assert response.status_code == 200
    assert "Withdrawn. Nothing left." in text_of(response)
    assert "What would have left" in text_of(open_page(lead, f"/packets/{packet.pk}/"))


@pytest.mark.usefixtures("full_case")
def test_received_packet_says_who_signed_and_how_far_it_travels(open_page, text_of, lead, partner, sealed_abroad):
    response = open_page(
        lead, "/packets/open/", {"packet-file": SimpleUploadedFile("p.age", sealed_abroad)}, follow=True
    )
    words = text_of(response)
    for part in (
        *(partner.fingerprint, "TLP:AMBER+STRICT", "Two cousins", "UNTOC, article 27", "VU-2026-00001"),
        *("seen in 2 other records", "Send the fee to", '"type": "bundle"'.replace('"', "&quot;")),
    ):
        assert part in words
    number = response.context["packet"].pk
    assert open_page(lead, f"/packets/received/{number}/receipt/", {})["Content-Disposition"].startswith("attachment")
    assert open_page(lead, "/packets/received/999/").status_code == 404


def test_foreign_file_is_refused_with_its_reason(open_page, text_of, lead):
    response = open_page(lead, "/packets/open/", {"packet-file": SimpleUploadedFile("p.age", b"nonsense")})
    assert response.status_code == 400
    assert "This file was not taken" in text_of(response)
    assert 'class="errorlist' in response.content.decode()


def test_file_larger_than_a_packet_is_refused_without_a_copy_in_a_temporary_folder(
    open_page, text_of, lead, settings, monkeypatch, tmp_path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no such folder"))
    large = SimpleUploadedFile("p.age", bytes(settings.FILE_UPLOAD_MAX_MEMORY_SIZE))
    response = open_page(lead, "/packets/open/", {"packet-file": large})
    assert response.status_code == 400
    assert "This file is larger than a packet may be." in text_of(response)
    assert "required" not in text_of(response)


def test_partners_shows_our_fingerprint_and_takes_a_card_with_the_right_one(
    open_page, text_of, lead, administrator, abroad
):
    _keys, data, card = abroad
    assert "Take a partner's card" not in text_of(open_page(lead, "/partners/")).replace("&#x27;", "'")
    page = open_page(administrator, "/partners/")
    assert all(group in text_of(page) for group in page.context["own_fingerprint"].split())
    wrong = {"file": SimpleUploadedFile("card.json", data), "fingerprint": "0000"}
    assert open_page(administrator, "/partners/", wrong).status_code == 400
    right = {"file": SimpleUploadedFile("card.json", data), "fingerprint": card.fingerprint}
    assert "TCU (fictional)" in text_of(open_page(administrator, "/partners/", right, follow=True))


# -- the cost of a page does not grow with its rows ------------------------------------------------------------------


@pytest.fixture
def cost(open_page, django_assert_max_num_queries, lead):
    """How many queries a page costs, on both databases."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    def cost(address):
        open_page(lead, address)  # the first visit writes the session
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["letterbox"]) as two,
        ):
            assert open_page(lead, address).status_code == 200
        return len(one) + len(two)

    return cost


def _more(lead, case, n):
    from lali.records.chronology.actions import Happening, note_event
    from lali.records.chronology.when import exact
    from lali.records.evidence.actions import Acquisition, begin_intake, take_in_exhibit

    told = tips.receive_tip(by=lead, agency=lead.agency, text=f"Ring +679 555 02{n:02} for a job", source="phone")
    cases.add_tip_to_case(by=lead, number=told.number, version=1, ref=case.ref)
    tips.receive_tip(by=lead, agency=lead.agency, text=f"Ring +679 555 02{n:02}", source="phone")
    other = cases.open_case(by=lead, title=f"Case {n}")
    cases.add_identifier(by=lead, ref=other.ref, kind="phone", typed=f"+679 555 02{n:02}")
    cases.add_task(by=lead, ref=other.ref, title="Ring", due_on=None, assignee=lead)
    cases.add_person(by=lead, ref=case.ref, name="", role="witness")
    task = cases.add_task(by=lead, ref=case.ref, title="Ask", due_on=timezone.localdate(), assignee=lead)
    cases.finish_task(by=lead, ref=case.ref, task_id=task.pk)
    called = Happening(text="Call", when=exact(timezone.now() - timedelta(hours=1)))
    note_event(by=lead, ref=case.ref, happening=called)
    take_in_exhibit(by=lead, ref=case.ref, file_name="n.txt", source=io.BytesIO(bytes([n])), acquisition=Acquisition())
    begin_intake(by=lead, ref=case.ref, file_name="cut.bin").sealing.discard()
    links = {"by": lead, "ref": case.ref, "other_ref": other.ref, "reason": "One phone"}
    from lali.records.links.actions import link_cases

    if n % 2:
        link_cases(**links)


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/cases/{}/",
        *(
            pytest.param(address, marks=pytest.mark.slow)
            for address in ("/tips/", "/cases/", "/cases/{}/journal/", "/packets/", "/tips/1/")
        ),
    ],
)
def test_queries_stay_the_same_however_much_there_is(cost, lead, full_case, packet, address):
    for n in range(2):
        _more(lead, full_case, n)
    few = cost(address.format(full_case.ref))
    for n in range(2, 6):
        _more(lead, full_case, n)
    cooperation.prepare_packet(
        by=lead,
        ref=full_case.ref,
        partner_number=packet.partner_id,
        mention_ids=[],
        lures=["Pay the fee"],
        purpose="More",
        legal_basis="palermo-10",
        tlp="green",
        days=3,
    )
    assert cost(address.format(full_case.ref)) == few
