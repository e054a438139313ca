import io

import pytest

PAPER = b"signed on both sides (invented)"


@pytest.fixture
def law(agency):
    from lali.records.law.actions import load_law

    load_law(by="node")


@pytest.fixture
def board(law, case, lead, exhibits):
    """A case with a suspected offence (Fiji, section 112), an exhibit, a statement, a passage, two persons."""
    from lali.records.cases.actions import add_person
    from lali.records.elements.actions import About, suspect_offence
    from lali.records.evidence.actions import Acquisition, Said, cite_passage, take_in_exhibit, take_statement

    suspect = add_person(by=lead, ref=case.ref, name="Bob Saltwater (invented)", role="suspect")
    victim = add_person(by=lead, ref=case.ref, name="Ana Seashell (invented)", role="victim")
    take_in_exhibit(
        by=lead, ref=case.ref, file_name="chat.txt", source=io.BytesIO(PAPER), acquisition=Acquisition("Chat")
    )
    take_statement(by=lead, ref=case.ref, said=Said("They took my passport at the river.", person_id=victim.person_id))
    cite_passage(by=lead, ref=case.ref, source="S-001", quote="took my passport")
    about = About(suspected=(suspect.person_id,), harmed=(victim.person_id,))
    return suspect_offence(by=lead, ref=case.ref, code="fj-crimes-112", about=about)


@pytest.fixture
def opened(case, lead):
    """The case as its lead opens it: `opened()`."""
    from lali.records.cases.queries import read_case

    return lambda: read_case(lead, case.ref)
