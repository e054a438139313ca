"""Everything that changes a case."""

from lali.records.cases.actions.access import NotAReference, decide_request, request_access
from lali.records.cases.actions.identifiers import add_identifier
from lali.records.cases.actions.opening import add_tip_to_case, describe_case, open_case, open_case_from_tip
from lali.records.cases.actions.persons import add_person, end_role, give_role, reveal_name
from lali.records.cases.actions.team import CannotJoin, LastLead, NotOnTeam, put_on_team, take_off_team
from lali.records.cases.actions.work import add_task, finish_task
from lali.records.cases.actions.writing import CaseHasMoved, CaseIsClosed, NothingWritten

__all__ = [
    "CannotJoin",
    "CaseHasMoved",
    "CaseIsClosed",
    "LastLead",
    "NotAReference",
    "NotOnTeam",
    "NothingWritten",
    "add_identifier",
    "add_person",
    "add_task",
    "add_tip_to_case",
    "decide_request",
    "describe_case",
    "end_role",
    "finish_task",
    "give_role",
    "open_case",
    "open_case_from_tip",
    "put_on_team",
    "request_access",
    "reveal_name",
    "take_off_team",
]
