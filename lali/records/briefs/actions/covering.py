"""Covering words, phrases and places on pages; releasing a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from lali.engines.documents import (
    CannotRedact,
    Kind,
    NotANumberList,
    page_count,
    places_of,
    spans_of_numbers,
    texts_of,
)
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.briefs.access import item_for
from lali.records.briefs.actions.drafting import draft_for, moved_on
from lali.records.briefs.covered import exhibit_kind, text_of
from lali.records.briefs.models import Brief, Item, NameRelease, Redaction
from lali.records.briefs.papers import paper_of
from lali.records.briefs.storage import pieces_of_original
from lali.records.briefs.vocabulary import CoverReason, Decision, ItemKind
from lali.records.cases.actions import NothingWritten
from lali.records.cases.vocabulary import Level
from lali.records.refusals import Refused

COLUMNS, ROWS = 12, 16  # of the grid over a page
WHOLE = 10_000


class NotThesePlaces(Refused):
    """What was typed names no words of the text."""

    sentence = _("Type numbers of words, such as 3-7, 12. They are written beside the words below.")


class NothingFound(Refused):
    """A phrase stands nowhere."""

    sentence = _("These words stand in none of the texts of this brief. Look in the pictures and files yourself.")


class CoveredEverywhere(Refused):
    """One place of words that are covered everywhere cannot be taken back alone."""

    sentence = _("These words are covered everywhere. Take that back on the page of the brief.")


class NotCoverable(Refused):
    """The exhibit is of a kind that cannot be covered in part."""

    sentence = _("This kind of file cannot be covered in part. Include it whole, or withhold it and say why.")


class NoSuchPage(Refused):
    """The page is none of the exhibit's."""

    sentence = _("The exhibit has no such page.")


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Where words stood that are covered everywhere: places of the paper and its files, and items that are marked."""

    places: int
    items: int


@transaction.atomic
def cover_words(*, by: Member, ref: str, number: int, item_id: int, typed: str, reason: CoverReason) -> Item:
    """Cover words of an item's text, typed as numbers and ranges."""
    brief = draft_for(by, ref, number)
    item = item_for(brief, item_id)
    try:
        spans = spans_of_numbers(text_of(item), typed)
    except NotANumberList:
        raise NotThesePlaces from None
    if not spans:
        raise NotThesePlaces
    _cover(by, brief, {item: spans}, reason)
    return item


@transaction.atomic
def cover_phrase(*, by: Member, ref: str, number: int, phrase: str, reason: CoverReason) -> Everywhere:
    """Cover a phrase wherever it stands in a brief, whatever its case and accents. Returns where.

    The phrase is kept with the brief, so that no title, summary, list or item that comes after can show it.
    """
    brief = draft_for(by, ref, number)
    words = " ".join(phrase.split())[:200]
    if not words:
        raise NothingWritten
    items = brief.items.filter(decision=Decision.INCLUDED).select_related("exhibit", "copy")
    found = {item: places_of([words], text_of(item)) for item in items}
    count = sum(len(places_of([words], text)) for text in texts_of(paper_of(brief)))
    count += sum(len(spans) for item, spans in found.items() if item.exhibit)
    if not count:
        raise NothingFound
    brief.phrases.get_or_create(words=words, reason=reason, defaults={"by": by})
    _cover(by, brief, found, reason)
    return Everywhere(count, sum(bool(spans) for spans in found.values()))


@transaction.atomic
def take_back_phrase(*, by: Member, ref: str, number: int, phrase_id: int) -> Brief:
    """Let words that were covered everywhere stand in a draft again."""
    brief = draft_for(by, ref, number)
    phrase = get_object_or_404(brief.phrases, pk=phrase_id)
    sources, count = [], 0
    for item in brief.items.filter(redactions__page=0).select_related("exhibit", "copy").distinct():
        spans = set(places_of([phrase.words], text_of(item)))
        of_phrase = [
            one.pk for one in item.redactions.filter(page=0, reason=phrase.reason) if (one.start, one.end) in spans
        ]
        if of_phrase:
            item.redactions.filter(pk__in=of_phrase).delete()
            _forget_copy(item)
            sources.append(item.source)
            count += len(of_phrase)
    reason = CoverReason(phrase.reason)
    phrase.delete()
    moved_on(brief)
    record(by=by, verb="brief.uncovered", subject=brief.subject, facts=_facts(sources, count, reason))
    return brief


def _cover(by: Member, brief: Brief, found: dict[Item, list[tuple[int, int]]], reason: CoverReason) -> None:
    rows = [
        Redaction(item=item, start=start, end=end, reason=reason, by=by)
        for item, spans in found.items()
        for start, end in spans
    ]
    Redaction.objects.bulk_create(rows)
    for item, spans in found.items():
        if spans:
            _forget_copy(item)
    moved_on(brief)
    sources = [item.source for item, spans in found.items() if spans]
    record(by=by, verb="brief.covered", subject=brief.subject, facts=_facts(sources, len(rows), reason))


@transaction.atomic
def cover_cells(
    *, by: Member, ref: str, number: int, item_id: int, page: int, cells: Iterable[int], reason: CoverReason
) -> Item:
    """Cover cells of a page of an exhibit: numbers from 0, row by row, of a grid of 12 by 16."""
    brief = draft_for(by, ref, number)
    item = item_for(brief, item_id)
    if item.kind != ItemKind.EXHIBIT or exhibit_kind(item.exhibit) not in {Kind.PICTURE, Kind.PDF}:
        raise NotCoverable
    _require_page(item, page)
    chosen = sorted({cell for cell in cells if 0 <= cell < COLUMNS * ROWS})
    if not chosen:
        raise NothingWritten
    Redaction.objects.bulk_create(
        Redaction(item=item, page=page, reason=reason, by=by, **_box(row, first, last))
        for row, first, last in _strips(chosen)
    )
    _forget_copy(item)
    moved_on(brief)
    record(by=by, verb="brief.covered", subject=brief.subject, facts=_facts([item.source], len(chosen), reason))
    return item


def _require_page(item: Item, page: int) -> None:
    try:
        pages = page_count(b"".join(pieces_of_original(item.exhibit)))
    except CannotRedact:
        raise NotCoverable from None
    if not 1 <= page <= pages:
        raise NoSuchPage


def _strips(cells: list[int]) -> list[tuple[int, int, int]]:
    """Neighbouring cells of a row as one: row, first column, last column."""
    strips: list[tuple[int, int, int]] = []
    for cell in cells:
        row, column = divmod(cell, COLUMNS)
        if strips and strips[-1][0] == row and strips[-1][2] == column - 1:
            strips[-1] = (row, strips[-1][1], column)
        else:
            strips.append((row, column, column))
    return strips


def _box(row: int, first: int, last: int) -> dict[str, int]:
    left, top = first * WHOLE // COLUMNS, row * WHOLE // ROWS
    right, bottom = -(-(last + 1) * WHOLE // COLUMNS), -(-(row + 1) * WHOLE // ROWS)
    return {"left": left, "top": top, "width": right - left, "height": bottom - top}


def _forget_copy(item: Item) -> None:
    """A copy that was made before is none of this any more."""
    copy = item.copy
    if copy:
        item.copy = None
        item.save(update_fields=["copy"])
        copy.delete()


@transaction.atomic
def uncover(*, by: Member, ref: str, number: int, item_id: int, redaction_id: int) -> Item:
    """Take back one redaction of a draft."""
    brief = draft_for(by, ref, number)
    item = item_for(brief, item_id)
    redaction = get_object_or_404(item.redactions, pk=redaction_id)
    reason = CoverReason(redaction.reason)
    covered = text_of(item)[redaction.start : redaction.end]
    of_a_phrase = not redaction.page and reason != CoverReason.CHANGED  # below that one, phrases have their own
    if of_a_phrase and any(places_of([one.words], covered) for one in brief.phrases.all()):
        raise CoveredEverywhere
    redaction.delete()
    _forget_copy(item)
    moved_on(brief)
    record(by=by, verb="brief.uncovered", subject=brief.subject, facts=_facts([item.source], 1, reason))
    return item


@transaction.atomic
def release_name(*, by: Member, ref: str, number: int, person_id: int, reason: str) -> NameRelease:
    """Let a possible victim's name stand in this brief, with a reason. Only a lead can."""
    brief = draft_for(by, ref, number, Level.LEAD)
    if not reason.strip():
        raise NothingWritten
    person = get_object_or_404(brief.case.persons.filter(person=person_id)[:1]).person
    release, made = brief.releases.get_or_create(person=person, defaults={"reason": reason.strip()[:300], "by": by})
    if made:
        moved_on(brief)
    record(by=by, verb="brief.name_released", subject=brief.subject, facts={"person": person.pk, "release": release.pk})
    return release


def _facts(sources: list[str], count: int, reason: CoverReason) -> dict[str, object]:
    return {"items": sources, "places": count, "reason": str(reason)}
