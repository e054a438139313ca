import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.utils import timezone

import lali.records
from lali.engines.custody import sign_head
from lali.records.agencies import actions
from lali.records.audit.actions import keep_countersigned, record
from lali.records.audit.models import Entry, TimeStamp
from lali.records.audit.queries import newest_head
from lali.records.audit.vocabulary import VERBS
from lali.records.cases.actions import open_case
from lali.records.cases.models import Wall
from lali.records.keyring import keys
from lali.records.tips.actions import receive_tip
from tests.web.administration.administration_scene import journal, verbs

PAGE = "/administration/journal/"


@pytest.fixture
def auditor(enrol, signed_in):
    return signed_in(enrol("Audrey Sample", "auditor"))


def numbers(answer):
    return [line.entry.index for line, *_ in answer.context["rows"]]


def test_the_journal_newest_first_page_by_page(auditor, enrol):
    ana = enrol()
    for number in range(120):
        record(by=ana, verb="case.read", subject=f"case:FJ-2026-{number:04}", reading=True)
    seen, address = [], PAGE + "?verb=case.read"
    while address:
        answer = auditor.get(address)
        seen += numbers(answer)
        address = answer.context["older"] and PAGE + answer.context["older"]
    assert len(seen) == 120
    assert seen == sorted(seen, reverse=True)


def test_reading_the_journal_is_journalled(auditor):
    auditor.get(PAGE + "?verb=case.read&before=5")
    assert (journal()[-1].verb, journal()[-1].facts) == ("journal.read", {"verb": "case.read", "before": 5})


def test_filters(auditor, enrol):
    ana, ben = enrol(), enrol("Ben Sample")
    record(by=ana, verb="case.opened", subject="case:FJ-2026-0001")
    record(by=ana, verb="task.added", subject="case:FJ-2026-0001/task:4")
    record(by=ben, verb="case.read", subject="case:FJ-2026-0001", reading=True)
    record(by=ben, verb="case.read", subject="case:FJ-2026-00012", reading=True)
    assert len(numbers(auditor.get(PAGE + "?subject=case:FJ-2026-0001"))) == 3
    assert len(numbers(auditor.get(PAGE + "?subject=case:FJ-2026-0001&kind=writes"))) == 2
    assert len(numbers(auditor.get(PAGE + f"?by={ben.journal_name}"))) == 2
    assert len(numbers(auditor.get(PAGE + f"?by={ana.journal_name}&verb=task.added"))) == 1
    assert numbers(auditor.get(PAGE + "?verb=packet.read")) == []


@pytest.mark.parametrize("typed", ["FJ-2026-00002", " fj-2026-00002 ", "case:FJ-2026-00002"])
def test_a_reference_as_people_write_it_is_enough(auditor, enrol, typed):
    ana = enrol()
    record(by=ana, verb="case.opened", subject="case:FJ-2026-00002")
    record(by=ana, verb="case.opened", subject="case:FJ-2026-00003")
    assert len(numbers(auditor.get(PAGE, {"subject": typed}))) == 1
    assert journal()[-1].facts == {"subject": "case:FJ-2026-00002"}


def test_a_tip_and_a_member_are_found_as_people_write_them(auditor, enrol):
    ana = enrol()
    tip = receive_tip(by=ana, agency=ana.agency, text="They promise a job", source="phone")
    record(by=ana, verb="member.ended", subject=ana.journal_name, facts={"by": ana.journal_name})
    page = auditor.get(PAGE, {"subject": tip.ref})
    assert {line.entry.subject for line, *_ in page.context["rows"]} == {tip.subject}
    assert f">{tip.ref}</span>" in page.content.decode()
    page = auditor.get(PAGE, {"subject": "ANA@police.example"})
    assert {about for _line, _who, _what, about, _facts in page.context["rows"]} == {"Ana Example"}
    assert ("by", "Ana Example") in page.context["rows"][0][4]
    assert "ana@" not in str(journal()[-1].facts).lower()


@pytest.mark.parametrize("typed", ["Ana Example", "T-0099", "nobody@police.example"])
def test_a_filter_that_makes_no_sense_lists_nothing_and_stays_as_typed(auditor, typed):
    answer = auditor.get(PAGE, {"subject": typed, "since": "2026-01-01", "kind": "writes", "verb": "case.read"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert numbers(answer) == []
    assert "Nothing is listed until the filter is mended." in page
    for kept in (f'value="{typed}"', 'value="2026-01-01"', 'value="writes" selected', 'value="case.read" selected'):
        assert kept in page


def test_the_number_of_entries_is_the_number_of_the_newest_listed(auditor, enrol):
    enrol()
    answer = auditor.get(PAGE)
    assert f"numbered from 0 to {numbers(answer)[0]}." in answer.content.decode()


def test_what_an_entry_is_about_is_said_in_words(auditor, enrol):
    record(by=enrol(), verb="task.added", subject="case:FJ-2026-0001/task:18")
    page = auditor.get(PAGE).content.decode()
    assert ">case FJ-2026-0001, task 18</span>" in page
    assert '<td class="whole" data-label="Who">Ana Example</td>' in page


def test_days_are_whole_days_of_the_reader(enrol, signed_in, later):
    ana = enrol()
    days = []
    for _ in range(3):
        later(86400)
        days.append(timezone.localdate())
        record(by=ana, verb="case.read", subject="case:FJ-2026-0001", reading=True)
    reader = signed_in(enrol("Audrey Sample", "auditor"))
    answer = reader.get(PAGE + f"?verb=case.read&since={days[1]}&until={days[1]}")
    [(line, *_)] = answer.context["rows"]
    entry = line.entry
    assert timezone.localtime(entry.at).date() == days[1]


def test_names_stand_beside_references_and_leave_no_trace(auditor, enrol):
    ana = enrol()
    record(by=ana, verb="member.ended", subject=ana.journal_name)
    page = auditor.get(PAGE).content.decode()
    assert "Ana Example" in page
    assert "Pacific/Fiji" in page
    assert not any("Ana" in entry.line for entry in journal())


@pytest.mark.parametrize(
    "asked",
    [
        "by=member:x",
        "verb=none.such",
        "subject=Ana Example",
        "since=yesterday",
        "before=-1",
        "before=" + "9" * 40,
        "before=" + "9" * 18,
        "since=0001-01-01",
        "until=9999-12-31",
        "before=٣",
    ],
)
def test_what_cannot_be_asked_gets_a_page(auditor, asked):
    answer = auditor.get(PAGE + "?" + asked)
    assert answer.status_code in (200, 422)
    assert "Ana" not in str(journal()[-1].facts), "nothing typed freely goes into the journal"


def test_checking_finds_everything_in_place(auditor):
    answer = auditor.post(PAGE + "check/", follow=True)
    assert "are as they were written" in answer.content.decode()
    assert verbs()[-3:-1] == ["journal.check_begun", "journal.checked"]


def test_checking_names_the_first_broken_entry(auditor):
    QuerySet.update(Entry.objects.filter(index=1), verb="case.read")  # past the guard, as a thief with the file would
    answer = auditor.post(PAGE + "check/", follow=True)
    assert "Journal entry 1 does not say what was logged" in answer.content.decode()
    assert [e.facts["as_it_was"] for e in journal() if e.verb == "journal.checked"] == [False]


def test_a_long_journal_is_not_checked_on_a_page(auditor, monkeypatch):
    monkeypatch.setattr(actions, "MOST_CHECKED_ON_A_PAGE", 3)
    answer = auditor.post(PAGE + "check/", follow=True)
    assert "lali verify" in answer.content.decode()
    assert "journal.checked" not in verbs()


@pytest.mark.parametrize("role", ["investigator", "supervisor", "administrator"])
def test_only_the_auditor_reads_it(enrol, signed_in, role):
    browser = signed_in(enrol(role=role))
    assert browser.get(PAGE).status_code == browser.post(PAGE + "check/").status_code == 403


def test_a_page_takes_the_same_number_of_queries_however_long_the_journal(
    auditor, enrol, django_assert_max_num_queries
):
    ana = enrol()
    for _ in range(60):
        record(by=ana, verb="case.read", subject="case:FJ-2026-0001", reading=True)
    auditor.get(PAGE)
    with django_assert_max_num_queries(20):
        auditor.get(PAGE)


def test_every_verb_of_the_house_has_words():
    """A new verb goes into lali/web/administration/words.py, so that the auditor can read it."""
    records = Path(lali.records.__file__).parent
    used = {
        verb for path in records.rglob("*.py") for verb in re.findall(r'verb="([a-z_]+\.[a-z_]+)"', path.read_text())
    }
    assert used - set(VERBS) == set()


def test_time_stamps_are_told(auditor, enrol):
    assert "No time-stamping authority" in auditor.get(PAGE).content.decode()
    now = timezone.now()
    TimeStamp.objects.create(size=2, head="x", queued_at=now, stamped_at=now, authority="Example Time (invented)")
    TimeStamp.objects.create(size=3, head="y", queued_at=now, said="Nobody answers")
    page = auditor.get(PAGE).content.decode()
    assert "Example Time (invented)" in page
    assert "1 head waits to be stamped" in page
    assert "Nobody answers" in page


def test_a_head_that_a_partner_shows_is_compared(auditor, enrol):
    record(by=enrol(), verb="case.opened", subject="case:FJ-2026-0001")
    head = newest_head()
    said = auditor.post(PAGE + "compare/", {"given-head": head}, follow=True).content.decode()
    assert "unchanged." in said
    assert journal()[-2].verb == "journal.compared"  # then the page was read
    file = SimpleUploadedFile("head.txt", head.encode())
    assert "unchanged." in auditor.post(PAGE + "compare/", {"given-file": file}, follow=True).content.decode()
    rewritten = sign_head(origin=settings.LOG_ORIGIN, size=1, root=bytes(32), signing_key=keys().log)
    said = auditor.post(PAGE + "compare/", {"given-head": rewritten}, follow=True).content.decode()
    assert "History was rewritten" in said
    for given in ({}, {"given-head": "nothing"}, {"given-file": SimpleUploadedFile("x", b"0" * 1_100_000)}):
        assert "History" not in auditor.post(PAGE + "compare/", given, follow=True).content.decode()


@pytest.mark.parametrize("size", [2**53, 10**18, 2**63 - 1, 2**64])
def test_a_forged_head_of_any_size_gets_an_answer(auditor, enrol, size):
    origin, _size, *rest = newest_head().split("\n")
    answer = auditor.post(PAGE + "compare/", {"given-head": "\n".join([origin, str(size), *rest])}, follow=True)
    assert answer.status_code == 200
    assert "it is forged" in answer.content.decode() or "There is no signed head" in answer.content.decode()


def test_who_countersigned_stands_on_the_page(auditor, enrol):
    assert "No partner has countersigned" in auditor.get(PAGE).content.decode()
    record(by=enrol(), verb="case.opened", subject="case:FJ-2026-0001")
    keep_countersigned(
        by="node", head=newest_head(), name="TCU (fictional)", key="k", at=timezone.now(), occasion="packet:P-0001"
    )
    assert "seen and signed by TCU (fictional) on" in auditor.get(PAGE).content.decode()


def test_what_a_wall_keeps_from_the_reader_stands_in_no_list_of_others_either(enrol, signed_in):
    keeper, reader = enrol("Litia Sample", "supervisor"), enrol("Audrey Sample", "auditor")
    walled, other = open_case(by=keeper, title="One"), open_case(by=keeper, title="Two")
    Wall.objects.create(case=walled, member=reader, kind="named", reason="Named in it", set_by=keeper)
    shown = [other.subject, walled.subject, f"{walled.subject}/person:1"]
    record(by=keeper, verb="network.read", subject="network", facts={"shown": shown}, reading=True)
    record(
        by=keeper, verb="case.link_judged", subject=other.subject, facts={"with": walled.subject, "verdict": "apart"}
    )
    page = signed_in(reader).get(PAGE).content.decode()
    assert "network" in page
    assert other.ref in page
    assert "apart" in page
    assert walled.ref not in page
