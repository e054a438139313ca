"""Files that came with a tip: copied out, made an exhibit, and what is said when they are not."""

from hashlib import sha256

import pytest

from lali.engines.exchange import ReporterKeys, new_letter_key
from lali.records.audit.models import Entry
from lali.records.cases import actions as cases
from lali.records.evidence.models import Exhibit, Intake
from lali.records.letterbox.actions import enclose, keep_draft, receive_report, take_file_back
from lali.records.tips.actions import collect_reports
from lali.records.tips.models import Tip


@pytest.fixture
def tip_with_file(agency, exhibits):
    private, public = new_letter_key()
    reporter = ReporterKeys(bytes(32), private, public)
    keep_draft(by="public", words="{}", reporter=reporter)
    enclose(by="public", reporter=reporter, original=b"a file", clean=None, name="a.txt")
    receive_report(by="public", words='{"text": "Somebody keeps our passports"}', reporter=reporter, decided=[1])
    collect_reports(by="node", agency=agency)
    return Tip.objects.get()


@pytest.fixture
def taken(lead, tip_with_file):
    return cases.open_case_from_tip(by=lead, number=1, version=1, title="A file", kind="other")


def close(lead, case):
    case.refresh_from_db()
    about = {"title": case.title, "kind": case.kind, "summary": "", "state": "closed"}
    cases.describe_case(by=lead, ref=case.ref, version=case.version, **about)


def test_a_file_becomes_an_exhibit(open_page, lead, taken):
    assert "/tips/1/files/1/exhibit/" in open_page(lead, "/tips/1/").content.decode()
    answer = open_page(lead, "/tips/1/files/1/exhibit/", {})
    assert answer.status_code == 302
    assert Exhibit.objects.get().size == len(b"a file")
    assert Entry.objects.filter(verb="tip.file_copied").count() == 1


def test_a_closed_case_says_so_and_nothing_was_copied(open_page, lead, taken):
    close(lead, taken)
    assert "/tips/1/files/1/exhibit/" not in open_page(lead, "/tips/1/").content.decode()
    answer = open_page(lead, "/tips/1/files/1/exhibit/", {})
    assert answer.status_code == 400
    assert str(cases.CaseIsClosed.sentence) in answer.content.decode()
    assert not Exhibit.objects.exists()
    assert not Intake.objects.exists()
    assert not Entry.objects.filter(verb="tip.file_copied").exists()


def test_who_only_reads_the_case_makes_no_exhibit(open_page, lead, colleague, taken):
    cases.put_on_team(by=lead, ref=taken.ref, member=colleague, level="read")
    assert "/tips/1/files/1/exhibit/" not in open_page(colleague, "/tips/1/").content.decode()
    assert open_page(colleague, "/tips/1/files/1/exhibit/", {}).status_code == 403
    assert not Entry.objects.filter(verb="tip.file_copied").exists()


def test_a_file_that_is_not_there_is_not_found_and_leaves_nothing(open_page, lead, taken):
    assert open_page(lead, "/tips/1/files/7/exhibit/", {}).status_code == 404
    assert not Intake.objects.exists()


def test_a_reason_that_is_missing_is_said_at_the_file(open_page, lead, tip_with_file):
    answer = open_page(lead, "/tips/1/files/1/copy/", {"reason": ""})
    assert answer.status_code == 400
    assert '<ul class="errorlist" id="copy-1-reason_error">' in answer.content.decode()
    assert not Entry.objects.filter(verb="tip.file_copied").exists()


def test_where_only_a_clean_copy_came_nothing_is_offered_as_it_was_sent(open_page, lead, agency, exhibits):
    private, public = new_letter_key()
    reporter = ReporterKeys(bytes(32), private, public)
    keep_draft(by="public", words="{}", reporter=reporter)
    for _place in (1, 2):
        enclose(by="public", reporter=reporter, original=b"a file", clean=b"\xff\xd8\xff a picture", name="aunt.png")
    take_file_back(by="public", reporter=reporter, place=1, only_original=True)
    receive_report(by="public", words='{"text": "Somebody keeps our passports"}', reporter=reporter, decided=[1, 2])
    collect_reports(by="node", agency=agency)
    first, second = open_page(lead, "/tips/1/").content.decode().split("<article")[1:3]
    assert "/tips/1/files/1/" in first
    assert "file-1.jpg" in first
    assert "/tips/1/files/1/copy/" not in first
    assert "aunt.png" in second
    assert "/tips/1/files/2/copy/" in second


def test_a_file_that_may_show_a_child_is_restricted_from_the_first_moment(open_page, lead, taken):
    assert "This may show a child or an intimate image" in open_page(lead, "/tips/1/").content.decode()
    open_page(lead, "/tips/1/files/1/exhibit/", {"restricted": "on"})
    assert Exhibit.objects.get().restricted_at


class TestRestrictedBeforeItIsAnExhibit:
    def test_nobody_sees_more_of_it_than_a_digest(self, open_page, lead, colleague, tip_with_file):
        assert "a.txt" in open_page(lead, "/tips/1/").content.decode()
        open_page(lead, "/tips/1/files/1/restrict/", {})
        for by in (lead, colleague):
            page = open_page(by, "/tips/1/").content.decode()
            assert sha256(b"a file").hexdigest() in page
            assert "a.txt" not in page
            assert "/tips/1/files/1/copy/" not in page
            assert open_page(by, "/tips/1/files/1/").status_code == 404
            answer = open_page(by, "/tips/1/files/1/copy/", {"reason": "other"})
            assert b"a file" not in b"".join(answer) or answer.status_code != 200
        assert not Entry.objects.filter(verb__in=["tip.file_copied", "tip.file_seen"]).exists()
        assert Entry.objects.get(verb="tip.file_shut").facts["sha256"] == sha256(b"a file").hexdigest()

    def test_it_becomes_a_restricted_exhibit_without_a_tick(self, open_page, lead, tip_with_file):
        open_page(lead, "/tips/1/files/1/restrict/", {})
        cases.open_case_from_tip(by=lead, number=1, version=1, title="A file", kind="other")
        assert open_page(lead, "/tips/1/files/1/exhibit/", {}).status_code == 302
        assert Exhibit.objects.get().restricted_at

    def test_another_person_lifts_it(self, open_page, lead, colleague, tip_with_file):
        open_page(lead, "/tips/1/files/1/restrict/", {})
        open_page(lead, "/tips/1/files/1/restrict/", {})  # twice is once
        open_page(lead, "/tips/1/files/1/lift/", {})
        assert "a.txt" not in open_page(lead, "/tips/1/").content.decode()
        open_page(colleague, "/tips/1/files/1/lift/", {})
        assert "a.txt" in open_page(lead, "/tips/1/").content.decode()
        assert Entry.objects.get(verb="tip.file_lifted").by == colleague.journal_name
        assert open_page(colleague, "/tips/1/files/1/lift/", {}).status_code == 404
        open_page(lead, "/tips/1/files/1/restrict/", {})
        assert "a.txt" not in open_page(lead, "/tips/1/").content.decode()

    def test_of_a_tip_or_a_file_that_is_not_there(self, open_page, lead, auditor, tip_with_file):
        assert open_page(lead, "/tips/1/files/7/restrict/", {}).status_code == 404
        assert open_page(lead, "/tips/9/files/1/restrict/", {}).status_code == 404
        assert open_page(auditor, "/tips/1/files/1/restrict/", {}).status_code == 404
