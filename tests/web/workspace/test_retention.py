"""The retention page as an administrator, a supervisor and an auditor use it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases import actions as cases
from lali.records.cases.models import Case
from lali.records.retention.actions import propose_disposal
from lali.records.retention.models import Disposal
from lali.records.transfers.actions import prepare_archive
from lali.records.transfers.storage import archive_file

pytestmark = pytest.mark.slow


@pytest.fixture
def closed(lead, case):
    return cases.describe_case(
        by=lead, ref=case.ref, version=case.version, title="Fee", kind="other", summary="", state="closed"
    )


def test_from_the_rule_to_the_certificate(open_page, text_of, administrator, supervisor, auditor, closed):
    rule = {"rule-record_class": "case", "rule-case_kind": "", "rule-keep_days": 30, "rule-basis": "Public Records Act"}
    assert open_page(administrator, "/retention/rules/", rule).status_code == 302
    assert "Nothing is over" in text_of(open_page(supervisor, "/retention/"))
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=True):
        page = text_of(open_page(supervisor, "/retention/"))
        assert closed.ref in page
        assert "Fee" not in page
        form = {"propose-subject": closed.subject, "propose-basis": "Public Records Act"}
        open_page(supervisor, "/retention/disposals/", form)
        number = Disposal.objects.get().pk
        alone = text_of(open_page(supervisor, f"/retention/disposals/{number}/carry-out/", {}, follow=True))
        assert "A second person must carry it out" in alone
        done = text_of(open_page(auditor, f"/retention/disposals/{number}/carry-out/", {}, follow=True))
        assert "The certificate says what, by whom and why" in done
        shown = text_of(open_page(auditor, f"/retention/disposals/{number}/"))
        read = Entry.objects.filter(verb="disposal.read", by=auditor.journal_name, facts__disposal=number)
        assert read.get().reading
        assert "Public Records Act" in shown
        assert closed.subject in shown
        file = open_page(supervisor, f"/retention/disposals/{number}/file/")
        assert file.content.startswith(b"%PDF")
        assert "attachment" in file["Content-Disposition"]
    assert Case.objects.get(pk=closed.pk).title == "–"


def test_what_is_erased_on_a_screen_goes_from_sealed_files_too(
    open_page, lead, supervisor, auditor, case, exhibits, django_capture_on_commit_callbacks
):
    def waiting():
        make = {"reason": "They prosecute", "names_leave": True, "passphrase": "quartz coral lantern"}
        archive = prepare_archive(by=lead, ref=case.ref, **make)
        return archive, archive_file(f"out-{archive.archive_id}")

    place = cases.add_person(by=lead, ref=case.ref, name="Ana Quartzfinder", role="witness", reason="Said so")
    archive, file = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        page = open_page(lead, f"/cases/{case.ref}/persons/{place.person_id}/erase/", {"erase-sure": True})
    assert page.status_code == 302
    assert not file.exists()
    archive, file = waiting()
    now = Case.objects.get(pk=case.pk)
    cases.describe_case(
        by=lead, ref=now.ref, version=now.version, title="Fee", kind="other", summary="", state="closed"
    )
    disposal = propose_disposal(by=supervisor, subject=case.subject, basis="Kept long enough")
    with django_capture_on_commit_callbacks(execute=True):
        open_page(auditor, f"/retention/disposals/{disposal.pk}/carry-out/", {})
    archive.refresh_from_db()
    assert (archive.state, archive.reason, file.exists()) == ("let_go", "–", False)


def test_a_hold_is_seen_on_the_case_and_a_refusal_is_said(open_page, text_of, lead, supervisor, case):
    open_page(lead, "/retention/holds/", {"hold-ref": case.ref, "hold-reason": "An appeal"})
    page = text_of(open_page(lead, f"/cases/{case.ref}/"))
    assert "An appeal" in page
    assert "Lift the hold" in page
    empty = open_page(supervisor, "/retention/holds/lift/", {"hold-ref": case.ref, "hold-reason": ""})
    assert empty.status_code == 400
    open_page(supervisor, "/retention/holds/lift/", {"hold-ref": case.ref, "hold-reason": "Decided"})
    assert "An appeal" not in text_of(open_page(lead, f"/cases/{case.ref}/"))


def test_an_empty_page_teaches(open_page, text_of, lead, administrator):
    assert "No rule: everything is kept" in text_of(open_page(lead, "/retention/"))
    wrong = {"rule-record_class": "case", "rule-case_kind": "", "rule-keep_days": 0, "rule-basis": ""}
    assert open_page(administrator, "/retention/rules/", wrong).status_code == 400
