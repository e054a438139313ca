"""Citing pieces of exhibits, statements and tips."""

import hashlib

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import NothingWritten, touch, writable
from lali.records.cases.models import Case
from lali.records.evidence.findable import of_passage
from lali.records.evidence.models import Passage
from lali.records.refusals import Refused
from lali.records.search.index import put_entry, take_out


class NotInTheSource(Refused):
    """Words are cited as they stand, or not at all."""

    sentence = _("These words do not stand there. Copy them exactly as they are.")


class WhereIsNeeded(Refused):
    """Who reads a citation must be able to find it."""

    sentence = _("Please say where in it: a page, a message, a time. Or copy the words.")


@transaction.atomic
def cite_passage(
    *,
    by: Member,
    ref: str,
    source: str,
    locator: str = "",
    quote: str = "",
    note: str = "",
    start: int | None = None,
    end: int | None = None,
) -> Passage:
    """Cite a piece of an exhibit (`source` "E-003"), of a statement's newest version ("S-001") or of a tip ("T-0042").

    `start` and `end` are bytes of the source. Words of a statement or a tip must stand there (NotInTheSource) and get
    their bytes by themselves; words of an exhibit are taken as its reader copied them. Http404 for a source that is not
    in the case.
    """
    case = writable(by, ref)
    quote, locator = quote.strip(), locator.strip()
    if not (quote or locator or start is not None):
        raise WhereIsNeeded
    found = _source(case, source)
    words = found.pop("words")
    if words is not None:
        start, end = _bytes_of(quote, words, start, end)
    last = case.passages.aggregate(last=Max("number"))["last"] or 0
    passage = case.passages.create(
        number=last + 1, locator=locator, quote=quote, note=note.strip(), start=start, end=end, cited_by=by, **found
    )
    record(by=by, verb="passage.cited", subject=passage.subject, facts={"source": source, "bytes": [start, end]})
    if not passage.is_restricted:
        put_entry(of_passage(passage))
    touch(case)
    return passage


def _source(case: Case, source: str) -> dict[str, object]:
    """The row that is cited, its digest, and its words where they are ours to compare."""
    kind, _dash, number = source.partition("-")
    number = int(number) if number.isdecimal() and len(number) < 10 else 0  # noqa: PLR2004 - longer is no number of ours
    match kind:
        case "S":
            version = get_object_or_404(case.statements.select_related("current"), number=number).current
            return {"statement": version, "words": version.words, "source_sha256": _digest(version.words)}
        case "T":
            tip = get_object_or_404(case.tips, number=number)
            return {"tip": tip, "words": tip.text, "source_sha256": _digest(tip.text)}
        case _:
            exhibit = get_object_or_404(case.exhibits, number=number if kind == "E" else 0)
            return {"exhibit": exhibit, "words": None, "source_sha256": exhibit.sha256}


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _bytes_of(quote: str, words: str, start: int | None, end: int | None) -> tuple[int | None, int | None]:
    """Where the quoted words stand in a source of ours, in bytes."""
    if not quote:
        return start, end
    if start is not None and end is not None:
        if words.encode()[start:end] != quote.encode():
            raise NotInTheSource
        return start, end
    at = words.find(quote)
    if at < 0:
        at = words.find(quote := quote.replace("\r\n", "\n"))
    if at < 0:
        raise NotInTheSource
    first = len(words[:at].encode())
    return first, first + len(quote.encode())


@transaction.atomic
def withdraw_passage(*, by: Member, ref: str, number: int, why: str) -> Passage:
    """Withdraw a citation that was a mistake, with a reason; that there was one stays on record."""
    case = writable(by, ref)
    passage = get_object_or_404(case.passages.select_related("case"), number=number)
    if not why.strip():
        raise NothingWritten
    if passage.withdrawn_at is None:
        passage.withdrawn_at, passage.withdrawn_by = timezone.now(), by
        passage.withdrawn_why = why.strip()[:300]
        passage.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        record(by=by, verb="passage.withdrawn", subject=passage.subject)
        take_out(passage.subject)
        touch(case)
    return passage
