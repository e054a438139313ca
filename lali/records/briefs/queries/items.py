"""One item of a brief, as it is looked at while it is covered."""

from dataclasses import dataclass

from django.http import Http404

from lali.engines.documents import Box, CannotRedact, Kind, Word, numbered_words, page_count, picture_of_page
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.briefs.access import brief_for, item_for
from lali.records.briefs.covered import exhibit_kind, text_of
from lali.records.briefs.models import Brief, Item, Redaction
from lali.records.briefs.restricted import without_restricted
from lali.records.briefs.storage import pieces_of_original
from lali.records.briefs.vocabulary import ItemKind
from lali.records.cases.vocabulary import Level


@dataclass(frozen=True, slots=True)
class WordShown:
    """A word with its number, and whether it is covered."""

    number: int
    text: str
    covered: bool


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item to be covered: its words, or the number of its pages; neither where it cannot be covered in part."""

    brief: Brief
    item: Item
    words: list[WordShown]
    pages: int
    redactions: list[Redaction]
    damaged: bool

    @property
    def can_be_covered(self) -> bool:
        """Whether it can be covered in part."""
        return bool(self.words or self.pages)


def read_item(member: Member, ref: str, number: int, item_id: int) -> ItemShown:
    """One item, opened by who writes on the case: journalled, an original as a reading of the exhibit."""
    brief = brief_for(member, ref, number, Level.CONTRIBUTE)
    [item] = without_restricted(brief.case, [item_for(brief, item_id)])
    _journal(member, brief, item)
    redactions = list(item.redactions.select_related("by"))
    pages, damaged = _pages(item)
    words = _words(numbered_words(text_of(item)), redactions)
    return ItemShown(brief, item, words, pages, redactions, damaged)


def _journal(member: Member, brief: Brief, item: Item) -> None:
    subject = brief.subject
    if item.exhibit:
        item.exhibit.case = brief.case
        subject = item.exhibit.subject
    record(by=member, verb="exhibit.read" if item.exhibit else "brief.read", subject=subject, reading=True)


def _words(words: list[Word], redactions: list[Redaction]) -> list[WordShown]:
    spans = [(one.start, one.end) for one in redactions if not one.page]
    return [
        WordShown(one.number, one.text, any(start < one.end and one.start < end for start, end in spans))
        for one in words
    ]


def _pages(item: Item) -> tuple[int, bool]:
    if item.kind != ItemKind.EXHIBIT or exhibit_kind(item.exhibit) not in {Kind.PICTURE, Kind.PDF}:
        return 0, False
    try:
        return page_count(b"".join(pieces_of_original(item.exhibit))), False
    except CannotRedact:
        return 0, True


def page_of_item(member: Member, ref: str, number: int, item_id: int, page: int) -> bytes:
    """A page of an original as a PNG, what is covered filled. Http404 when there is none. Journalled."""
    brief = brief_for(member, ref, number, Level.CONTRIBUTE)
    item = item_for(brief, item_id)
    if item.exhibit is None or item.exhibit.restricted_at:
        raise Http404
    _journal(member, brief, item)
    boxes = [Box(one.page, one.left, one.top, one.width, one.height) for one in item.redactions.filter(page__gt=0)]
    try:
        return picture_of_page(b"".join(pieces_of_original(item.exhibit)), page, wide=1200, boxes=boxes).data
    except CannotRedact:
        raise Http404 from None
