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
from lali.records.cases.actions.likeness import AlreadyOne, OfTwoKinds, judge_persons, merge_persons, undo_merge
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
from lali.records.cases.actions.persons import (
    OnlyPersons,
    add_person,
    describe_person,
    end_role,
    erase_person,
    give_role,
    remove_person,
    reveal_name,
)
from lali.records.cases.actions.relations import (
    EndsBeforeItBegins,
    RelatedToThemselves,
    relate_persons,
    take_back_relation,
)
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
from lali.records.cases.actions.victims import confirm_victim, date_acts, recognise_as_victim, withdraw_victim_role
from lali.records.cases.actions.walls import declare_conflict, lift_wall, set_wall
from lali.records.cases.actions.work import add_task, finish_task
from lali.records.cases.actions.writing import CaseHasMoved, CaseIsClosed, NothingWritten

__all__ = [
    "AlreadyOnTeam",
    "AlreadyOne",
    "AlreadyOver",
    "AlreadyTheirs",
    "CannotJoin",
    "CaseHasMoved",
    "CaseIsClosed",
    "EndsBeforeItBegins",
    "LastLead",
    "NoSuchCase",
    "NotAReference",
    "NotOnTeam",
    "NotToYourself",
    "NothingWritten",
    "OfTwoKinds",
    "OfferIsOver",
    "OfferWaits",
    "OnlyPersons",
    "OversightStays",
    "RelatedToThemselves",
    "TooLong",
    "WalledOff",
    "accept_offer",
    "add_identifier",
    "add_person",
    "add_task",
    "add_tip_to_case",
    "appoint_oversight",
    "break_glass",
    "confirm_victim",
    "date_acts",
    "decide_request",
    "declare_conflict",
    "decline_offer",
    "describe_case",
    "describe_person",
    "end_role",
    "erase_person",
    "finish_task",
    "give_role",
    "judge_opening",
    "judge_persons",
    "lift_wall",
    "merge_persons",
    "offer_case",
    "open_case",
    "open_case_from_tip",
    "put_on_team",
    "recognise_as_victim",
    "relate_persons",
    "remove_person",
    "request_access",
    "reveal_name",
    "set_wall",
    "take_back_relation",
    "take_off_team",
    "undo_merge",
    "withdraw_offer",
    "withdraw_victim_role",
]
