"""Everything that changes rules, holds and disposals; and disposing itself."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.briefs.actions import destroy_brief_files
from lali.records.cases.access import case_for, cases_kept_by
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.evidence.actions import destroy_exhibits
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused
from lali.records.retention.access import disposal_for, record_to_dispose_of
from lali.records.retention.erasing import erase_case, erase_tip
from lali.records.retention.models import Disposal, LegalHold, RetentionRule
from lali.records.retention.vocabulary import DisposalState, RecordClass
from lali.records.tips.models import Tip


class ReasonNeeded(Refused):
    """Why is part of the record."""

    sentence = _("Please say in a few words why.")


class OnHold(Refused):
    """A hold stands."""

    sentence = _("A legal hold stands on this case. It cannot be disposed of until the hold is lifted.")


class DisposalIsOver(Refused):
    """It was carried out or withdrawn."""

    sentence = _("This disposal was carried out or withdrawn already.")


class NotClosedAnyMore(Refused):
    """What was proposed no longer holds."""

    sentence = _("This record is not closed any more, or whoever proposed this may no longer. Withdraw it.")


class SecondPersonNeeded(Refused):
    """Nobody disposes alone."""

    sentence = _("You proposed this disposal. A second person must carry it out.")


# -- rules -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_rule(*, by: Member, record_class: RecordClass, case_kind: str, keep_days: int, basis: str) -> RetentionRule:
    """Say how long a class of record is kept, for one kind of case or (empty) for all; the rule before it ends."""
    require(by, Permission.SET_RETENTION)
    if not basis.strip():
        raise ReasonNeeded
    kind = case_kind if record_class == RecordClass.CASE else ""
    standing = RetentionRule.objects.standing().filter(agency=by.agency, record_class=record_class, case_kind=kind)
    before = standing.first()
    standing.update(ended_at=timezone.now())
    rule = RetentionRule.objects.create(
        agency=by.agency, record_class=record_class, case_kind=kind, keep_days=keep_days, basis=basis.strip(), set_by=by
    )
    changed = {"keep_days": [str(before.keep_days if before else ""), str(keep_days)]}
    facts = {"class": str(record_class), "kind": kind, "changed": changed}
    record(by=by, verb="retention.rule_set", subject=f"retention-rule:{rule.pk}", facts=facts)
    return rule


# -- holds -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_hold(*, by: Member, ref: str, reason: str) -> LegalHold:
    """Forbid that a case be disposed of: a lead of it, or whoever answers for it and decides access."""
    case = _case_to_hold(by, ref)
    if not reason.strip():
        raise ReasonNeeded
    hold = LegalHold.objects.standing().filter(case=case).first()
    if hold is None:
        hold = LegalHold.objects.create(case=case, reason=reason.strip()[:400], set_by=by)
        record(by=by, verb="retention.hold_set", subject=case.subject)
    return hold


@transaction.atomic
def lift_hold(*, by: Member, ref: str, reason: str) -> None:
    """Lift the hold on a case, with a reason."""
    case = _case_to_hold(by, ref)
    if not reason.strip():
        raise ReasonNeeded
    lifted = {"lifted_at": timezone.now(), "lifted_by": by, "lifted_reason": reason.strip()[:400]}
    if LegalHold.objects.standing().filter(case=case).update(**lifted):
        record(by=by, verb="retention.hold_lifted", subject=case.subject)


def _case_to_hold(by: Member, ref: str) -> Case:
    if by.may(Permission.DECIDE_ACCESS):
        kept = cases_kept_by(by).select_for_update(of=("self",)).filter(ref=ref).first()
        if kept:
            return kept
    return case_for(by, ref, Level.LEAD, lock=True)


# -- disposals -------------------------------------------------------------------------------------------------------


@transaction.atomic
def propose_disposal(*, by: Member, subject: str, basis: str) -> Disposal:
    """Propose that a closed record be disposed of. Nothing is, until a second person carries it out."""
    require(by, Permission.PROPOSE_DISPOSAL)
    record_class, _found = _free_of_holds(by, subject)
    if not basis.strip():
        raise ReasonNeeded
    disposal, made = Disposal.objects.get_or_create(
        subject=subject,
        state=DisposalState.WAITING,
        defaults={
            "agency": by.agency,
            "record_class": record_class,
            "basis": basis.strip()[:300],
            "proposed_by": by,
        },
    )
    if made:
        record(by=by, verb="disposal.proposed", subject=subject, facts={"disposal": disposal.pk})
        others = Member.objects.filter(agency=by.agency, is_active=True).exclude(pk=by.pk)
        second = [member for member in others if member.may(Permission.CARRY_OUT_DISPOSAL)]
        notify(by=by, members=second, kind=NoticeKind.DISPOSAL_WAITS, subject=f"disposal:{disposal.pk}")
    return disposal


def _free_of_holds(by: Member, subject: str) -> tuple[RecordClass, Case | Tip]:
    record_class, found = record_to_dispose_of(by, subject)
    if record_class == RecordClass.CASE and LegalHold.objects.standing().filter(case=found).exists():
        raise OnHold
    return record_class, found


@transaction.atomic
def withdraw_disposal(*, by: Member, number: int) -> Disposal:
    """Withdraw a disposal that waits: whoever could propose or carry it out."""
    if not (by.may(Permission.PROPOSE_DISPOSAL) or by.may(Permission.CARRY_OUT_DISPOSAL)):
        raise PermissionDenied(Permission.CARRY_OUT_DISPOSAL.label)
    disposal = _waiting(by, number)
    disposal.state, disposal.decided_at, disposal.decided_by = DisposalState.WITHDRAWN, timezone.now(), by
    disposal.save(update_fields=["state", "decided_at", "decided_by"])
    record(by=by, verb="disposal.withdrawn", subject=disposal.subject, facts={"disposal": disposal.pk})
    return disposal


def _waiting(by: Member, number: int) -> Disposal:
    disposal = disposal_for(by, number)
    if disposal.state != DisposalState.WAITING:
        raise DisposalIsOver
    return disposal


@transaction.atomic
def carry_out_disposal(*, by: Member, number: int) -> Disposal:
    """Dispose of a record that somebody else proposed, and make the certificate.

    Everything personal of it is erased in one transaction; sealed files go when that is on the disk. The journal
    keeps its entries; what they say under erased keys can no longer be opened.
    """
    require(by, Permission.CARRY_OUT_DISPOSAL)
    disposal = _waiting(by, number)
    if disposal.proposed_by_id == by.pk:
        raise SecondPersonNeeded
    record_class, found = _still_there(disposal)
    files: list[dict[str, object]] = []
    if record_class == RecordClass.CASE:
        files = destroy_exhibits(by=by, case=found, reason=disposal.ref)
        files += destroy_brief_files(by=by, case=found, reason=disposal.ref)
        rows = erase_case(found)
        Case.objects.filter(pk=found.pk).update(state=CaseState.DISPOSED, version=found.version + 1)
    else:
        rows = erase_tip(found)
    disposal.state, disposal.decided_at, disposal.decided_by = DisposalState.DONE, timezone.now(), by
    facts = {"disposal": disposal.pk, "rows": sum(rows.values()), "files": len(files)}
    entry = record(by=by, verb="disposal.carried_out", subject=disposal.subject, facts=facts, keep_head=True)
    disposal.certificate = {"rows": rows, "files": files, "journal_entry": entry.index}
    disposal.save(update_fields=["state", "decided_at", "decided_by", "certificate"])
    return disposal


def _still_there(disposal: Disposal) -> tuple[RecordClass, Case | Tip]:
    """The record as whoever proposed may dispose of it: the second person (an auditor, say) need not see it."""
    try:
        return _free_of_holds(disposal.proposed_by, disposal.subject)
    except Http404:  # opened again meanwhile, or the proposer left
        raise NotClosedAnyMore from None
