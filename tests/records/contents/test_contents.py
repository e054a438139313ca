"""The words of files that are exhibits: what is read, who finds it, and when it is gone."""

import io
from email.message import EmailMessage

import pytest
from docx import Document
from fpdf import FPDF

from lali.records.audit.models import Entry
from lali.records.contents.actions import read_words_of_exhibits
from lali.records.contents.models import FileWords, WordsPage
from lali.records.contents.queries import not_read_for
from lali.records.conversations.actions import begin_reading, read_on
from lali.records.evidence import actions as evidence
from lali.records.lookup.inside import found_inside
from lali.records.lookup.queries import everything_found
from lali.records.lookup.rebuilding import rebuild
from lali.records.search.models import Findable, Posting


def pdf(*pages, password=""):
    paper = FPDF()
    for words in pages:
        paper.add_page()
        paper.set_font("helvetica", size=12)
        paper.multi_cell(0, text=words)
    if password:
        paper.set_encryption(owner_password="x", user_password=password)
    return bytes(paper.output())


def mail():
    letter = EmailMessage()
    letter["Subject"], letter["From"] = "Kingfisher flight", "recruiter@lagoon.example"
    letter["To"] = "mere@example.org"
    letter.set_content("Your ticket to Đà Nẵng is paid.")
    return letter.as_bytes()


def docx():
    paper, data = Document(), io.BytesIO()
    paper.add_paragraph("The contract keeps your barracuda passport.")
    paper.save(data)
    return data.getvalue()


@pytest.fixture
def seal(exhibits, case, lead):
    def seal(name, data, *, ref=case.ref):
        acquisition = evidence.Acquisition(title=name.partition(".")[0])
        return evidence.take_in_exhibit(
            by=lead, ref=ref, file_name=name, source=io.BytesIO(data), acquisition=acquisition
        )

    return seal


def read_all():
    return read_words_of_exhibits(by="node", seconds=120)


def places(member, words):
    return [(one.ref, one.kind, [(hit.part, hit.n) for hit in one.hits]) for one in found_inside(member, words)]


def test_words_of_files_are_found_with_their_page(seal, lead, case):
    seal("contract.pdf", pdf("The first page", "Fee of 3000 dollars for the seahorse visa"))
    seal("letter.eml", mail())
    seal("contract.docx", docx())
    seal("notes.txt", "Nguyễn keeps the turtle".encode())
    seal("page.html", b"<html><body><p>Lobster offer, call +679 410 0142</p></body></html>")
    assert read_all().count == 5
    assert places(lead, "seahorse VISA") == [("E-001", "file", [(0, 2)])]
    assert places(lead, "3000") == [("E-001", "file", [(0, 2)])]
    assert places(lead, "kingfisher da nang") == [("E-002", "file", [(0, 1)])]
    assert places(lead, "barracuda passport") == [("E-003", "file", [(0, 1)])]
    assert places(lead, "nguyen turtle") == [("E-004", "file", [(0, 1)])]
    assert places(lead, "lobster 0142") == [("E-005", "file", [(0, 1)])]
    told = [(entry.subject, entry.facts["pages"]) for entry in Entry.objects.filter(verb="exhibit.words_read")]
    assert (f"{case.subject}/exhibit:E-001", 2) in told
    assert len(told) == 5
    assert read_all() == read_words_of_exhibits(by="node", seconds=0)  # nothing is read twice


def test_who_may_not_open_the_case_finds_nothing_and_hears_of_nothing(seal, lead, outsider):
    seal("notes.txt", b"the turtle")
    seal("broken.pdf", b"%PDF-1.7\nnothing")
    assert everything_found(outsider, "turtle").not_read == not_read_for(outsider)
    assert not_read_for(outsider).waiting == 0
    assert not_read_for(lead).waiting == 2
    read_all()
    assert everything_found(outsider, "turtle").inside == ()
    assert not_read_for(outsider).incomplete == ()
    assert [one.state for one in not_read_for(lead).incomplete] == ["failed"]


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("empty.txt", b"", "none"),
        ("noise.bin", bytes(range(256)) * 8, "none"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "failed"),
        ("broken.docx", b"PK\x03\x04" + b"\x00" * 200, None),
        ("locked.pdf", pdf("hidden words", password="secret"), None),
    ],
)
def test_what_cannot_be_read_is_told_and_stops_nothing(seal, name, data, state):
    if data:
        seal(name, data)
    seal("notes.txt", b"the turtle")
    read_all()
    assert FileWords.objects.filter(exhibit__file_name="notes.txt", state="read").exists()
    if data:
        words = FileWords.objects.get(exhibit__file_name=name)
        assert words.pages == 0
        assert state is None or words.state == state


def test_restricted_files_are_never_read_and_what_was_read_is_forgotten(seal, lead, case):
    seal("notes.txt", b"the turtle")
    read_all()
    assert places(lead, "turtle")
    evidence.restrict_exhibit(by=lead, ref=case.ref, number=1, why="May show a child")
    assert places(lead, "turtle") == []
    assert not WordsPage.objects.exists()
    assert not Findable.objects.filter(kind="file").exists()
    assert read_all().count == 0
    rebuild(by="node")
    assert places(lead, "turtle") == []


def test_words_are_kept_under_seal_and_nowhere_else(seal, lead):
    seal("notes.txt", b"the turtle of Mere")
    read_all()
    (page,) = WordsPage.objects.all()
    assert b"turtle" not in bytes(page.sealed)
    assert page.text() == "the turtle of Mere"
    assert all(b"turtle" not in bytes(one.terms) for one in Findable.objects.all())


def test_an_index_built_anew_has_the_same_rows(seal, lead):
    seal("contract.pdf", pdf("The first page", "The second seahorse"))
    read_all()
    terms = {one.record: bytes(one.terms) for one in Findable.objects.all()}
    rows = Posting.objects.count()
    rebuild(by="node")
    assert {one.record: bytes(one.terms) for one in Findable.objects.all()} == terms
    assert Posting.objects.count() == rows


def test_an_export_that_was_read_as_a_conversation_is_found_as_one(seal, lead, case):
    exhibit = seal("chat.txt", b"13/10/2026, 09:06 - Mere (invented): the turtle\n")
    read_all()
    assert [kind for _ref, kind, _hits in places(lead, "turtle")] == ["file"]
    begun = begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number)
    read_on(by=lead, ref=case.ref, number=begun.number)
    assert [kind for _ref, kind, _hits in places(lead, "turtle")] == ["conversation"]


def test_a_file_that_is_restricted_while_it_is_read_is_not_kept(seal, lead, case, monkeypatch):
    from lali.records.contents import actions

    seal("notes.txt", b"the turtle")
    pages_of = actions._pages_of

    def restricted_meanwhile(exhibit):
        found = pages_of(exhibit)
        evidence.restrict_exhibit(by=lead, ref=case.ref, number=1, why="May show a child")
        return found

    monkeypatch.setattr(actions, "_pages_of", restricted_meanwhile)
    assert read_all().count == 0
    assert not FileWords.objects.exists()
