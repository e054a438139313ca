"""A phrase that stands in every text of a full case, covered once: nothing that leaves holds it."""

import io
import zipfile
from datetime import UTC, date, datetime

import docx
import pypdf
import pytest
from django.db import models

from lali.engines.documents import as_docx, as_html, as_pdf
from lali.records.briefs import actions
from lali.records.briefs.material import material_of
from lali.records.briefs.models import Brief
from lali.records.briefs.names import Shield
from lali.records.briefs.paper_items import Numbered
from lali.records.briefs.paper_offences import said_from
from lali.records.briefs.papers import paper_of
from lali.records.chronology.actions import Happening, note_event
from lali.records.chronology.when import day
from lali.records.elements.actions import About, add_proof, change_offence_state, suspect_offence
from lali.records.evidence.actions import Acquisition, Said, cite_passage, take_in_exhibit, take_statement
from tests.records.briefs.test_fixing import texts_in

pytestmark = pytest.mark.slow

PHRASE = "Quokka Lane"
TEXT = f"before {PHRASE} after"


@pytest.fixture
def planted(case, lead, exhibits, agency):
    """A case whose every free text holds the phrase."""
    from lali.records.cases.actions import add_person
    from lali.records.law.actions import load_law

    load_law(by="node")
    suspect = add_person(by=lead, ref=case.ref, name=f"Bob {PHRASE}", role="suspect", reason=TEXT)
    acquisition = Acquisition(
        title=TEXT, acquired_by=TEXT, acquired_where=TEXT, acquired_how=TEXT, tool=TEXT, acquired_at=datetime.now(UTC)
    )
    for _each in range(3):
        take_in_exhibit(
            by=lead,
            ref=case.ref,
            file_name=f"{PHRASE}.txt",
            source=io.BytesIO(TEXT.encode()),
            acquisition=acquisition,
        )
    taken = {"taken_at": datetime.now(UTC), "taken_by": TEXT, "taken_where": TEXT}
    said = Said(TEXT, of_whom=TEXT, language=PHRASE, interpreter=TEXT, **taken)
    take_statement(by=lead, ref=case.ref, said=said)
    cite_passage(by=lead, ref=case.ref, source="S-001", quote=f"{PHRASE} after", locator=TEXT, note=TEXT)
    happening = Happening(
        text=TEXT, when=day(date(2026, 3, 4), "Pacific/Fiji"), place=TEXT, gone_from=TEXT, gone_to=TEXT,
        persons=(suspect.person_id,), source=TEXT, cited=(f"E-001, {TEXT}",),
    )  # fmt: skip
    event = note_event(by=lead, ref=case.ref, happening=happening)
    about = About(suspected=(suspect.person_id,), note=TEXT)
    offence = suspect_offence(by=lead, ref=case.ref, code="fj-crimes-112", about=about)
    element = offence.offence.elements.first().code
    for rests_on in ("E-001", "S-001", "P-001", f"event:{event.pk}", ""):
        add_proof(
            by=lead, ref=case.ref, number=1, element=element, strength="supports", rests_on=rests_on,
            in_words="" if rests_on else TEXT, note=TEXT,
        )  # fmt: skip
    change_offence_state(by=lead, ref=case.ref, number=1, state="charged", why=TEXT)
    return case


@pytest.fixture
def brief_with(planted, writer):
    """`brief_with()`: a draft that takes in everything but E-002 (withheld) and E-003 (unused)."""

    def begun(**words):
        ref = planted.ref
        brief = actions.begin_brief(by=writer, ref=ref, title=words.get("title", "A"), kind="evidence", language="en")
        left = {"E-002": ("withheld", TEXT), "E-003": ("unused", TEXT)}
        choices = [actions.Choice(one.source, *left.get(one.source, ("included",))) for one in material_of(planted)]
        actions.choose_items(by=writer, ref=ref, number=brief.number, choices=choices)
        same = {"title": "A", "language": "en", "classification": "", "summary": "", "witness_note": ""}
        brief.refresh_from_db()
        actions.describe_brief(by=writer, ref=ref, number=brief.number, version=brief.version, **(same | words))
        return Brief.objects.get(pk=brief.pk)

    return begun


def everything(tmp_path, brief, writer, second):
    """All that leaves of a brief, as one text: names, texts and metadata of every file of its folder."""
    ref, number = brief.case.ref, brief.number
    actions.make_copies(by=writer, ref=ref, number=number)
    actions.put_up_brief(by=writer, ref=ref, number=number)
    actions.fix_brief(by=second, ref=ref, number=number)
    name, pieces = actions.take_out_folder(by=second, ref=ref, number=number)
    (tmp_path / "folder.zip").write_bytes(b"".join(pieces))
    with zipfile.ZipFile(tmp_path / "folder.zip") as archive:
        archive.extractall(tmp_path / "folder")
    pdf = pypdf.PdfReader(tmp_path / "folder/brief.pdf")
    outline = str(pdf.outline)
    return "\n".join([name, texts_in(tmp_path / "folder"), str(pdf.metadata), outline])


WORDS = {"title": TEXT, "classification": TEXT, "summary": f"{TEXT}\n\n{TEXT}", "witness_note": TEXT}


def test_what_is_covered_everywhere_stands_nowhere(brief_with, writer, second, tmp_path):
    brief = brief_with(**WORDS)
    assert str(paper_of(brief)).count(PHRASE) > 20
    assert (
        actions.cover_phrase(by=writer, ref=brief.case.ref, number=1, phrase="quokka LANE", reason="safety").places > 20
    )
    told = everything(tmp_path, brief, writer, second)
    assert "quokka" not in told.casefold()
    assert "[safety of a person]" in told


def test_every_text_of_the_brief_itself_is_reached(brief_with, writer):
    for field in ("title", "classification", "summary", "witness_note"):
        brief = brief_with(**{field: "Only Numbats here"})
        actions.cover_phrase(by=writer, ref=brief.case.ref, number=brief.number, phrase="numbats", reason="safety")
        assert "Numbats" not in str(paper_of(brief)), field


def test_what_is_written_or_chosen_afterwards_is_covered_too(brief_with, writer):
    brief = brief_with(**WORDS)
    ref = brief.case.ref
    actions.cover_phrase(by=writer, ref=ref, number=1, phrase=PHRASE, reason="safety")
    actions.choose_items(by=writer, ref=ref, number=1, choices=[actions.Choice("E-003", "included")])
    assert brief.items.get(source="E-003").redactions.exists()
    brief.refresh_from_db()
    words = {"title": f"New {PHRASE}", "language": "fr", "classification": "", "summary": TEXT, "witness_note": ""}
    actions.describe_brief(by=writer, ref=ref, number=1, version=brief.version, **words)
    brief.refresh_from_db()
    assert "Quokka" not in str(paper_of(brief))


def test_words_covered_in_one_item_are_not_said_again_elsewhere(brief_with, writer):
    brief = brief_with()
    statement, passage = (brief.items.get(source=source) for source in ("S-001", "P-001"))
    actions.cover_words(by=writer, ref=brief.case.ref, number=1, item_id=statement.pk, typed="2-3", reason="safety")
    assert "Quokka" not in str(paper_of(brief))
    redaction = statement.redactions.get()
    actions.uncover(by=writer, ref=brief.case.ref, number=1, item_id=statement.pk, redaction_id=redaction.pk)
    actions.cover_words(by=writer, ref=brief.case.ref, number=1, item_id=passage.pk, typed="3", reason="safety")
    elements = next(one for one in paper_of(brief).sections if one.anchor == "elements")
    row = next(row for block in elements.blocks for row in getattr(block, "rows", ()) if "P-001" in str(row))
    assert "after" not in str(row)
    assert "after" in str(paper_of(brief))


def test_one_place_is_not_taken_back_alone_but_the_words_are(brief_with, writer):
    brief = brief_with(**WORDS)
    ref = brief.case.ref
    actions.cover_phrase(by=writer, ref=ref, number=1, phrase=PHRASE, reason="safety")
    item = brief.items.get(source="S-001")
    with pytest.raises(actions.CoveredEverywhere):
        actions.uncover(by=writer, ref=ref, number=1, item_id=item.pk, redaction_id=item.redactions.get().pk)
    actions.take_back_phrase(by=writer, ref=ref, number=1, phrase_id=brief.phrases.get().pk)
    assert not item.redactions.exists()
    assert PHRASE in paper_of(brief).title


def test_a_new_version_keeps_what_is_covered_everywhere(brief_with, writer, second, tmp_path):
    brief = brief_with(**WORDS)
    actions.cover_phrase(by=writer, ref=brief.case.ref, number=1, phrase=PHRASE, reason="safety")
    everything(tmp_path, brief, writer, second)
    again = actions.begin_brief(by=writer, ref=brief.case.ref, title=TEXT, kind="evidence", language="en", replaces=1)
    assert "Quokka" not in str(paper_of(again))


def test_the_journal_does_not_learn_the_words(brief_with, writer, scan):
    brief = brief_with(summary="Only Numbats here")
    actions.cover_phrase(by=writer, ref=brief.case.ref, number=1, phrase="Numbats", reason="safety")
    assert "umbats" not in scan()


def test_every_text_of_an_item_is_planted_here():
    """A new text of a brief or an item must be planted above: this list is what the test knows."""
    texts = {
        f"{model.__name__}.{field.name}"
        for model in (Brief, Brief._meta.get_field("items").related_model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    own = {"title", "classification", "summary", "witness_note", "sent_back_why", "manifest_sha256"}
    of_item = {"source", "title", "text", "citation", "zone", "reason"}
    assert texts == {f"Brief.{name}" for name in own} | {f"Item.{name}" for name in of_item}


def test_a_passage_that_is_withheld_is_named_on_the_board_and_not_quoted(case, lead, second, writer, exhibits):
    from lali.records.law.actions import load_law

    load_law(by="node")
    take_statement(
        by=lead, ref=case.ref, said=Said("She is kept in Quokka Lane. We went in May.", of_whom="A neighbour")
    )
    for quote in ("kept in Quokka Lane", "We went in May"):
        cite_passage(by=lead, ref=case.ref, source="S-001", quote=quote)
    element = suspect_offence(by=lead, ref=case.ref, code="fj-crimes-112").offence.elements.first().code
    for rests_on in ("P-001", "P-002"):
        add_proof(
            by=lead,
            ref=case.ref,
            number=1,
            element=element,
            strength="supports",
            rests_on=rests_on,
            note=f"{rests_on}!",
        )
    brief = actions.begin_brief(by=writer, ref=case.ref, title="t", kind="evidence", language="en")
    withheld = actions.Choice("P-001", "withheld", reason="Safety of a witness")
    actions.choose_items(by=writer, ref=case.ref, number=1, choices=[withheld, actions.Choice("P-002", "included")])
    said = str(paper_of(Brief.objects.get(pk=brief.pk)))
    assert "Quokka" not in said
    assert "P-001!" not in said
    assert "P-001" in said
    assert "We went in May" in said
    assert "P-002!" in said


def test_the_board_says_why_what_it_cites_stands_on_no_page(planted, writer):
    case = planted
    brief = actions.begin_brief(by=writer, ref=case.ref, title="t", kind="evidence", language="en")
    choices = [
        actions.Choice("P-001", "withheld", reason="Safety of a witness"),
        actions.Choice("S-001", "unused", reason="Says nothing new"),
    ]
    actions.choose_items(by=writer, ref=case.ref, number=1, choices=choices)
    paper = paper_of(Brief.objects.get(pk=brief.pk))
    pages = " ".join(page.decode() for name, page in as_html(paper).items() if name.endswith(".html"))
    pdf = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(as_pdf(paper).data)).pages)
    tables = docx.Document(io.BytesIO(as_docx(paper))).tables
    written = " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    for read in (pages, pdf, written):
        for said in ("P-001 (withheld)", "S-001 (not used)", "E-001 (not in this brief)"):
            assert said in " ".join(read.split())


def test_where_an_event_is_from_says_what_was_left_out(planted, writer):
    brief = actions.begin_brief(by=writer, ref=planted.ref, title="t", kind="evidence", language="en")
    actions.choose_items(
        by=writer, ref=planted.ref, number=1, choices=[actions.Choice("E-001", "unused", reason="Says nothing new")]
    )
    decided = {item.source: Numbered(item, item.source, "", Shield(())) for item in brief.items.all()}
    assert said_from("E-001, page 2; E-0011; S-001", decided) == "E-001 (not used), page 2; E-0011; S-001"


def test_the_last_list_names_the_summary_persons_and_elements_where_words_are_covered_there(brief_with, writer):
    brief = brief_with(**WORDS)
    found = actions.cover_phrase(by=writer, ref=brief.case.ref, number=1, phrase=PHRASE, reason="safety")
    assert found.items == brief.items.filter(redactions__isnull=False).distinct().count() > 1
    assert found.places > found.items
    section = next(one for one in paper_of(brief).sections if one.anchor == "covered")
    rows = [tuple(row.cells) for row in section.blocks[0].rows if row.cells[0] == "–"]
    assert [row[1] for row in rows] == ["Summary of facts", "Persons", "Elements of the offences"]
    assert rows[0][2:] == ("2", "safety of a person")
    assert all(int(row[2]) > 0 for row in rows)


def test_the_last_list_names_no_section_in_which_nothing_is_covered(brief_with, writer):
    brief = brief_with(summary="Only Numbats here")
    found = actions.cover_phrase(by=writer, ref=brief.case.ref, number=1, phrase="Numbats", reason="safety")
    assert (found.places, found.items) == (1, 0)
    section = next(one for one in paper_of(brief).sections if one.anchor == "covered")
    rows = [tuple(row.cells) for row in section.blocks[0].rows]
    assert rows == [("–", "Summary of facts", "1", "safety of a person")]
