"""Behind which doors a member may look."""

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import cases_for
from lali.records.cases.vocabulary import Level
from lali.records.search.vocabulary import APART
from lali.records.tips.findable import triage_door


def doors_of(member: Member) -> list[str]:
    """The doors that stand open to a member now: their cases, what they lead, the tips they triage."""
    if not member.is_active:
        return []
    doors = [triage_door(member.agency.slug)] if member.may(Permission.TRIAGE) else []
    for ref, level in cases_for(member).annotate_level(member.pk).order_by().values_list("ref", "my_level"):
        doors.append(f"case:{ref}")
        if level == Level.LEAD:
            doors.append(f"{APART}{ref}")
    return doors
