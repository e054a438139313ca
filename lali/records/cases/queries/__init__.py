"""What screens ask about cases. Each knows who asks."""

from lali.records.cases.queries.cases import (
    case_with_tip,
    cases_to_add_to,
    may_lead,
    may_write,
    open_cases_of,
    read_case,
)
from lali.records.cases.queries.extras import Extras, extras_of
from lali.records.cases.queries.journal import journal_of
from lali.records.cases.queries.persons import PersonShown, persons_of
from lali.records.cases.queries.team import members_on, requests_to_decide, team_of
from lali.records.cases.queries.work import tasks_in, tasks_of

__all__ = [
    "Extras",
    "PersonShown",
    "case_with_tip",
    "cases_to_add_to",
    "extras_of",
    "journal_of",
    "may_lead",
    "may_write",
    "members_on",
    "open_cases_of",
    "persons_of",
    "read_case",
    "requests_to_decide",
    "tasks_in",
    "tasks_of",
    "team_of",
]
