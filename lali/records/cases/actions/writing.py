"""What every change of a case goes through: the door, the state, the version."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.cases.access import case_for, case_to_remove_from
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.refusals import Refused


class CaseHasMoved(Refused):
    """A colleague changed the case while this member was writing."""

    sentence = _(
        "A colleague changed this case while you were writing. Your text is kept below; compare and save again."
    )


class CaseIsClosed(Refused):
    """A closed case is read, not written."""

    sentence = _("This case is closed. Open it again before you add to it.")


class NothingWritten(Refused):
    """An empty text where one is needed."""

    sentence = _("Please write something first.")


def writable(member: Member, ref: str, level: Level = Level.CONTRIBUTE) -> Case:
    """One case, held, on which the member may write now; CaseIsClosed when nobody may."""
    case = case_for(member, ref, level, lock=True)
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed
    return case


def cleared_to_remove(member: Member, ref: str) -> Case:
    """One case, held, from which the member may remove what was entered by mistake; CaseIsClosed when nobody may."""
    case = case_to_remove_from(member, ref)
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed
    return case


def touch(case: Case, *fields: str) -> None:
    """Note that a case changed: the day, the version, and whichever of its own `fields`."""
    case.changed_at = timezone.now()
    case.version += 1
    case.save(update_fields=["changed_at", "version", *fields])


def touch_if_open(case: Case) -> None:
    """Note the day on which something around a case changed, not its own words: nobody who writes them is held up.

    Not of a closed case: what is tidied up then does not make its work longer.
    """
    if case.state != CaseState.CLOSED:
        case.changed_at = timezone.now()
        case.save(update_fields=["changed_at"])
