"""Everything that members wrote is found while it stands, and building the index anew finds the same."""

import pytest
from django.utils import timezone

from lali.records.cases import actions as cases
from lali.records.cases.models import Case
from lali.records.chronology.actions import Happening, note_event, remove_event
from lali.records.chronology.when import exact
from lali.records.elements import actions as elements
from lali.records.evidence.actions import Said, cite_passage, correct_statement, take_statement, withdraw_passage
from lali.records.imports.actions import note_reference
from lali.records.law.actions import load_law
from lali.records.lookup.queries import everything_found, named_record
from lali.records.lookup.rebuilding import rebuild
from lali.records.retention.actions import carry_out_disposal, propose_disposal
from lali.records.search.models import Findable, Posting
from lali.records.tips.actions import close_tip, receive_tip


def kinds(member, words):
    return [str(result.kind) for result in everything_found(member, words).results]


def index():
    """What stands in the index, and under which terms: the same whichever way it came in."""
    rows = Findable.objects.select_related("door")
    numbered = {one.pk: (one.record, one.door.name) for one in rows}
    postings = {(term, *numbered[found]) for term, found in Posting.objects.values_list("term", "findable_number")}
    return {(one.record, one.door.name, one.kind, bytes(one.terms)) for one in rows}, postings


@pytest.fixture
def told(lead, case):
    """A statement of the case."""
    return take_statement(by=lead, ref=case.ref, said=Said("They kept the turtle boat at the river.", of_whom="Guard"))


def test_a_passage_is_found_by_its_words_place_and_note_until_it_is_withdrawn(lead, outsider, case, told):
    cited = cite_passage(
        by=lead, ref=case.ref, source="S-001", quote="kept the turtle boat", locator="line seven", note="see seahorse"
    )
    for words in ('"turtle boat"', "seahorse", "seven"):
        assert "passage" in kinds(lead, words)
    found = next(one for one in everything_found(lead, "seahorse").results)
    assert (found.ref, found.title, found.is_text) == ("P-001", "kept the turtle boat", True)
    assert kinds(outsider, "seahorse") == []
    withdraw_passage(by=lead, ref=case.ref, number=cited.number, why="Mistake")
    assert kinds(lead, "seahorse") == []
    rebuild(by="node")
    assert kinds(lead, "seahorse") == []
    assert kinds(lead, "turtle") == ["statement"]


def test_what_is_written_about_a_suspected_offence_is_found(lead, outsider, case):
    load_law(by="node")
    about = elements.About(note="The seahorse route")
    suspected = elements.suspect_offence(by=lead, ref=case.ref, code="fj-crimes-112", about=about)
    found = everything_found(lead, "seahorse").results[0]
    assert (str(found.kind), found.ref) == ("offence", "O-001")
    assert found.title == suspected.offence.title
    assert kinds(outsider, "seahorse") == []
    element = suspected.offence.elements.first().code
    proof = elements.add_proof(
        by=lead,
        ref=case.ref,
        number=1,
        element=element,
        strength="supports",
        in_words="A turtle paid",
        note="barracuda",
    )
    assert kinds(lead, "turtle barracuda seahorse") == ["offence"]
    elements.withdraw_proof(by=lead, ref=case.ref, number=1, proof=proof.pk, why="Mistake")
    assert kinds(lead, "turtle") == []
    elements.describe_offence(by=lead, ref=case.ref, number=1, version=1, about=elements.About())
    assert kinds(lead, "seahorse") == []
    elements.change_offence_state(by=lead, ref=case.ref, number=1, state="dropped", why="No octopus")
    assert kinds(lead, "octopus") == ["offence"]


def test_what_was_removed_or_corrected_leaves_at_once(lead, case, told):
    case.team.filter(member=lead).update(may_remove=True)
    happening = Happening(text="Paid at seahorse bay", when=exact(timezone.now()))
    event = note_event(by=lead, ref=case.ref, happening=happening)
    assert kinds(lead, "seahorse") == ["event"]
    remove_event(by=lead, ref=case.ref, number=event.pk, reason="Mistake")
    assert kinds(lead, "seahorse") == []
    correct_statement(
        by=lead, ref=case.ref, number=1, version=1, said=Said("They kept a lorry.", of_whom="Guard"), why="Misheard"
    )
    assert kinds(lead, "turtle") == []
    assert kinds(lead, "lorry") == ["statement"]
    rebuild(by="node")
    assert kinds(lead, "seahorse") == kinds(lead, "turtle") == []


def test_a_registers_number_leads_to_its_case_and_tip_before_and_after_building_anew(lead, outsider, auditor, case):
    tip = receive_tip(by=lead, agency=lead.agency, text="A turtle called", source="phone")
    note_reference(by=lead, record_of=case, system="pims", number="PIMS-77/2024")
    note_reference(by=lead, record_of=tip, system="fair", number="FAIR 0099")
    for _round in range(2):
        assert named_record(lead, "pims 77 2024").ref == case.ref
        assert named_record(lead, "fair-0099").ref == tip.ref
        assert named_record(outsider, "PIMS-77/2024") is None
        assert named_record(auditor, "FAIR 0099") is None
        before = index()
        rebuild(by="node")
        assert index() == before


def test_two_registers_may_give_one_number_to_one_case(lead, case):
    for system in ("pims", "fair"):
        note_reference(by=lead, record_of=case, system=system, number="77/2024")
    assert named_record(lead, "77-2024").ref == case.ref


def test_a_tip_that_enters_a_case_takes_its_numbers_and_words_along(lead, colleague, outsider):
    tip = receive_tip(by=outsider, agency=lead.agency, text="A turtle called 410 0142", source="phone")
    note_reference(by=outsider, record_of=tip, system="fair", number="FAIR 0099")
    assert named_record(colleague, "FAIR 0099").ref == tip.ref
    case = cases.open_case_from_tip(by=lead, number=tip.number, version=1, title="Shell", kind="other")
    for _round in range(2):
        assert named_record(lead, "FAIR 0099").case_ref == case.ref
        assert kinds(lead, "turtle") == ["tip"]
        for member in (colleague, outsider):
            assert named_record(member, "FAIR 0099") is None
            assert kinds(member, "turtle") == []
        before = index()
        rebuild(by="node")
        assert index() == before
    note_reference(by=lead, record_of=tip, system="pims", number="PIMS 5")  # a number that comes later lies there too
    assert named_record(lead, "PIMS 5").case_ref == case.ref
    assert named_record(outsider, "PIMS 5") is None


def test_what_was_disposed_of_does_not_come_back(lead, supervisor, auditor, case, told):
    tip = receive_tip(by=lead, agency=lead.agency, text="A turtle called", source="phone")
    note_reference(by=lead, record_of=tip, system="fair", number="FAIR 0099")
    note_reference(by=lead, record_of=case, system="pims", number="PIMS-77")
    taken = receive_tip(by=lead, agency=lead.agency, text="A seahorse called", source="phone")
    cases.add_tip_to_case(by=lead, number=taken.number, version=1, ref=case.ref)
    for _again in range(2):
        cite_passage(by=lead, ref=case.ref, source="S-001", quote="kept")
    withdraw_passage(by=lead, ref=case.ref, number=1, why="Mistake")
    load_law(by="node")
    suspected = elements.suspect_offence(by=lead, ref=case.ref, code="fj-crimes-112")
    element = suspected.offence.elements.first().code
    elements.add_proof(by=lead, ref=case.ref, number=1, element=element, strength="supports", in_words="A turtle paid")
    elements.change_offence_state(by=lead, ref=case.ref, number=1, state="dropped", why="No octopus")
    close_tip(by=lead, number=tip.number, version=1, reason="test", note="")
    case = Case.objects.get(pk=case.pk)
    cases.describe_case(
        by=lead, ref=case.ref, version=case.version, title=case.title, kind="other", summary="", state="closed"
    )
    for subject in (case.subject, tip.subject):
        proposed = propose_disposal(by=supervisor, subject=subject, basis="Ten years")
        carry_out_disposal(by=auditor, number=proposed.pk)
    assert index() == (set(), set())
    assert rebuild(by="node") == 0
    assert index() == (set(), set())


@pytest.mark.slow
def test_building_anew_gives_the_rows_of_a_full_scene(agency, exhibits):
    from lali.records.cooperation.identity import our_card
    from tests.neighbour import make_neighbour
    from tests.repository.routes_scene import build_scene

    build_scene(agency, make_neighbour(our_card()))
    before = index()
    assert {kind for _record, _door, kind, _terms in before[0]} >= {
        *("case", "tip", "person", "identifier", "exhibit", "statement", "passage", "task", "event"),
    }
    assert rebuild(by="node") == len(before[0])
    assert index() == before
