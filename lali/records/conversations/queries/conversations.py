"""Conversations as a whole: lists, one with what can be chosen in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.models import Case
from lali.records.conversations.access import conversation_for
from lali.records.conversations.models import (
    Conversation,
    Day,
    FoundIdentifier,
    Participant,
    SignIn,
    Thread,
)
from lali.records.conversations.vocabulary import ReadingState

NO_CHATS = re.compile(  # files that hold no conversation in a format that is read here
    r"\.(?:mp3|m4a|aac|ogg|opus|wav|flac|amr|mp4|mov|avi|mkv|webm|3gp|jpe?g|png|gif|bmp|tiff?|webp|heic|heif|svg|pdf|"
    r"docx?|pptx?|xlsx?|ods|odt|odp|eml|msg|mbox|vcf|ics|exe|apk|dll|e01|dd|img|iso|warc|wacz|7z|rar)$",
    re.IGNORECASE,
)
MOST_OFFERED = 200  # persons, threads and identifiers among which a filter lets choose


@dataclass(frozen=True, slots=True)
class Overview:
    """What a conversation holds, to choose from: those that occur most, first."""

    participants: tuple[Participant, ...]
    more_participants: int
    threads: tuple[Thread, ...]
    identifiers: tuple[FoundIdentifier, ...]
    more_identifiers: int
    signs: tuple[tuple[str, int], ...]
    in_pieces: int  # signs that show only in several messages together
    first_day: date | None
    last_day: date | None


def conversations_of(case: Case) -> QuerySet[Conversation]:
    """Conversations of a case that was opened through its door, in order of number."""
    return (
        case.conversations.filter(exhibit__restricted_at__isnull=True)
        .select_related("exhibit", "begun_by")
        .order_by("number")
    )


def may_be_chat(file_name: str) -> bool:
    """Whether a file of this name may be the export of a conversation, so that reading it is offered."""
    return not NO_CHATS.search(file_name.strip())


def readings_of(case: Case, exhibit: int) -> QuerySet[Conversation]:
    """How often, and with which choices, one exhibit of an opened case was read."""
    return conversations_of(case).filter(exhibit__number=exhibit)


def read_conversation(member: Member, ref: str, number: int, *, filters: Iterable[str] = ()) -> Conversation:
    """One conversation, journalled with the kinds of filter that were used, never with what they say."""
    conversation = conversation_for(member, ref, number)
    facts = {"filters": sorted(filters)} if filters else None
    record(by=member, verb="conversation.read", subject=conversation.subject, facts=facts, reading=True)
    return conversation


def overview_of(conversation: Conversation) -> Overview:
    """What an opened conversation holds, to choose from."""
    people, found = conversation.participants, conversation.foundidentifiers
    signs = SignIn.objects.filter(conversation=conversation).order_by().values_list("sign").annotate(n=Count("n"))
    days = Day.objects.filter(conversation=conversation).aggregate(first=Min("day"), last=Max("day"))
    return Overview(
        participants=tuple(people.order_by("-messages", "pk")[:MOST_OFFERED]),
        more_participants=max(0, people.count() - MOST_OFFERED),
        threads=tuple(conversation.threads.order_by("-messages", "pk")[:MOST_OFFERED]),
        identifiers=tuple(found.order_by("-messages", "pk")[:MOST_OFFERED]),
        more_identifiers=max(0, found.count() - MOST_OFFERED),
        in_pieces=conversation.pieceofsigns.order_by().values("sign", "first").distinct().count(),
        signs=tuple(sorted(signs, key=lambda one: (-one[1], one[0]))),
        first_day=days["first"],
        last_day=days["last"],
    )


def stopped_readings() -> QuerySet[Conversation]:
    """Readings of the node that were begun and that nobody is at: for `lali doctor`."""
    waiting = Conversation.objects.filter(state=ReadingState.READING).exclude(held_until__gt=timezone.now())
    waiting = waiting.filter(exhibit__restricted_at__isnull=True)
    return waiting.select_related("case").order_by("pk")
