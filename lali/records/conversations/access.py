"""The door to conversations is the case's."""

from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import Level
from lali.records.conversations.models import Conversation


def conversation_for(member: Member, ref: str, number: int, level: Level = Level.READ) -> Conversation:
    """One conversation of a case the member may open; Http404 otherwise."""
    return conversation_in(case_for(member, ref, level), number)


def conversation_in(case: Case, number: int) -> Conversation:
    """One conversation of a case that was opened through its door; Http404 otherwise, and while it is restricted."""
    readable = case.conversations.filter(exhibit__restricted_at__isnull=True)
    found = readable.select_related("exhibit", "begun_by", "stated_by")
    conversation = get_object_or_404(found, number=number)
    conversation.case = conversation.exhibit.case = case  # it knows the member's level
    return conversation
