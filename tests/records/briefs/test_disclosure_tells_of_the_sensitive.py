"""What the defence must not even know of shows by no gap and by no source in a disclosure bundle."""

import io
from datetime import date

import pytest

from lali.engines.documents import texts_of
from lali.records.briefs import actions
from lali.records.briefs.access import brief_for
from lali.records.briefs.material import material_of
from lali.records.briefs.papers import paper_of
from lali.records.cases.access import case_for
from lali.records.chronology.actions import Happening, note_event
from lali.records.chronology.when import day
from lali.records.evidence.actions import Acquisition, cite_passage, take_in_exhibit

CITED = "E-002, page 7"


@pytest.fixture
def begin(case, lead, writer, exhibits):
    """Begin a brief of a kind in a case where one exhibit and one event are on the sensitive schedule."""
    for name in ("open.txt", "informant.txt"):
        acquisition = Acquisition(title=name)
        take_in_exhibit(by=lead, ref=case.ref, file_name=name, source=io.BytesIO(b"x"), acquisition=acquisition)
    for number, (text, source, cited) in enumerate(
        [
            ("One", "Notes", ("E-001",)),
            ("Informant", "Notes", ()),
            ("Three", "Notes", (CITED, "E-001")),
            ("Four", CITED, ()),
            ("Five, as seen in E-002.", "", ()),
        ],
        1,
    ):
        happening = Happening(text, day(date(2026, 3, number), "UTC"), source=source, cited=cited)
        note_event(by=lead, ref=case.ref, happening=happening)
    cite_passage(by=lead, ref=case.ref, source="E-002", quote="He took them", locator="line 2")

    def begin(kind):
        actions.begin_brief(by=writer, ref=case.ref, title="One", kind=kind, language="en")
        material = material_of(case_for(writer, case.ref))
        choices = [
            actions.Choice(one.source, "unused", "A source", sensitive=True)
            if one.source == "E-002" or one.text == "Informant"
            else actions.Choice(one.source, "included")
            for one in material
        ]
        actions.choose_items(by=writer, ref=case.ref, number=1, choices=choices)
        return brief_for(writer, case.ref, 1)

    return begin


def said_in(brief):
    return "\n".join(texts_of(paper_of(brief)))


def test_events_are_numbered_without_a_gap_where_a_sensitive_one_stands(begin):
    said = said_in(begin("disclosure"))
    assert "Event 4" in said
    assert "Event 5" not in said


def test_nothing_cites_a_sensitive_exhibit(begin):
    brief = begin("disclosure")
    said = said_in(brief)
    assert "E-002" not in said
    assert "informant" not in said.casefold()
    assert "page 7" not in said
    assert "line 2" not in said
    assert "B-001/1, page" not in said
    assert "Number in the chain of custody" in said
    assert "Five, as seen in █████ [public interest]" in said
    assert "Passage" in said


def test_no_anchor_tells_by_a_gap(begin):
    paper = paper_of(begin("disclosure"))
    anchors = [row.cells[-1].anchor for section in paper.sections if section.anchor == "index"
               for row in section.blocks[0].rows]  # fmt: skip
    assert anchors == [f"item-{number}" for number in range(1, len(anchors) + 1)]


def test_nothing_of_it_is_saved(begin):
    brief = begin("disclosure")
    said_in(brief)
    assert brief.items.get(text="Four").citation == CITED
    assert ["E-002", "page 7"] in brief.items.get(text="Three").told["cited"]


def test_the_prosecutor_reads_it_all(begin):
    said = said_in(begin("evidence"))
    assert "Event 5" in said
    assert CITED in said
    assert "Passage of E-002, line 2" in said


def index_of(brief):
    (index,) = (section for section in paper_of(brief).sections if section.anchor == "index")
    return [row.cells[0] for row in index.blocks[0].rows if not row.cells[0].startswith("Event")]


def test_a_bundle_numbers_its_items_itself_without_a_gap(begin, case, lead):
    """What the case numbers in a row would tell by each gap of something that is on the sensitive schedule."""
    for words in ("First", "Second", "Third"):
        cite_passage(by=lead, ref=case.ref, source="E-001", quote=words, locator=f"line {words}")
    brief = begin("disclosure")
    for source in ("P-003",):
        choice = actions.Choice(source, "unused", "A source", sensitive=True)
        actions.choose_items(by=brief.begun_by, ref=case.ref, number=1, choices=[choice])
    numbers = index_of(brief)
    assert numbers == [f"B-001/{n}" for n in range(1, len(numbers) + 1)]
    assert len(numbers) == 4  # one exhibit, three passages
    said = said_in(brief)
    assert "P-00" not in said
    assert "Passage of B-001/1, line First" in said
    assert "Third" in said
    assert "Second" not in said


def test_sources_of_events_are_named_by_the_numbers_of_the_bundle(begin):
    brief = begin("disclosure")
    (chronology,) = (section for section in paper_of(brief).sections if section.anchor == "chronology")
    sources = [row.cells[3] for row in chronology.blocks[0].rows]
    assert sources[:2] == ["B-001/1; Notes", "B-001/1; Notes"]
    assert "E-001" not in "".join(sources)


def test_the_number_of_an_exhibit_stands_only_where_custody_is_checked_by_it(begin):
    said = texts_of(paper_of(begin("disclosure")))
    assert {one for one in said if "E-001" in one} == {"E-001", "exhibits/E-001.txt"}


def test_a_brief_of_evidence_keeps_the_numbers_of_the_case(begin):
    numbers = index_of(begin("evidence"))
    assert "E-001" in numbers
    assert not any(one.startswith("B-") for one in numbers)
