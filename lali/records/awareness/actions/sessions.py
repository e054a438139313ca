"""Sessions: who came, in numbers, and what they answered on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.awareness.access import campaign_for, session_of, sheet_of
from lali.records.awareness.models import Attendance, Session, Sheet
from lali.records.changes import changed_values
from lali.records.refusals import Refused

NO_KEY = b""  # nothing here speaks of a person: nothing is sealed
MOST_SHEETS = 2_000  # of one session

Cells = Mapping[tuple[str, str], int]  # by sex and age band: how many came


class SheetsAreThere(Refused):
    """Sheets under these numbers were typed before, with other answers."""

    sentence = _(
        "Typed before with other answers: %(numbers)s. Look at the paper, and tick “replace” if the new ones are right."
    )

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(self.sentence % {"numbers": ", ".join(map(str, numbers))})
        self.numbers = tuple(numbers)


class TooManySheets(Refused):
    """More than one session can have."""

    sentence = _("One session cannot have more than 2,000 sheets. Enter another session.")


@dataclass(frozen=True, slots=True)
class Held:
    """Where and when people met."""

    held_on: date
    setting: str
    place: str
    place_code: str = ""
    form: str = "A"


@dataclass(frozen=True, slots=True)
class Typed:
    """One sheet as it was typed: the number on the paper, six signs before and six after; a side may be empty."""

    number: int
    before: str
    after: str


@transaction.atomic
def hold_session(*, by: Member, number: int, held: Held, came: Cells) -> Session:
    """Enter a session and who came to it."""
    campaign = campaign_for(by, number, to_change=True)
    session = Session.objects.create(campaign=campaign, written_by=by, **asdict(held))
    _count(session, came)
    record(by=by, verb="session.held", subject=session.subject, facts={"came": sum(came.values())})
    return session


@transaction.atomic
def change_session(*, by: Member, number: int, session_id: int, held: Held, came: Cells) -> Session:
    """Enter a session anew; its sheets stay."""
    session = session_of(campaign_for(by, number, to_change=True), session_id)
    after = asdict(held)
    before = {name: getattr(session, name) for name in after}
    for name, value in after.items():
        setattr(session, name, value)
    session.save()
    came_before = sum(session.attendance.values_list("number", flat=True))
    session.attendance.all().delete()
    _count(session, came)
    facts = {"came": [came_before, sum(came.values())]}
    facts["changed"] = changed_values(Session.CLASSIFIED, before, after, key=NO_KEY)
    record(by=by, verb="session.changed", subject=session.subject, facts=facts)
    return session


def _count(session: Session, came: Cells) -> None:
    Attendance.objects.bulk_create(
        Attendance(session=session, gender=gender, age_band=band, number=number)
        for (gender, band), number in came.items()
        if number
    )


@transaction.atomic
def remove_session(*, by: Member, number: int, session_id: int) -> None:
    """Take out a session that was entered by mistake, with its sheets; the journal keeps how many there were."""
    session = session_of(campaign_for(by, number, to_change=True), session_id)
    facts = {
        "came": sum(session.attendance.values_list("number", flat=True)),
        "sheets": session.sheets.count(),
        "held_on": session.held_on.isoformat(),
    }
    subject = session.subject
    session.delete()
    record(by=by, verb="session.removed", subject=subject, facts=facts)


@transaction.atomic
def enter_sheets(*, by: Member, number: int, session_id: int, typed: Sequence[Typed], replace: bool = False) -> int:
    """Enter sheets of the paper test, all or none. One that is there already, as it is typed now, changes nothing.

    Returns how many are new or changed. SheetsAreThere where one is there with other answers, unless `replace`.
    """
    session = session_of(campaign_for(by, number, to_change=True), session_id)
    there = {sheet.number: sheet for sheet in session.sheets.filter(number__in=[one.number for one in typed])}
    new = [one for one in typed if one.number not in there]
    other = [one for one in typed if one.number in there and _differs(one, there[one.number])]
    if other and not replace:
        raise SheetsAreThere([one.number for one in other])
    if session.sheets.count() + len(new) > MOST_SHEETS:
        raise TooManySheets
    Sheet.objects.bulk_create(Sheet(session=session, **asdict(one)) for one in new)
    for one in other:
        session.sheets.filter(number=one.number).update(before=one.before, after=one.after)
    if new or other:
        facts = {"entered": len(new), "replaced": [one.number for one in other]}
        record(by=by, verb="session.sheets_entered", subject=session.subject, facts=facts)
    return len(new) + len(other)


def _differs(typed: Typed, sheet: Sheet) -> bool:
    return (typed.before, typed.after) != (sheet.before, sheet.after)


@transaction.atomic
def remove_sheet(*, by: Member, number: int, session_id: int, sheet: int) -> None:
    """Take out a sheet that was typed by mistake."""
    session = session_of(campaign_for(by, number, to_change=True), session_id)
    sheet_of(session, sheet).delete()
    record(by=by, verb="session.sheet_removed", subject=session.subject, facts={"sheet": sheet})
