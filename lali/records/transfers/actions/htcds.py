"""Exporting a case in the forms that others read."""

import json

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lali.engines.exchange import Victim, as_htcds, problems_of
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.cases.queries import extras_of, facts_to_describe, persons_of
from lali.records.cases.queries.persons import PersonShown
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.entities.vocabulary import PersonRole
from lali.records.refusals import Refused


class NobodyToReport(Refused):
    """There is no possible victim in the case."""

    sentence = _("Nobody in this case has the role of a possible victim: there is nothing to export.")


class NotByTheStandard(Refused):
    """The record would not validate: a list of this node has been changed in a way the standard does not know."""

    sentence = _("What this case holds cannot be written in HTCDS. Tell whoever keeps the configuration.")


@transaction.atomic
def export_htcds(*, by: Member, ref: str, extensions: bool = False) -> bytes:
    """The possible victims of a case as HTCDS 2.0 records in JSON, without anything that tells who they are.

    Only a lead can. Each record is checked against the standard's schema before it leaves.
    """
    case = case_for(by, ref, Level.LEAD)
    victims = [person for person in persons_of(case) if PersonRole.VICTIM in person.roles]
    if not victims:
        raise NobodyToReport
    records = [as_htcds(one, extensions=extensions) for one in _victims(by, case, victims)]
    strict = [{name: value for name, value in one.items() if not name.startswith("x_")} for one in records]
    if any(problems_of(one) for one in strict):
        raise NotByTheStandard
    facts = {"format": "htcds-2.0", "records": len(records), "extensions": extensions}
    record(by=by, verb="case.exported", subject=case.subject, facts=facts, keep_head=True)
    return (json.dumps(records, ensure_ascii=False, indent=2) + "\n").encode()


def _victims(by: Member, case: Case, victims: list[PersonShown]) -> list[Victim]:
    answers = extras_of(case).answers
    of_case = {
        "case_closed": case.state == CaseState.CLOSED,
        "sectors": _codes(answers.get("sector")),
        "channels": _codes(answers.get("channels")),
        "control": _codes(answers.get("control")),
    }
    found = []
    for person in victims:
        facts = facts_to_describe(by, case, person.id).facts
        least, greatest = person.ages or (None, None)
        place = person.victim_place
        found.append(
            Victim(
                recognised=bool(place and place.confirmed_on),
                sex=facts.sex,
                citizenship=facts.nationalities,
                age=least if least == greatest else None,
                **of_case,
            )
        )
    return found


def _codes(answer: object) -> tuple[str, ...]:
    if isinstance(answer, list | tuple):
        return tuple(str(code) for code in answer)
    return (str(answer),) if answer else ()
