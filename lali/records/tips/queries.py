"""What triage asks."""

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.letterbox.actions import show_state
from lali.records.letterbox.vocabulary import ReportState
from lali.records.tips.access import tip_for, tips_for
from lali.records.tips.models import Tip, TipQuerySet
from lali.records.tips.vocabulary import TipState


def queue_of(member: Member, state: str = TipState.NEW) -> TipQuerySet:
    """Tips of the member's agency in one state, most urgent first, then newest."""
    return tips_for(member).filter(state=state).select_related("decided_by").most_urgent_first()


def new_tips(member: Member) -> int:
    """How many tips wait to be read; 0 for whoever does not triage."""
    return tips_for(member).filter(state=TipState.NEW).count() if member.may(Permission.TRIAGE) else 0


def counts_by_state(member: Member) -> dict[str, int]:
    """How many tips stand in each state."""
    tips = tips_for(member)
    return {state: tips.filter(state=state).count() for state in TipState.values}


def read_tip(member: Member, number: int) -> Tip:
    """One tip, read by a member: journalled, and the reporter sees that it was read."""
    tip = tip_for(member, number)
    record(by=member, verb="tip.read", subject=tip.subject, reading=True)
    if tip.state == TipState.NEW and tip.report_number:
        show_state(by=member, report_number=tip.report_number, state=ReportState.READ)
    return tip
