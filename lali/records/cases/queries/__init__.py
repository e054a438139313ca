"""What screens ask about cases. Each knows who asks."""

from lali.records.cases.queries.cases import (
    case_with_tip,
    cases_to_add_to,
    may_lead,
    may_remove,
    may_write,
    open_cases_of,
    read_case,
)
from lali.records.cases.queries.extras import Extras, extras_of
from lali.records.cases.queries.journal import changes_in, journal_of, subjects_walled_off
from lali.records.cases.queries.persons import (
    PersonChange,
    PersonPage,
    PersonRecord,
    PersonShown,
    facts_to_describe,
    person_changes,
    persons_of,
    read_person,
)
from lali.records.cases.queries.relations import RelationShown, relations_of
from lali.records.cases.queries.team import (
    cases_without_lead,
    former_places_of,
    members_on,
    offer_of,
    offers_to_decide,
    openings_of,
    requests_to_decide,
    team_of,
    walls_of,
)
from lali.records.cases.queries.work import tasks_in, tasks_of

__all__ = [
    "Extras",
    "PersonChange",
    "PersonPage",
    "PersonRecord",
    "PersonShown",
    "RelationShown",
    "case_with_tip",
    "cases_to_add_to",
    "cases_without_lead",
    "changes_in",
    "extras_of",
    "facts_to_describe",
    "former_places_of",
    "journal_of",
    "may_lead",
    "may_remove",
    "may_write",
    "members_on",
    "offer_of",
    "offers_to_decide",
    "open_cases_of",
    "openings_of",
    "person_changes",
    "persons_of",
    "read_case",
    "read_person",
    "relations_of",
    "requests_to_decide",
    "subjects_walled_off",
    "tasks_in",
    "tasks_of",
    "team_of",
    "walls_of",
]
