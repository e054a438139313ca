"""Saying of two proposed records whether they belong together, and taking that back."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.vocabulary import Level
from lali.records.links.access import proposal_for
from lali.records.links.actions.case_links import ReasonNeeded, link_cases, unlink_cases
from lali.records.links.actions.holding import hold_together
from lali.records.links.models import CaseLink, LinkJudgement, Proposal
from lali.records.links.vocabulary import Verdict
from lali.records.refusals import Refused
from lali.records.tips.access import tip_for


class AlreadyTakenBack(Refused):
    """The judgement does not stand any more."""

    sentence = _("This was taken back already.")


class JudgedBefore(Refused):
    """Somebody was quicker, and nothing new speaks for the pair since."""

    sentence = _("This pair was judged before you. Look at what was said of it; it can be taken back.")


@transaction.atomic
def judge_proposal(*, by: Member, number: int, verdict: Verdict, reason: str) -> LinkJudgement:
    """Say what a member who contributes to both records thinks of them. Two cases that belong together are linked.

    The pair is proposed again only when something new speaks for it. JudgedBefore while a judgement stands and nothing
    new came; Http404 unless the member may open both.
    """
    proposal = _writable(by, number)
    if proposal.judged_at and proposal.judged_at >= proposal.renewed_at:
        raise JudgedBefore
    if not reason.strip():
        raise ReasonNeeded
    link = _linked(by, proposal, reason) if verdict == Verdict.TOGETHER else None
    made = proposal.judgements.create(verdict=verdict, reason=reason.strip()[:400], by=by, link=link)
    _settle(proposal)
    _note(by, proposal, "judged", str(verdict))
    return made


@transaction.atomic
def take_judgement_back(*, by: Member, number: int, judgement: int, reason: str) -> Proposal:
    """Take a judgement back, with a reason; the pair is proposed again. A link that it made is undone with it."""
    proposal = _writable(by, number)
    made = proposal.judgements.filter(pk=judgement).first()
    if made is None:
        raise Http404
    if made.undone_at:
        raise AlreadyTakenBack
    if not reason.strip():
        raise ReasonNeeded
    made.undone_at, made.undone_by, made.undone_reason = timezone.now(), by, reason.strip()[:400]
    made.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    if made.link and made.link.undone_at is None:
        unlink_cases(by=by, ref=proposal.one_case.ref, other_ref=proposal.other_case.ref, reason=reason)
    _settle(proposal)
    _note(by, proposal, "judgement_taken_back", str(made.verdict))
    if made.said_at_once:
        hold_together(by=by, said=made.said_at_once, reason=made.reason)
    return proposal


def _linked(by: Member, proposal: Proposal, reason: str) -> CaseLink | None:
    """The link between two cases; None where there are no two, or one stood already that is none of this judgement."""
    one, other = proposal.one_case, proposal.other_case
    if not one or not other or CaseLink.objects.standing().between(one, other).exists():
        return None
    return link_cases(by=by, ref=one.ref, other_ref=other.ref, reason=reason)


def _writable(by: Member, number: int) -> Proposal:
    """The proposal, its cases and tips held in one order: whoever judges contributes to both."""
    proposal = proposal_for(by, number)
    for case in sorted(filter(None, (proposal.one_case, proposal.other_case)), key=lambda one: one.ref):
        case_for(by, case.ref, Level.CONTRIBUTE, lock=True)
    for tip in filter(None, (proposal.one_tip, proposal.other_tip)):
        tip_for(by, tip.number)
    held = get_object_or_404(Proposal.objects.select_for_update(), pk=proposal.pk)  # of two who judge at once, one
    proposal.judged_at, proposal.renewed_at = held.judged_at, held.renewed_at
    return proposal


def _settle(proposal: Proposal) -> None:
    standing = proposal.judgements.filter(undone_at__isnull=True).first()
    proposal.judged_at = standing.at if standing else None
    proposal.save(update_fields=["judged_at"])


def _note(by: Member, proposal: Proposal, what: str, verdict: str) -> None:
    ends = ((proposal.one, proposal.other), (proposal.other, proposal.one))
    for one, other in ends:
        kind = one.partition(":")[0]
        record(by=by, verb=f"{kind}.link_{what}", subject=one, facts={"with": other, "verdict": verdict})
