"""Handing a brief to a second person, sending it back, fixing it: what two persons agree on are bytes."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import FolderExhibit, folder_texts, signed_manifest
from lali.engines.documents import as_docx, as_html, as_pdf
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.audit.queries import log_verifier, proven_entries_of, stamps_over, witnesses_over
from lali.records.briefs.access import brief_for
from lali.records.briefs.actions.copies import let_go_old_copies
from lali.records.briefs.actions.drafting import BriefHasMoved, BriefIsFixed, draft_for
from lali.records.briefs.actions.telling import tell_leads, tell_who_handed_on
from lali.records.briefs.covered import file_name_of, needs_copy
from lali.records.briefs.material import named, undecided_in
from lali.records.briefs.models import Brief, Item, KeptFile
from lali.records.briefs.paper_items import refs_of
from lali.records.briefs.papers import paper_of
from lali.records.briefs.restricted import require_nothing_restricted
from lali.records.briefs.sensitive import told_in
from lali.records.briefs.shut import not_yet_shut, shield_digests
from lali.records.briefs.storage import keep
from lali.records.briefs.vocabulary import BriefKind, BriefState, CoverReason, Decision, ItemKind
from lali.records.cases.actions import CaseIsClosed, NothingWritten
from lali.records.cases.actions.writing import touch_if_open
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.keyring import keys
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused

PDF, DOCX = "brief.pdf", "brief.docx"


class SomethingUndecided(Refused):
    """A disclosure bundle leaves nothing out in silence; the sentence names what is left."""


class NotLookedAt(Refused):
    """Covered words changed and were not all found again; the sentence names where."""


class CopiesAreMissing(Refused):
    """Covered copies are still to be made."""

    sentence = _("Covered copies are still to be made. Make them, look at them, then hand the brief on.")


class CopiesAreOld(Refused):
    """Covered copies were made before somebody became known as a possible victim; they are gone."""

    sentence = _(
        "A possible victim’s name became known after covered copies were made. Make the copies again, look at them, "
        "then hand the brief on."
    )


class NameIsShutNow(Refused):
    """A name that the documents may show has become a possible victim’s."""

    sentence = _(
        "A possible victim’s name became known after these documents were made: they may show it. The brief is a draft "
        "again; make the copies and hand it on anew."
    )


class NotPutUp(Refused):
    """Only what waits for a second person is fixed or sent back."""

    sentence = _("This brief does not wait for a second person.")


class NotASecondPerson(Refused):
    """Nobody fixes a brief that they handed on themselves."""

    sentence = _("You handed this brief on. A second person must fix it.")


@dataclass(frozen=True, slots=True)
class _Made:
    """What a brief became: files, sealed but not yet entered, and its number of pages."""

    files: list[KeptFile]
    pages: int


def put_up_brief(*, by: Member, ref: str, number: int) -> Brief:
    """Make the documents and hold them out to a second person. What is shown from now on are these bytes.

    Nothing is entered until all is made: a stop in the middle leaves the draft as it was. BriefHasMoved when somebody
    changed it meanwhile.
    """
    with transaction.atomic():
        brief = draft_for(by, ref, number)
        old = let_go_old_copies(by, brief)
        if not old:
            _require_whole(brief)
            shield = shield_digests(brief)
    if old:
        raise CopiesAreOld
    version, brief.ready_at, brief.ready_by = brief.version, timezone.now(), by
    made = _documents(brief)
    with transaction.atomic():
        held = draft_for(by, ref, number)
        if held.version != version:
            raise BriefHasMoved
        held.state, held.ready_at, held.ready_by = BriefState.READY, brief.ready_at, by
        held.pages, held.sent_back_why, held.shield = made.pages, "", shield
        held.version += 1
        held.save()
        KeptFile.objects.bulk_create(made.files)
        facts = {"sha256": {file.name: file.sha256 for file in made.files if file.name in {PDF, DOCX}}}
        touch_if_open(held.case)
        record(by=by, verb="brief.put_up", subject=held.subject, facts=facts)
        tell_leads(by, held)
    return held


def _require_whole(brief: Brief) -> None:
    if brief.case.state == CaseState.CLOSED:
        raise CaseIsClosed
    require_nothing_restricted(brief)
    if brief.kind == BriefKind.DISCLOSURE and (left := undecided_in(brief)):
        said = __("Decide first what becomes of: %s.") % named(left)
        raise SomethingUndecided(said)
    if changed := _not_looked_at(brief):
        said = __(
            "What was covered in %s was not all found again in its new words, so they are covered whole. Look at them, "
            "cover what must be covered, then take back the cover of the whole."
        )
        raise NotLookedAt(said % ", ".join(changed))
    if any(needs_copy(item) and not item.copy for item in _included_exhibits(brief)):
        raise CopiesAreMissing


def _not_looked_at(brief: Brief) -> list[str]:
    refs = refs_of(told_in(brief, brief.items.all()))
    changed = brief.items.filter(decision=Decision.INCLUDED, redactions__reason=CoverReason.CHANGED).distinct()
    return [refs[item.source] for item in changed]


def _included_exhibits(brief: Brief) -> list[Item]:
    found = brief.items.filter(kind=ItemKind.EXHIBIT, decision=Decision.INCLUDED)
    items = list(found.select_related("exhibit", "copy").prefetch_related("redactions"))
    for item in items:
        item.exhibit.case = brief.case
    return items


def _documents(brief: Brief) -> _Made:
    paper = paper_of(brief)
    pdf = as_pdf(paper)
    with translation.override(brief.language):
        links = [(PDF, __("The same as PDF")), (DOCX, __("The same as a document to write in"))]
    pages = as_html(paper, files=links)
    data = {PDF: pdf.data, DOCX: as_docx(paper), **pages}
    return _Made([keep(brief, name, each) for name, each in data.items()], pdf.pages)


def send_back_brief(*, by: Member, ref: str, number: int, reason: str) -> Brief:
    """Make a draft again of what waits, saying why. The documents that were made are let go."""
    with transaction.atomic():
        brief = _put_up(by, ref, number, Level.CONTRIBUTE)
        if not reason.strip():
            raise NothingWritten
        _make_draft_again(brief, by, reason.strip()[:300])
    return brief


def _make_draft_again(brief: Brief, by: Member, why: str) -> None:
    copies = brief.items.exclude(copy=None).values("copy")
    brief.files.exclude(pk__in=copies).delete()
    handed_on = brief.ready_by
    brief.state, brief.ready_at, brief.ready_by, brief.pages = BriefState.DRAFT, None, None, 0
    brief.sent_back_why, brief.shield = why, []
    brief.version += 1
    brief.save()
    touch_if_open(brief.case)
    record(by=by, verb="brief.sent_back", subject=brief.subject)
    tell_who_handed_on(by, brief, handed_on, NoticeKind.BRIEF_SENT_BACK)


def _put_up(by: Member, ref: str, number: int, level: Level) -> Brief:
    brief = brief_for(by, ref, number, level, lock=True)
    if brief.state == BriefState.FIXED:
        raise BriefIsFixed
    if brief.state != BriefState.READY:
        raise NotPutUp
    return brief


def fix_brief(*, by: Member, ref: str, number: int) -> Brief:
    """Fix a brief: a lead who did not hand it on. From here nothing of it changes.

    The proofs of custody, the record and the signed manifest are made first and entered with the state in one go, so
    that a stop in the middle leaves it waiting as it was.
    """
    with transaction.atomic():
        brief = _for_second(by, ref, number)
        shut_now = _sent_back_for_a_name(brief, by)
        if not shut_now:
            _require_whole(brief)
    if shut_now:
        raise NameIsShutNow
    made = _proofs(brief, by)
    with transaction.atomic():
        held = _for_second(by, ref, number)
        if held.version != brief.version:
            raise BriefHasMoved
        if not_yet_shut(held, held.shield) == [True]:
            raise BriefHasMoved
        _require_whole(held)
        held.state, held.fixed_at, held.fixed_by = BriefState.FIXED, made.at, by
        held.manifest_sha256 = made.manifest_sha256
        held.version += 1
        held.save()
        KeptFile.objects.bulk_create(made.files)
        touch_if_open(held.case)
        record(
            by=by,
            verb="brief.fixed",
            subject=held.subject,
            facts={"manifest": made.manifest_sha256, "put_up_by": held.ready_by.journal_name},
            keep_head=True,
        )
        tell_who_handed_on(by, held, held.ready_by, NoticeKind.BRIEF_FIXED)
    return held


def _sent_back_for_a_name(brief: Brief, by: Member) -> bool:
    grown = not_yet_shut(brief, brief.shield) == [True]
    if grown:
        _make_draft_again(brief, by, str(NameIsShutNow.sentence)[:300])
    return grown


def _for_second(by: Member, ref: str, number: int) -> Brief:
    brief = _put_up(by, ref, number, Level.LEAD)
    if brief.ready_by_id == by.pk:
        raise NotASecondPerson
    return brief


@dataclass(frozen=True, slots=True)
class _Proven:
    """Record, custody, manifest: sealed, not yet entered."""

    files: list[KeptFile]
    manifest_sha256: str
    at: object


def _proofs(brief: Brief, by: Member) -> _Proven:
    at, items = timezone.now(), _included_exhibits(brief)
    head, entries = proven_entries_of(item.exhibit.subject for item in items)
    exhibits = [
        FolderExhibit(
            name=item.exhibit.ref,
            subject=item.exhibit.subject,
            file=file_name_of(item),
            sha256=item.copy.sha256 if item.copy else item.exhibit.sha256,
            original_sha256=item.exhibit.sha256,
            entries=entries[item.exhibit.subject],
        )
        for item in items
    ]
    proven = [entry.index for one in exhibits for entry in one.entries]
    texts = folder_texts(
        facts=_facts(brief, by, at),
        exhibits=exhibits,
        head=head,
        keys=[log_verifier()],
        stamps=stamps_over(proven, head),
        witnesses=witnesses_over(proven, head),
    )
    digests = {file.name: file.sha256 for file in brief.files.all()}
    digests |= {f"exhibits/{one.file}": one.sha256 for one in exhibits}
    digests |= {name: sha256(data).hexdigest() for name, data in texts.items()}
    manifest = signed_manifest(digests, head=head, signing_key=keys().log)
    files = [keep(brief, name, data) for name, data in (texts | manifest).items()]
    return _Proven(files, sha256(manifest["MANIFEST.sha256"]).hexdigest(), at)


def _facts(brief: Brief, by: Member, at: object) -> dict[str, object]:
    return {
        "format": "lali brief 1",
        "case": brief.case.ref,
        "number": brief.ref,
        "kind": brief.kind,
        "language": brief.language,
        "replaces": brief.replaces.ref if brief.replaces else "",
        "put_up_at": brief.ready_at.isoformat(),
        "put_up_by": brief.ready_by.name,
        "fixed_at": at.isoformat(),
        "fixed_by": by.name,
        "agency": brief.case.agency.name,
    }
