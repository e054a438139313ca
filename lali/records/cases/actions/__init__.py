"""Everything that changes a case."""

from lali.records.cases.actions.access import NotAReference, decide_request, request_access
from lali.records.cases.actions.emergency import (
    AlreadyOnTeam,
    NoSuchCase,
    TooLong,
    appoint_oversight,
    break_glass,
    judge_opening,
)
from lali.records.cases.actions.identifiers import add_identifier
from lali.records.cases.actions.offers import (
    AlreadyTheirs,
    OfferIsOver,
    OfferWaits,
    accept_offer,
    decline_offer,
    offer_case,
    withdraw_offer,
)
from lali.records.cases.actions.opening import add_tip_to_case, describe_case, open_case, open_case_from_tip
from lali.records.cases.actions.persons import add_person, end_role, give_role, reveal_name
from lali.records.cases.actions.team import (
    AlreadyOver,
    CannotJoin,
    LastLead,
    NotOnTeam,
    NotToYourself,
    OversightStays,
    WalledOff,
    put_on_team,
    take_off_team,
)
from lali.records.cases.actions.walls import declare_conflict, lift_wall, set_wall
from lali.records.cases.actions.work import add_task, finish_task
from lali.records.cases.actions.writing import CaseHasMoved, CaseIsClosed, NothingWritten

__all__ = [
    "AlreadyOnTeam",
    "AlreadyOver",
    "AlreadyTheirs",
    "CannotJoin",
    "CaseHasMoved",
    "CaseIsClosed",
    "LastLead",
    "NoSuchCase",
    "NotAReference",
    "NotOnTeam",
    "NotToYourself",
    "NothingWritten",
    "OfferIsOver",
    "OfferWaits",
    "OversightStays",
    "TooLong",
    "WalledOff",
    "accept_offer",
    "add_identifier",
    "add_person",
    "add_task",
    "add_tip_to_case",
    "appoint_oversight",
    "break_glass",
    "decide_request",
    "declare_conflict",
    "decline_offer",
    "describe_case",
    "end_role",
    "finish_task",
    "give_role",
    "judge_opening",
    "lift_wall",
    "offer_case",
    "open_case",
    "open_case_from_tip",
    "put_on_team",
    "request_access",
    "reveal_name",
    "set_wall",
    "take_off_team",
    "withdraw_offer",
]
