"""Saying the same of several records that share one thing, in one go, and taking that back in one go."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, places_of
from lali.records.cases.vocabulary import LEVEL_ORDER, Level
from lali.records.links.access import proposals_answered, proposals_seen
from lali.records.links.actions.case_links import ReasonNeeded, unlink_cases
from lali.records.links.actions.holding import hold_together
from lali.records.links.actions.judging import AlreadyTakenBack, JudgedBefore
from lali.records.links.actions.pairs import Key
from lali.records.links.models import Basis, LinkJudgement, Proposal
from lali.records.links.vocabulary import BasisKind, Verdict
from lali.records.refusals import Refused
from lali.records.tips.access import tip_for

_ENDS = ("one_case", "one_tip", "other_case", "other_tip")


class TooFewRecords(Refused):
    """Nothing to hold together."""

    sentence = _("Tick two records or more: what you say holds for each two of them.")
    field = "records"


@transaction.atomic
def judge_group(
    *, by: Member, kind: BasisKind, key: Key, records: Collection[str], verdict: Verdict, reason: str
) -> list[LinkJudgement]:
    """Say the same of each two of these records that share one thing and wait; what was judged before stays as it was.

    `records` as the journal writes them; the member contributes to each. Of cases that belong together the oldest is
    linked with each other one. JudgedBefore when none of these pairs waits; Http404 unless the member may open both
    ends of one of them.
    """
    if len(set(records)) < 2:  # noqa: PLR2004 - a pair at least
        raise TooFewRecords
    thing = {"kind": kind, ("identifier" if kind == BasisKind.IDENTIFIER else "key"): key}
    rest_on = Basis.objects.filter(**thing).values("proposal")
    seen = proposals_seen(by).filter(pk__in=rest_on, one__in=records, other__in=records)
    pairs = _held(by, seen)
    answered = set(seen.filter(proposals_answered(by)).order_by().values_list("pk", flat=True))
    waiting = [one for one in pairs if one.pk not in answered and _waits(one)]
    if not waiting:
        raise JudgedBefore
    if not reason.strip():
        raise ReasonNeeded
    now, said = timezone.now(), uuid4()
    told = {"verdict": verdict, "reason": reason.strip()[:400], "by": by, "at": now, "said_at_once": said}
    made = LinkJudgement.objects.bulk_create(LinkJudgement(proposal=one, **told) for one in waiting)
    Proposal.objects.filter(pk__in=[one.pk for one in waiting]).update(judged_at=now)
    if verdict == Verdict.TOGETHER:
        hold_together(by=by, said=said, reason=reason)
    _note(by, waiting, "judged", str(verdict))
    return made


@transaction.atomic
def take_group_judgement_back(*, by: Member, said: UUID, reason: str) -> list[Proposal]:
    """Take back what was said in one go, with a reason, as far as the member contributes to both records of a pair.

    These pairs are proposed again, and links that it made between their cases are undone. Http404 unless the member
    may open both records of one.
    """
    seen = proposals_seen(by).filter(judgements__said_at_once=said)
    mine = _contributing(by, seen)
    pairs = _held(by, seen.filter(pk__in=mine), none=PermissionDenied if seen.exists() else Http404)
    made = LinkJudgement.objects.filter(said_at_once=said, proposal__in=[one.pk for one in pairs])
    standing = list(made.filter(undone_at__isnull=True).select_related("link"))
    if not standing:
        raise AlreadyTakenBack
    if not reason.strip():
        raise ReasonNeeded
    undone = {"undone_at": timezone.now(), "undone_by": by, "undone_reason": reason.strip()[:400]}
    made.filter(pk__in=[one.pk for one in standing]).update(**undone)
    by_number = {one.pk: one for one in pairs}
    for one in standing:
        if one.link and one.link.undone_at is None:
            ends = by_number[one.proposal_id]
            unlink_cases(by=by, ref=ends.one_case.ref, other_ref=ends.other_case.ref, reason=reason)
    back = [by_number[one.proposal_id] for one in standing]
    _settle(back)
    hold_together(by=by, said=said, reason=standing[0].reason)
    _note(by, back, "judgement_taken_back", str(standing[0].verdict))
    return back


def _waits(one: Proposal) -> bool:
    return one.judged_at is None or one.judged_at < one.renewed_at


def _held(by: Member, seen: QuerySet[Proposal], *, none: type[Exception] = Http404) -> list[Proposal]:
    """These pairs, their cases and tips held in one order: whoever judges contributes to each."""
    found = list(seen.select_related(*_ENDS).order_by("pk"))
    if not found:
        raise none
    for ref in sorted({case.ref for one in found for case in (one.one_case, one.other_case) if case}):
        case_for(by, ref, Level.CONTRIBUTE, lock=True)
    for number in sorted({tip.number for one in found for tip in (one.one_tip, one.other_tip) if tip}):
        tip_for(by, number)
    held = Proposal.objects.select_for_update().order_by("pk").in_bulk([one.pk for one in found])
    for one in found:  # of those who judge at once, one is heard
        one.judged_at, one.renewed_at = held[one.pk].judged_at, held[one.pk].renewed_at
    return found


def _settle(pairs: Iterable[Proposal]) -> None:
    standing = LinkJudgement.objects.filter(proposal=OuterRef("pk"), undone_at__isnull=True).order_by("-at", "-pk")
    Proposal.objects.filter(pk__in=[one.pk for one in pairs]).update(judged_at=Subquery(standing.values("at")[:1]))


def _note(by: Member, pairs: Iterable[Proposal], what: str, verdict: str) -> None:
    """A line for each record, not for each pair."""
    beside: dict[str, set[str]] = {}
    for one in pairs:
        beside.setdefault(one.one, set()).add(one.other)
        beside.setdefault(one.other, set()).add(one.one)
    for subject, others in sorted(beside.items()):
        kind = subject.partition(":")[0]
        record(by=by, verb=f"{kind}.link_{what}", subject=subject, facts={"with": sorted(others), "verdict": verdict})


def _contributing(by: Member, seen: QuerySet[Proposal]) -> list[int]:
    rows = list(seen.order_by().values_list("pk", "one_case", "other_case"))
    cases = {case for row in rows for case in row[1:] if case}
    places = places_of(by).filter(case__in=cases).values_list("case", "level")
    mine = {case for case, level in places if LEVEL_ORDER[level] >= LEVEL_ORDER[Level.CONTRIBUTE]}
    return [pk for pk, *ends in rows if set(filter(None, ends)) <= mine]
