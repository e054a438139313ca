"""Covered copies of exhibits, made a few at a time so that no request waits long."""

import time

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lali.engines.documents import (
    Box,
    CannotRedact,
    Kind,
    redacted_pdf,
    redacted_picture,
)
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.briefs.actions.drafting import draft_for, moved_on
from lali.records.briefs.covered import covered_text, exhibit_kind, file_name_of
from lali.records.briefs.models import Brief, Item, KeptFile
from lali.records.briefs.names import shield_of
from lali.records.briefs.shut import not_yet_shut, shield_digests
from lali.records.briefs.storage import keep, pieces_of_original
from lali.records.briefs.vocabulary import Decision, ItemKind
from lali.records.refusals import Refused

SECONDS = 10.0


class CannotCover(Refused):
    """A covered copy could not be made; the sentence says of which exhibit, and why."""


_WHY = {
    "other": _("this kind of file cannot be covered in part"),
    "damaged": _("the file is damaged"),
    "too_large": _("the file or a page of it is too large"),
    "too_many_pages": _("it has too many pages"),
    "too_long": _("it took too long"),
    "several_frames": _("it is a moving picture or has several pages in one"),
}


def make_copies(*, by: Member, ref: str, number: int, seconds: float = SECONDS) -> int:
    """Make the next covered copies for about so many seconds, at least one. Returns how many are left to make.

    A stop in the middle leaves whole copies or none.
    """
    until = time.monotonic() + seconds
    left = None
    while left is None or (left and time.monotonic() < until):
        left = _make_next(by, ref, number)
    return left


@transaction.atomic
def _make_next(by: Member, ref: str, number: int) -> int:
    brief = draft_for(by, ref, number)
    waiting = list(
        brief.items.filter(
            kind=ItemKind.EXHIBIT, decision=Decision.INCLUDED, copy__isnull=True, redactions__isnull=False
        )
        .select_related("exhibit")
        .distinct()
    )
    if not waiting:
        return 0
    item = waiting[0]
    item.exhibit.case = brief.case
    shield = shield_digests(brief)
    file = _covered(item)
    file.shield = shield
    file.save()
    item.copy = file
    item.save(update_fields=["copy"])
    facts = {"exhibit": item.exhibit.ref, "sha256": file.sha256, "of": item.exhibit.sha256}
    record(by=by, verb="brief.copy_made", subject=brief.subject, facts=facts)
    return len(waiting) - 1


def _covered(item: Item) -> KeptFile:
    try:
        return keep(item.brief, f"exhibits/{file_name_of(item)}", _without(item))
    except CannotRedact as why:
        said = _WHY.get(why.reason, _WHY["damaged"])
        raise CannotCover(
            _("%(exhibit)s cannot be covered: %(why)s. Withhold it, and say why.")
            % {"exhibit": item.exhibit.ref, "why": said}
        ) from None


def _without(item: Item) -> bytes:
    """The bytes of the copy: nothing of what is covered is in them."""
    kind = exhibit_kind(item.exhibit)
    if kind is Kind.TEXT:
        with translation.override(item.brief.language):
            return shield_of(item.brief).text(covered_text(item)).encode()
    boxes = [Box(one.page, one.left, one.top, one.width, one.height) for one in item.redactions.all()]
    redact = redacted_pdf if kind is Kind.PDF else redacted_picture
    return redact(b"".join(pieces_of_original(item.exhibit)), boxes)


def let_go_old_copies(by: Member, brief: Brief) -> bool:
    """Let copies of texts go that were made before somebody became known as a possible victim. True when there were."""
    items = brief.items.filter(copy__name__endswith=".txt").select_related("copy", "exhibit")
    grown = not_yet_shut(brief, *(item.copy.shield for item in items))
    old = [item for item, is_old in zip(items, grown, strict=True) if is_old]
    for item in old:
        copy, item.copy = item.copy, None
        item.save(update_fields=["copy"])
        copy.delete()
    if old:
        moved_on(brief)
        facts = {"exhibits": [item.source for item in old]}
        record(by=by, verb="brief.copies_let_go", subject=brief.subject, facts=facts)
    return bool(old)
