"""What other records ask of conversations: which messages a passage is, and where an identifier stands in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lali.records.agencies.models import Member
from lali.records.cases.access import cases_for
from lali.records.cases.models import Case
from lali.records.conversations.models import CitedMessages, FoundIdentifier
from lali.records.conversations.vocabulary import ReadingState
from lali.records.entities.models import Identifier
from lali.records.evidence.models import Exhibit

MOST_MENTIONS = 30


@dataclass(frozen=True, slots=True)
class CitedShown:
    """The messages of a passage: number, who, time as written and UTC of each; how dates and zone were decided.

    `member` is the file inside the archive to which bytes count, with its own digest; `why` what a person said who
    stated `date_order` or `zone`. `former` are readings that it was carried from.
    """

    number: int
    first: int
    last: int
    messages: tuple[tuple[int, str, str, str], ...]
    member: str
    member_sha256: str
    date_order: str
    reason: str
    zone: str
    why: str
    stated_by: str = ""
    former: tuple[int, ...] = ()


def citations_by_passage(case: Case, passages: Iterable[int] | None = None) -> Mapping[int, CitedShown]:
    """The messages of passages of an opened case, by the passage's key; all, or of these. One query."""
    cited = CitedMessages.objects.filter(conversation__case=case, conversation__exhibit__restricted_at=None)
    cited = cited.select_related("conversation__stated_by")
    if passages is not None:
        cited = cited.filter(passage__in=passages)
    return {one.passage_id: _shown(one) for one in cited}


def _shown(one: CitedMessages) -> CitedShown:
    conversation = one.conversation
    member = conversation.member_of(one.file)
    return CitedShown(
        number=conversation.number,
        first=one.first,
        last=one.last,
        messages=tuple(tuple(told) for told in one.messages),
        member=member,
        member_sha256=conversation.digest_of(one.file) if member else "",
        date_order=conversation.date_order or conversation.told.get("date_order") or "",
        reason="stated" if conversation.date_order else str(conversation.told.get("reason") or ""),
        zone=conversation.zone,
        why=conversation.why,
        stated_by=conversation.stated_by.name if conversation.stated_by and conversation.why else "",
        former=tuple(number for number, *_messages in one.former),
    )


def told_to_court(exhibit: Exhibit) -> list[dict[str, object]]:
    """Every reading of an exhibit as its court bundle tells it: by which reader, how dates were decided and by whom.

    Times of messages rest on these decisions; a reading that was taken back is told too, with that it was.
    """
    if exhibit.restricted_at:
        return []
    readings = exhibit.conversations.filter(read_at__isnull=False).select_related("stated_by", "begun_by")
    return [
        {
            "reading": one.ref,
            "format": one.format,
            "reader_version": one.reader_version,
            "read_at": one.read_at.isoformat(),
            "begun_by": one.begun_by.name,
            "messages": one.total,
            "unread_bytes": one.unread_bytes,
            "every_byte_accounted_for": one.accounted,
            "date_order": one.date_order or one.told.get("date_order") or "",
            "date_order_decided_by": "stated" if one.date_order else str(one.told.get("reason") or ""),
            "time_zone": one.zone,
            "stated_by": one.stated_by.name if one.stated_by else "",
            "why": one.why,
            "taken_back": one.taken_back_at.isoformat() if one.taken_back_at else "",
        }
        for one in readings
    ]


def mentions_of(member: Member, identifier: Identifier) -> list[FoundIdentifier]:
    """Where an identifier stands in conversations of cases that the member may open: first, last, how often."""
    found = FoundIdentifier.objects.filter(noted=identifier, conversation__case__in=cases_for(member))
    found = found.filter(conversation__exhibit__restricted_at__isnull=True)
    found = found.exclude(conversation__state=ReadingState.BACK)
    return list(found.select_related("conversation__case", "conversation__exhibit").order_by("-pk")[:MOST_MENTIONS])
