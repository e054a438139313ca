"""What leaves: a file, the whole folder, and the note of who was given it."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import FolderFile, zipped
from lali.engines.documents import as_pdf
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.briefs.access import brief_for
from lali.records.briefs.actions.fixing import DOCX, PDF, NotPutUp
from lali.records.briefs.covered import file_name_of
from lali.records.briefs.models import Brief, HandOver, Item
from lali.records.briefs.papers import paper_of
from lali.records.briefs.restricted import require_nothing_restricted
from lali.records.briefs.shut import not_yet_shut
from lali.records.briefs.storage import pieces_of, pieces_of_original
from lali.records.briefs.vocabulary import BriefState, Decision, ItemKind
from lali.records.cases.actions import NothingWritten
from lali.records.cases.vocabulary import Level
from lali.records.evidence.actions import note_copied
from lali.records.refusals import Refused


class NameMustNotLeave(Refused):
    """Somebody became known as a possible victim after the documents were made."""

    sentence = _(
        "A possible victim’s name became known after these documents were made: they may show it, and do not leave. "
        "Begin a new version of the brief, or send back the one that waits."
    )


def _require_nobody_shut_since(brief: Brief) -> None:
    if not_yet_shut(brief, brief.shield) == [True]:
        raise NameMustNotLeave


def take_out_draft(*, by: Member, ref: str, number: int) -> tuple[str, bytes]:
    """The PDF as it would be now, marked as a draft: its name and its bytes. Nothing is kept."""
    brief = brief_for(by, ref, number, Level.CONTRIBUTE)
    require_nothing_restricted(brief)
    with transaction.atomic():
        record(by=by, verb="brief.draft_taken_out", subject=brief.subject)
    return f"{brief.case.ref}-{brief.ref}-draft.pdf", as_pdf(paper_of(brief, draft=True)).data


def take_out_file(*, by: Member, ref: str, number: int, name: str) -> tuple[str, int, Iterator[bytes]]:
    """The PDF or the DOCX of a brief that was put up or fixed: its name, size and bytes.

    NameMustNotLeave when somebody became known as a possible victim since it was made.
    """
    brief = brief_for(by, ref, number)
    if brief.state == BriefState.DRAFT:
        raise NotPutUp
    require_nothing_restricted(brief)
    _require_nobody_shut_since(brief)
    file = get_object_or_404(brief.files, name=name if name in {PDF, DOCX} else "")
    with transaction.atomic():
        record(by=by, verb="brief.file_taken_out", subject=brief.subject, facts={"file": name, "sha256": file.sha256})
    ending = name.rpartition(".")[2]
    return f"{brief.case.ref}-{brief.ref}.{ending}", file.size, pieces_of(file)


def take_out_folder(*, by: Member, ref: str, number: int) -> tuple[str, Iterator[bytes]]:
    """The whole folder of a fixed brief as a zip, written while it is read: its name and its bytes.

    Always the same bytes. Every original in it has a custody event before its first byte leaves. OriginalChanged when
    one is not what was sealed: then the zip ends without its table of contents, and opens nowhere.
    NameMustNotLeave when somebody became known as a possible victim since it was made.
    """
    brief = brief_for(by, ref, number)
    if brief.state != BriefState.FIXED:
        raise NotPutUp
    require_nothing_restricted(brief)
    _require_nobody_shut_since(brief)
    originals = [item for item in _exhibits_in(brief) if not item.copy]
    with transaction.atomic():
        record(by=by, verb="brief.folder_taken_out", subject=brief.subject, facts={"manifest": brief.manifest_sha256})
        note_copied(by=by, exhibits=[item.exhibit for item in originals])
    files = [FolderFile(file.name, file.size, file.sha256, partial(pieces_of, file)) for file in brief.files.all()]
    files += [
        FolderFile(
            f"exhibits/{file_name_of(item)}",
            item.exhibit.size,
            item.exhibit.sha256,
            partial(pieces_of_original, item.exhibit),
        )
        for item in originals
    ]
    first_small = sorted(files, key=lambda file: (file.name.startswith("exhibits/"), file.name))
    return f"{brief.case.ref}-{brief.ref}.zip", zipped(first_small, at=brief.fixed_at)


def _exhibits_in(brief: Brief) -> list[Item]:
    found = brief.items.filter(kind=ItemKind.EXHIBIT, decision=Decision.INCLUDED)
    items = list(found.select_related("exhibit", "copy").prefetch_related("redactions"))
    for item in items:
        item.exhibit.case = brief.case
    return items


@transaction.atomic
def hand_over_brief(*, by: Member, ref: str, number: int, to: str, at: datetime, receipt: str) -> HandOver:
    """Note that a fixed brief was given to somebody, when, and their receipt."""
    brief = brief_for(by, ref, number, Level.CONTRIBUTE, lock=True)
    if brief.state != BriefState.FIXED:
        raise NotPutUp
    if not to.strip() or at > timezone.now():
        raise NothingWritten
    hand_over = brief.hand_overs.create(to=to.strip()[:160], at=at, receipt=receipt.strip()[:300], noted_by=by)
    facts = {"hand_over": hand_over.pk, "manifest": brief.manifest_sha256}
    record(by=by, verb="brief.handed_over", subject=brief.subject, facts=facts)
    return hand_over
