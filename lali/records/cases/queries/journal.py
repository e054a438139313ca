"""The journal of one case."""

from django.db.models import QuerySet

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.audit.models import Entry
from lali.records.audit.queries import entries_about
from lali.records.cases.access import case_for


def journal_of(member: Member, ref: str) -> QuerySet[Entry]:
    """The journal of one case, for its team; reading it is journalled as well."""
    case = case_for(member, ref)
    record(by=member, verb="case.read", subject=case.subject, facts={"part": "journal"}, reading=True)
    return entries_about(case.subject)
