"""Everything that changes a campaign."""

from lali.records.awareness.actions.messages import OwnMessage, SignedAlready, Words, sign_message, write_message
from lali.records.awareness.actions.plans import (
    LanguageIsUnknown,
    NoTime,
    Plan,
    TooManyAudiences,
    Whom,
    add_audience,
    change_plan,
    plan_campaign,
    remove_audience,
)
from lali.records.awareness.actions.sessions import (
    Held,
    SheetsAreThere,
    TooManySheets,
    Typed,
    change_session,
    enter_sheets,
    hold_session,
    remove_session,
    remove_sheet,
)

__all__ = [
    "Held",
    "LanguageIsUnknown",
    "NoTime",
    "OwnMessage",
    "Plan",
    "SheetsAreThere",
    "SignedAlready",
    "TooManyAudiences",
    "TooManySheets",
    "Typed",
    "Whom",
    "Words",
    "add_audience",
    "change_plan",
    "change_session",
    "enter_sheets",
    "hold_session",
    "plan_campaign",
    "remove_audience",
    "remove_session",
    "remove_sheet",
    "sign_message",
    "write_message",
]
