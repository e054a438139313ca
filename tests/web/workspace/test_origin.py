"""The journal that came with a case: shown as it was kept there, tied to nothing here, and not believed."""

import io
import json

import pytest

from lali.records.agencies.models import Member
from lali.records.audit.models import Entry
from lali.records.cases import actions as cases
from lali.records.cases.models import Case
from lali.records.cooperation.identity import our_card
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from lali.records.links.actions import link_cases
from lali.records.transfers import actions, origin, storage
from lali.records.transfers.models import ArrivedCase
from lali.records.transfers.origin import journal_of_origin
from lali.records.transfers.queries import arrival_of
from lali.records.transfers.vocabulary import ORIGIN_FILE
from tests.archives import foreign_archive, incoming
from tests.neighbour import make_neighbour

pytestmark = pytest.mark.slow


@pytest.fixture
def came(full_case, lead, supervisor):
    """A case that came from a node where it was linked with another."""
    other = cases.open_case(by=lead, title="Another of theirs")
    link_cases(by=lead, ref=full_case.ref, other_ref=other.ref, reason="One phone")
    data = foreign_archive(make_neighbour(our_card(), node="vu-tcu2"), full_case, case_reference=full_case.ref)
    with incoming(data) as new:
        arrival = actions.look_at_archive(by=supervisor, new=new)
    taken = actions.take_case_in(by=supervisor, number=arrival.pk, fingerprint=arrival.fingerprint)
    return taken.case, other


def page_of(open_page, member, case, **more):
    return open_page(member, f"/cases/{case.ref}/journal/origin/", **more)


def test_the_notice_leads_to_the_journal_of_origin(came, supervisor, open_page, text_of):
    case, other = came
    for address in ("", "guide/"):
        page = open_page(supervisor, f"/cases/{case.ref}/{address}")
        assert f'href="/cases/{case.ref}/journal/origin/"' in page.content.decode()
    page = page_of(open_page, supervisor, case)
    said = text_of(page)
    assert "opened a case" in said or "case.opened" in {entry.verb for entry, *_more in page.context["rows"]}
    assert "not proved" not in said
    assert "is signed under the key it names" in said
    assert f"{other.ref} there" in said
    assert f"/cases/{other.ref}/" not in page.content.decode()  # as kept, tied to nothing here
    read = Entry.objects.filter(subject=case.subject, verb="case.read", facts__part="origin")
    assert read.get().by == supervisor.journal_name
    assert read.get().reading


def test_numbers_of_members_there_are_not_those_of_members_here(came, supervisor, lead, open_page, text_of):
    """Here both nodes are one: the numbers meet, and still no name of a member of this node is shown."""
    case, _other = came
    rows = page_of(open_page, supervisor, case).context["rows"]
    who = {name for _entry, name, *_more in rows}
    assert f"a member there, number {lead.pk}" in who
    assert not who & set(Member.objects.filter(known_from="").values_list("name", flat=True))


def test_a_named_stub_of_this_case_has_a_name_and_of_another_case_none(came, supervisor, lead, open_page):
    case, _other = came
    arrival = arrival_of(case)
    key = f"{arrival.fingerprint}/{lead.pk}"
    from lali.records.agencies.actions import enter_stub

    enter_stub(by=supervisor, name="Sefo Reef (invented)", known_from="TCU", key=key)
    arrival.told |= {"members": []}
    arrival.save(update_fields=["told"])

    def who():
        return {name for _entry, name, *_more in page_of(open_page, supervisor, case).context["rows"]}

    assert "Sefo Reef (invented)" not in who()  # came with another case
    arrival.told |= {"members": [{"name": "Sefo Reef (invented)", "agency": "TCU", "is_known": False}]}
    arrival.save(update_fields=["told"])
    assert "Sefo Reef (invented)" in who()


def test_who_reads_the_journal_of_the_case_reads_this_and_nobody_else(came, supervisor, colleague, outsider, open_page):
    case, other = came
    assert page_of(open_page, outsider, case).status_code == 404
    assert page_of(open_page, colleague, case).status_code == 404
    cases.put_on_team(by=supervisor, ref=case.ref, member=colleague, level="read")
    assert page_of(open_page, colleague, case).status_code == 200
    assert page_of(open_page, supervisor, other).status_code == 404
    cases.set_wall(by=supervisor, ref=case.ref, member=colleague, kind="related", reason="His sister")
    assert page_of(open_page, colleague, case).status_code == 404


def test_a_page_holds_a_page(came, supervisor, monkeypatch, open_page):
    case, _other = came
    monkeypatch.setattr("lali.web.workspace.views.origin.PER_PAGE", 3)
    numbers = []
    pages = page_of(open_page, supervisor, case).context["page"].paginator.num_pages
    for page in range(1, pages + 1):
        rows = open_page(supervisor, f"/cases/{case.ref}/journal/origin/?page={page}").context["rows"]
        assert len(rows) <= 3
        numbers += [entry.number for entry, *_more in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == len(set(numbers)) > 6


# -- what somebody wrote to deceive ------------------------------------------------------------------------------------

HOSTILE = [
    b"",
    b"{}",
    b"[" * 100_000,
    b"\xff\xfe",
    b'{"n":1,"line":"{}","proof":[]}',
    b'{"n":1,"line":7,"proof":[]}',
    b"x" * 300_000,
    json.dumps({"n": 1, "line": '{"at":"2026-01-01","by":"member:1","facts":{},"n":1,"subject":"case:VU-1","verb":"x"}', "proof": []}).encode(),
]  # fmt: skip


def line(**facts):
    from lali.engines.custody import canonical

    told = {"at": "2026-01-01T00:00:00+00:00", "by": "member:1", "facts": {}, "n": 1, "reading": False}
    told |= {"subject": "case:VU-1", "verb": "case.opened"} | facts
    return json.dumps({"n": 1, "line": canonical(told).decode(), "proof": ["zz", "00" * 32][1:]}).encode()


@pytest.fixture
def journal(lead, case):
    """A case with a journal of origin of these lines."""

    def journal(*lines):
        first = json.dumps({"case": "VU-1", "log": "x", "key": "x", "head": "x"}).encode()
        exhibit = take_in_exhibit(
            by=lead, ref=case.ref, file_name=ORIGIN_FILE, source=io.BytesIO(b"\n".join([first, *lines])),
            acquisition=Acquisition(),
        )  # fmt: skip
        arrival, _made = ArrivedCase.objects.update_or_create(
            case=case,
            defaults={
                "archive_id": "00000000-0000-0000-0000-000000000001", "sender": "vu", "sender_name": "TCU",
                "fingerprint": "f", "reference": "VU-1", "by_passphrase": False, "digest": "0" * 64, "size": 1,
                "looked_by": lead, "state": "taken_in", "taken_in_at": exhibit.sealed_at, "taken_in_by": lead,
            },
        )  # fmt: skip
        return journal_of_origin(Case.objects.get(pk=case.pk), arrival)

    return journal


def test_hostile_lines_are_said_and_shown_by_nobody(journal, case, lead, exhibits, open_page, text_of):
    found = journal(*HOSTILE, line())
    assert len(found) == len(HOSTILE) + 1
    assert found.head is None
    shown = list(found[0 : len(found)])
    assert [one.at is None for one in shown] == [False] + [True] * len(HOSTILE)
    assert not shown[0].stands
    said = text_of(page_of(open_page, lead, case))
    assert "The head of this journal is not signed" in said
    assert said.count("A line that cannot be read") == len(HOSTILE)


def test_entries_of_another_record_are_not_shown(journal, exhibits):
    found = journal(line(subject="case:VU-2"), line(subject="case:VU-1/person:4"))
    assert [one.subject for one in found[0:2]] == ["case:VU-1/person:4", ""]


def test_odd_facts_break_no_page(journal, exhibits, case, lead, open_page):
    odd = [
        {"changed": {"title": ["a"], "note": [{"sealed": "?"}, {"sealed": []}], "x": 4}},
        {"changed": ["title"]},
        {"with": ["FJ-2026-00001"], "part": {}, "member": []},
    ]
    journal(*(line(facts=facts) for facts in odd), line(verb="<script>", by="x" * 9_000))
    page = page_of(open_page, lead, case)
    assert page.status_code == 200
    assert b"<script>" not in page.content.replace(b"<script src", b"")


def test_a_journal_longer_than_a_page_can_read_says_so(journal, exhibits, case, lead, monkeypatch, open_page, text_of):
    journal(*[line()] * 50)
    monkeypatch.setattr(origin, "MOST_BYTES", 1_000)
    assert "longer than a page can read" in text_of(page_of(open_page, lead, case))


def test_a_journal_that_is_not_what_was_sealed_is_said(journal, exhibits, case, lead, open_page, text_of):
    from lali.records.evidence.storage import exhibit_store

    journal(line())
    exhibit = case.exhibits.get(file_name=ORIGIN_FILE)
    exhibit_store().destroy(exhibit.address)
    page = page_of(open_page, lead, case)
    assert page.status_code == 200
    assert "This journal cannot be read" in text_of(page)
    assert storage.leftovers() == []
