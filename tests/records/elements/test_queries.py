"""The board: states, gaps, alternatives, children, suggestions; and how little it costs."""

import io

import pytest
from django.utils.translation import override

from lali.records.cases.actions import add_person, open_case, open_case_from_tip
from lali.records.cases.queries import read_case
from lali.records.elements import actions
from lali.records.elements.queries import (
    elements_table,
    gaps_in,
    gaps_of,
    read_board,
    suggestions_for,
    what_can_be_cited,
)
from lali.records.elements.queries.states import needed
from lali.records.elements.vocabulary import ElementState
from lali.records.evidence.actions import (
    Acquisition,
    Said,
    cite_passage,
    correct_statement,
    take_in_exhibit,
    take_statement,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def prove(board, lead):
    def prove(element, strength="supports", rests_on="P-001"):
        return actions.add_proof(
            by=lead, ref=board.case.ref, number=1, element=element, strength=strength, rests_on=rests_on
        )

    return prove


def rows(opened):
    [shown] = elements_table(opened())
    return {one.code: one for one in shown.elements}


def test_gaps_are_counted_with_alternatives_once(board, opened, prove):
    [shown] = elements_table(opened())
    assert len(shown.elements) == 10
    assert (shown.count.needed, shown.count.open) == (5, 5)  # movement, means, went along, purpose, mind
    prove("receipt_in")
    prove("deceived")
    [shown] = elements_table(opened())
    assert (shown.count.needed, shown.count.open, shown.count.disputed) == (5, 3, 0)
    found = rows(opened)
    assert found["receipt_in"].state == ElementState.SUPPORTED
    assert found["entry_into"].state == ElementState.NOT_NEEDED
    assert "another of these" in found["entry_into"].why
    prove("deceived", "contradicts", "E-001")
    [shown] = elements_table(opened())
    assert (shown.count.open, shown.count.disputed) == (3, 1)
    assert rows(opened)["deceived"].state == ElementState.DISPUTED


def test_the_line_says_what_it_rests_on(board, opened, prove, lead):
    prove("exploitation")
    [cite] = rows(opened)["exploitation"].supports
    assert (cite.kind, cite.ref, cite.source_ref, cite.quote) == ("passage", "P-001", "S-001", "took my passport")
    assert cite.warning == ""
    said = Said("They took my ticket at the river.", of_whom="unknown")
    correct_statement(by=lead, ref=board.case.ref, number=1, version=1, said=said, why="Misheard")
    [cite] = rows(opened)["exploitation"].supports
    assert "corrected" in cite.warning


def test_a_victim_is_shown_by_code_name(board, opened):
    [shown] = elements_table(opened())
    [harmed] = shown.harmed
    assert harmed.is_code_name
    assert "Seashell" not in repr(shown)
    assert shown.suspected[0].name == "Bob Saltwater (invented)"


def test_words_are_in_the_readers_language(board, opened):
    with override("fr"):
        [shown] = elements_table(opened())
        assert shown.title == "Traite des personnes"
        assert shown.elements[0].words.startswith("organise")


def test_the_sum_over_the_case_leaves_out_what_was_dropped(board, opened, prove, lead):
    prove("exploitation")
    actions.suspect_offence(by=lead, ref=board.case.ref, code="fj-crimes-103")
    gaps = gaps_of(opened())
    assert (gaps.offences, gaps.needed, gaps.open) == (2, 7, 6)
    assert gaps_in([board.case_id])[board.case_id] == gaps
    actions.change_offence_state(by=lead, ref=board.case.ref, number=2, state="dropped", why="No")
    assert gaps_of(opened()).offences == 1
    assert gaps_of(opened(), elements_table(opened())).open == 4


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([("", ElementState.OPEN), ("", ElementState.NOT_NEEDED)], (1, 1, 0)),
        ([("a", ElementState.DISPUTED), ("a", ElementState.OPEN)], (1, 0, 1)),
        ([("a", ElementState.DISPUTED), ("a", ElementState.SUPPORTED)], (1, 0, 0)),
        ([("a", ElementState.NOT_NEEDED), ("a", ElementState.NOT_NEEDED)], (0, 0, 0)),
        ([], (0, 0, 0)),
    ],
)
def test_counting(states, expected):
    found = needed(states)
    assert (found.needed, found.open, found.disputed) == expected


def test_suggestions_give_reasons_and_leave_the_deed_to_a_person(law, lead, tip_of):
    tip = tip_of(
        "Customer service in Bangkok, no experience. They took my passport, I cannot leave, they beat us. Pay 300 dollars fee today."
    )
    case = open_case_from_tip(by=lead, number=tip.number, version=1, title="X", kind="scam_centre")
    opened = read_case(lead, case.ref)
    found = suggestions_for(opened)
    codes = [one.code for one in found]
    assert "fj-crimes-112" in codes
    assert not [code for code in codes if code.startswith("vu-")]
    assert "fj-crimes-114" not in codes  # nothing speaks of a child
    assert all(one.reasons for one in found)
    assert any(tip.ref in reason for one in found for reason in one.reasons)
    assert elements_table(opened) == []
    actions.suspect_offence(by=lead, ref=case.ref, code="fj-crimes-112")
    assert "fj-crimes-112" not in [one.code for one in suggestions_for(opened)]


def test_a_childs_case_is_offered_childrens_offences(law, lead):
    case = open_case(by=lead, title="X", kind="child_online")
    codes = [one.code for one in suggestions_for(read_case(lead, case.ref))]
    assert {"fj-crimes-114", "fj-juveniles-62a", "fj-safety-25"} <= set(codes)
    assert suggestions_for(read_case(lead, open_case(by=lead, title="Y").ref)) == []


def test_reading_the_board_is_journalled(board, lead):
    from lali.records.audit.models import Entry

    case, shown = read_board(lead, board.case.ref)
    assert case.ref == board.case.ref
    assert len(shown) == 1
    assert Entry.objects.order_by("-index")[0].facts == {"part": "offences"}


def test_thirty_exhibits_and_fifty_proofs_cost_the_same(board, lead, opened, prove, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    case = opened()
    prove("exploitation")
    with CaptureQueriesContext(connection) as few:
        elements_table(case)
        what_can_be_cited(case)
    ref = board.case.ref
    for number in range(30):
        take_in_exhibit(by=lead, ref=ref, file_name=f"{number}.txt", source=io.BytesIO(b"x"), acquisition=Acquisition())
    for number in range(5):
        take_statement(by=lead, ref=ref, said=Said(f"Words {number}", of_whom="unknown"))
        cite_passage(by=lead, ref=ref, source=f"S-{number + 2:03d}", quote="Words")
        actions.suspect_offence(by=lead, ref=ref, code="fj-crimes-103")
    for number in range(50):
        prove("exploit_meant", "supports" if number % 2 else "contradicts", f"E-{number % 30 + 1:03d}")
    with CaptureQueriesContext(connection) as many:
        elements_table(case)
        assert len(what_can_be_cited(case)) == 31 + 6 + 6
    assert len(many) == len(few)


def test_a_child_by_date_needs_no_means(board, lead, opened, prove):
    from datetime import date

    from lali.records.cases.actions import describe_person
    from lali.records.entities.facts import Birth
    from lali.records.entities.models import Person

    def born(place, year):
        person = Person.objects.get(pk=place.person_id)
        birth = Birth(date(year, 1, 1), date(year, 12, 31))
        describe_person(
            by=lead, ref=board.case.ref, person_id=person.pk, version=person.version, facts={"birth": birth}
        )

    harmed = board.persons.get(part="harmed")
    born(harmed, 1990)
    assert rows(opened)["deceived"].state == ElementState.OPEN
    born(harmed, board.case.opened_at.year - 15)
    found = rows(opened)
    assert found["deceived"].state == found["complied"].state == ElementState.NOT_NEEDED
    assert found["deceived"].why == "no means needed: child"
    assert found["exploitation"].state == ElementState.OPEN
    [shown] = elements_table(opened())
    assert shown.count.needed == 3
    assert shown.harmed[0].is_child
    prove("deceived")
    assert rows(opened)["deceived"].state == ElementState.SUPPORTED  # what is there is shown all the same
    adult = add_person(by=lead, ref=board.case.ref, name="Joe Mangrove (invented)", role="victim")
    about = actions.About(harmed=(harmed.person_id, adult.person_id))
    actions.describe_offence(by=lead, ref=board.case.ref, number=1, version=1, about=about)
    found = rows(opened)
    assert found["complied"].state == ElementState.OPEN
    assert "needed only for those who are no children" in found["complied"].why
