"""The walk's law, statement, passage and suspected offence: what their addresses and forms need."""

from dataclasses import dataclass, replace

from lali.records.elements import actions as elements
from lali.records.evidence import actions as evidence
from lali.records.law import actions as law
from lali.records.law.models import Offence

KEPT, NEWER, RETIRED = "fj-crimes-103", "fj-crimes-112", "fj-crimes-119"


@dataclass
class BoardScene:
    arguments: dict[str, dict[str, object]]
    forms: dict[str, dict[str, object]]


def build_board(case, lead, supervisor, person_id) -> BoardScene:
    """A case with one statement, two passages, one suspected offence of which a newer version stands."""
    law.load_law(by="node")
    law.retire_offence(by=supervisor, code=RETIRED, why="Repealed (invented)")
    statement = evidence.take_statement(by=lead, ref=case.ref, said=evidence.Said("He took it.", of_whom="unknown"))
    passage = evidence.cite_passage(by=lead, ref=case.ref, source="S-001", quote="took it")
    about = elements.About(suspected=(person_id,))
    suspected = elements.suspect_offence(by=lead, ref=case.ref, code=NEWER, about=about)
    proof = elements.add_proof(
        by=lead, ref=case.ref, number=1, element="exploitation", strength="supports", rests_on=passage.ref
    )
    text = replace(Offence.objects.get(code=NEWER).current.as_text(), section="112 (newer)")
    law.edit_offence(by=supervisor, code=NEWER, version=1, text=text, why="A prosecutor asks for it")
    of_board = {"number": suspected.number, "element": "exploitation", "proof": proof.pk}
    return BoardScene(
        arguments={
            **{
                f"workspace:statement{what}": {"number": statement.number, "version": 1}
                for what in ("", "_version", "_correct")
            },
            "workspace:passage_withdraw": {"number": passage.number},
            **{f"workspace:suspected{what}": of_board for what in ("", "_state", "_newest")},
            "workspace:element": of_board,
            "workspace:proof_withdraw": of_board,
            **{
                f"workspace:law_{what}": {"code": KEPT, "number": 1}
                for what in ("offence", "version", "edit", "confirm", "retire")
            },
            "workspace:law_take_back": {"code": RETIRED},
        },
        forms={
            "workspace:statement_new": {"of_whom": "unknown", "words": "He came at night."},
            "workspace:statement_correct": {
                "version": 1,
                "of_whom": "unknown",
                "words": "She took it.",
                "why": "Misheard",
            },
            "workspace:passage_cite": {"passage-source": "S-001", "passage-quote": "He took"},
            "workspace:passage_withdraw": {"reason-reason": "A mistake"},
            "workspace:suspected_new": {"code": KEPT},
            "workspace:suspected": {"version": 1, "note": "In the harbour"},
            "workspace:suspected_state": {"state-state": "charged", "state-why": ""},
            "workspace:element": {"proof-strength": "supports", "proof-rests_on": "S-001"},
            "workspace:proof_withdraw": {"reason-reason": "A mistake"},
            "workspace:law_new": _offence() | {"country": "FJ"},
            "workspace:law_edit": _offence() | {"version": 1},
            "workspace:law_confirm": {
                "confirm-version": 1,
                "confirm-prosecutor": "A. Reefheron (invented)",
                "confirm-on": "2026-11-02",
            },
            "workspace:law_retire": {"reason-reason": "Repealed (invented)"},
        },
    )


def _offence():
    rows = {"element-TOTAL_FORMS": 1, "element-INITIAL_FORMS": 0, "element-0-words_en": "takes a passport"}
    rows |= {"element-0-family": "act", "element-0-basis": "here"}
    return rows | {
        "act": "Passports Act",
        "section": "7",
        "title_en": "Passport",
        "confidence": "here",
        "why": "Asked for",
    }
