"""Who hears that a brief waits for a second person, was fixed or was sent back: a kind and a reference, no more."""

from lali.records.agencies.models import Member
from lali.records.briefs.models import Brief
from lali.records.cases.vocabulary import Level
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind


def tell_leads(by: Member, brief: Brief) -> None:
    """Part of an action: every other lead of the case could fix what was handed on. Nobody behind a wall hears."""
    leads = brief.case.team.leads().exclude(member=by).select_related("member")
    members = [place.member for place in leads]
    notify(by=by, members=members, kind=NoticeKind.BRIEF_WAITS, subject=brief.subject)


def tell_who_handed_on(by: Member, brief: Brief, handed_on: Member, kind: NoticeKind) -> None:
    """Part of an action: what became of it, if whoever handed it on may still see drafts of the case."""
    places = brief.case.team.present().before_no_wall().filter(member=handed_on)
    if places.exclude(level=Level.READ).exists():
        notify(by=by, members=[handed_on], kind=kind, subject=brief.subject)
