"""What screens ask about retention."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.models import Case
from lali.records.retention.access import closed_cases_for, closed_tips_for, disposal_for
from lali.records.retention.models import Disposal, LegalHold, RetentionRule
from lali.records.retention.vocabulary import DisposalState, RecordClass

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Due:
    """A closed record whose time is over: reference, what it is, since when, by which rule; or a hold on it."""

    subject: str
    ref: str
    kind: str
    closed_at: datetime
    rule: RetentionRule
    on_hold: bool


def rules_of(member: Member) -> QuerySet[RetentionRule]:
    """Rules of the member's agency that hold now."""
    return RetentionRule.objects.standing().filter(agency_id=member.agency_id).select_related("set_by")


def due_for_disposal(member: Member) -> list[Due]:
    """Closed records the member answers for whose time is over, the oldest first; MOST_SHOWN of each class."""
    require(member, Permission.PROPOSE_DISPOSAL)
    rules = list(rules_of(member))
    waiting = Disposal.objects.filter(state=DisposalState.WAITING).values("subject")
    due = [*_due_cases(member, rules), *_due_tips(member, rules)]
    proposed = set(waiting.filter(subject__in=[one.subject for one in due]).values_list("subject", flat=True))
    return [one for one in due if one.subject not in proposed]


def _due_cases(member: Member, rules: list[RetentionRule]) -> list[Due]:
    by_kind = {rule.case_kind: rule for rule in rules if rule.record_class == RecordClass.CASE}
    if not by_kind:
        return []
    least = min(rule.keep_days for rule in by_kind.values())
    held = LegalHold.objects.standing().filter(case=OuterRef("pk"))
    over = closed_cases_for(member).filter(closed_at__lt=timezone.now() - timedelta(days=least))
    found = over.annotate(on_hold=Exists(held)).order_by("closed_at")[: MOST_SHOWN * 4]
    ruled = [(case, by_kind.get(case.kind) or by_kind.get("")) for case in found]
    return [
        Due(case.subject, case.ref, str(case.get_kind_display()), case.closed_at, rule, case.on_hold)
        for case, rule in ruled
        if rule and case.closed_at < timezone.now() - timedelta(days=rule.keep_days)
    ][:MOST_SHOWN]


def _due_tips(member: Member, rules: list[RetentionRule]) -> list[Due]:
    rule = next((rule for rule in rules if rule.record_class == RecordClass.TIP), None)
    if rule is None:
        return []
    before = timezone.now() - timedelta(days=rule.keep_days)
    subject = Concat(Value("tip:"), Cast(OuterRef("pk"), CharField()))
    done = Disposal.objects.filter(state=DisposalState.DONE, subject=subject)
    over = closed_tips_for(member).filter(~Exists(done), decided_at__lt=before).order_by("decided_at")
    return [
        Due(tip.subject, tip.ref, str(tip.get_state_display()), tip.decided_at, rule, on_hold=False)
        for tip in over[:MOST_SHOWN]
    ]


def disposals_of(member: Member) -> QuerySet[Disposal]:
    """Disposals of the member's agency, those that wait first; those of cases behind a wall are left out."""
    if not (member.may(Permission.PROPOSE_DISPOSAL) or member.may(Permission.CARRY_OUT_DISPOSAL)):
        require(member, Permission.CARRY_OUT_DISPOSAL)
    walled = Case.objects.filter(walls__member=member, walls__lifted_at__isnull=True).values_list("ref", flat=True)
    own = Disposal.objects.filter(agency_id=member.agency_id).select_related("proposed_by", "decided_by")
    return own.exclude(subject__in=[f"case:{ref}" for ref in walled]).order_by("-state", "-proposed_at")


def disposal_of(member: Member, number: int) -> Disposal:
    """One disposal with its certificate, journalled; Http404 for any other."""
    if not (member.may(Permission.PROPOSE_DISPOSAL) or member.may(Permission.CARRY_OUT_DISPOSAL)):
        require(member, Permission.CARRY_OUT_DISPOSAL)
    disposal = disposal_for(member, number)
    record(by=member, verb="disposal.read", subject=disposal.subject, facts={"disposal": disposal.pk}, reading=True)
    return disposal


def hold_on(case: Case) -> LegalHold | None:
    """The hold that stands on a case that was opened through the door, if any."""
    return case.holds.filter(lifted_at__isnull=True).select_related("set_by").first()
