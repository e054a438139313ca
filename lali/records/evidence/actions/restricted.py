"""Restricted exhibits: marked by one, opened and lifted by two."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import Unsealed
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.actions import NothingWritten
from lali.records.cases.vocabulary import Level
from lali.records.evidence.access import (
    deciders_of,
    exhibit_for,
    mark_of,
    opening_to_decide,
    opening_to_end,
    running_opening,
)
from lali.records.evidence.actions.opening import IsRestricted, open_original
from lali.records.evidence.actions.restricting import WITHHELD, note, restrict, unrestrict
from lali.records.evidence.models import Exhibit, RestrictedOpening
from lali.records.evidence.vocabulary import Basis, CustodyKind, Purpose
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused

MOST_MINUTES = 24 * 60


class NotRestricted(Refused):
    """There is nothing to open or to lift."""

    sentence = _("This exhibit is not restricted.")


class NoSecondPerson(Refused):
    """Nobody but the asker could allow it."""

    sentence = _("Nobody else leads this case, and no supervisor answers for it: there is nobody who could allow it.")


class DecidedAlready(Refused):
    """Somebody decided, or it has lapsed."""

    sentence = _("This was decided meanwhile, ended, or waited longer than a day.")


@transaction.atomic
def restrict_exhibit(*, by: Member, ref: str, number: int, why: str = "") -> Exhibit:
    """Mark an exhibit that may show a child or an intimate image, of a closed case too. Running work on it stops."""
    case_for(by, ref, Level.CONTRIBUTE, lock=True)
    exhibit = exhibit_for(by, ref, number, Level.CONTRIBUTE)
    restrict(by, exhibit, Basis.MARKED, why)
    return exhibit


@transaction.atomic
def describe_restricted(*, by: Member, ref: str, number: int, details: dict[str, str]) -> Exhibit:
    """Complete what a restricted exhibit is called and how it was acquired: a lead does, and it stays under seal."""
    case_for(by, ref, Level.LEAD, lock=True)
    exhibit = exhibit_for(by, ref, number, Level.LEAD)
    restriction = exhibit.restrictions.filter(lifted_at__isnull=True).first()
    if restriction is None:
        raise NotRestricted
    old = restriction.details()
    new = old | {name: details[name] for name in WITHHELD if name in details and name != "file_name"}
    changed = sorted(name for name in new if new[name] != old[name])
    if changed:
        restriction.seal(new)
        restriction.save(update_fields=["sealed_details"])
        note(by, exhibit, CustodyKind.DESCRIBED, facts={"changed": changed})
    return exhibit


@transaction.atomic
def ask_opening(
    *, by: Member, ref: str, number: int, purpose: Purpose, why: str, minutes: int, session: str
) -> RestrictedOpening:
    """Ask to open a restricted exhibit for one purpose and so many minutes (a day at most), in this session only.

    Who may allow it is told. Asking again puts the new question in place of one that waits.
    """
    case_for(by, ref, Level.CONTRIBUTE, lock=True)
    exhibit = exhibit_for(by, ref, number, Level.CONTRIBUTE)
    if not exhibit.restricted_at:
        raise NotRestricted
    if not why.strip():
        raise NothingWritten
    others = deciders_of(exhibit.case, without=by)
    if not others:
        raise NoSecondPerson
    exhibit.openings.waiting().filter(asked_by=by).update(ended_at=timezone.now(), ended_by=by)
    opening = RestrictedOpening(
        exhibit=exhibit,
        purpose=purpose,
        minutes=max(1, min(minutes, MOST_MINUTES)),
        session=mark_of(session),
        asked_by=by,
    )
    opening.seal_why(why.strip()[:300])
    opening.save()
    facts = {"opening": opening.pk, "purpose": str(purpose), "minutes": opening.minutes}
    record(by=by, verb="restricted.asked", subject=exhibit.subject, facts=facts)
    notify(by=by, members=others, kind=NoticeKind.OPENING_WAITS, subject=exhibit.subject)
    return opening


@transaction.atomic
def decide_opening(*, by: Member, opening_id: int, allowed: bool) -> RestrictedOpening:
    """Allow an opening that somebody else asked for, or not: who leads the case or answers for it. It runs from now.

    An allowed lifting is carried out at once. PermissionDenied for one's own; DecidedAlready when it is over.
    """
    opening = opening_to_decide(by, opening_id)
    if not opening.is_waiting:
        raise DecidedAlready
    now, exhibit = timezone.now(), opening.exhibit
    opening.decided_at, opening.decided_by, opening.allowed = now, by, allowed
    opening.ends_at = now + timedelta(minutes=opening.minutes) if allowed else None
    opening.save(update_fields=["decided_at", "decided_by", "allowed", "ends_at"])
    facts = {"opening": opening.pk, "purpose": opening.purpose, "asked_by": opening.asked_by.journal_name}
    if not allowed:
        record(by=by, verb="restricted.refused", subject=exhibit.subject, facts=facts)
    elif opening.purpose == Purpose.LIFT:
        _lift(by, opening, facts)
    else:
        note(by, exhibit, CustodyKind.OPENED, facts=facts | {"until": opening.ends_at.isoformat()})
    notify(by=by, members=[opening.asked_by], kind=NoticeKind.OPENING_DECIDED, subject=exhibit.subject)
    return opening


def _lift(by: Member, opening: RestrictedOpening, facts: dict[str, object]) -> None:
    if not opening.exhibit.restricted_at:
        raise NotRestricted
    unrestrict(by, opening.exhibit, facts)
    opening.exhibit.openings.running().update(ended_at=timezone.now(), ended_by=by)


@transaction.atomic
def end_opening(*, by: Member, opening_id: int) -> RestrictedOpening:
    """End an opening before its time, or take back a question: the asker, or who may decide. Twice is no harm."""
    opening = opening_to_end(by, opening_id)
    if opening.is_running or opening.is_waiting:
        opening.ended_at, opening.ended_by = timezone.now(), by
        opening.save(update_fields=["ended_at", "ended_by"])
        record(by=by, verb="restricted.ended", subject=opening.exhibit.subject, facts={"opening": opening.pk})
    return opening


def open_to_view(*, by: Member, ref: str, number: int, session: str) -> tuple[RestrictedOpening, Unsealed]:
    """Open the original to look at it, under a running opening for that; each look is journalled. IsRestricted else."""
    exhibit, original = open_original(by=by, ref=ref, number=number, purpose=Purpose.VIEW, session=session)
    opening = running_opening(by, exhibit, Purpose.VIEW, session)
    if opening is None:  # it ended between the two
        original.close()
        raise IsRestricted
    facts = {"opening": opening.pk}
    with transaction.atomic():
        record(by=by, verb="restricted.viewed", subject=exhibit.subject, facts=facts, reading=True)
    return opening, original
