"""Lists of known files taken in, and exhibits found on them: by digests, and by what a picture looks like.

Nobody looks at anything for it. A match restricts the exhibit at once and tells the leads of its case: it is a lead,
not an accusation, and no proof of what the exhibit shows. No match says nothing.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TextIO

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import NotInStore, SealBroken, unseal
from lali.engines.documents import CannotRedact, luma_of_picture
from lali.engines.known import LARGEST, Digest, HashKind, ListRefused, bands, digests_in, pdq_of
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.models import Case
from lali.records.evidence.actions.restricting import restrict
from lali.records.evidence.models import Exhibit, KnownBand, KnownHash, KnownList, KnownTo
from lali.records.evidence.named_on import lists_naming
from lali.records.evidence.storage import exhibit_store
from lali.records.evidence.vocabulary import Basis, KnownKind
from lali.records.keyring import keys
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused

AT_ONCE = 5_000  # digests written in one go: some tenths of a second in which nobody else writes
LEFT_OVER = timedelta(days=1)  # no list takes so long to take in
PICTURES_AT_ONCE = 1_000
AT_INTAKE = 64 * 1024 * 1024  # bytes: a larger one is looked for by `lali digest`, so that no upload waits for it
PICTURE_AT_MOST = 64 * 1024 * 1024  # bytes: a larger file is no photograph


class NoListOfDigests(Refused):
    """The file is none; the sentence says why."""


class SourceIsMissing(Refused):
    """A list without where it comes from cannot be answered for."""

    sentence = _("Say what the list is called and from whom you have it.")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a list itself."""

    name: str
    kind: KnownKind
    source: str
    of_day: date | None = None
    terms: str = ""


def add_known_list(
    *,
    by: Member,
    text: TextIO,
    sha256: str,
    about: About,
    long_is: HashKind = HashKind.SHA256,
    categories: Iterable[int] = (1, 2),
    on_progress: Callable[[int], None] = lambda _done: None,
) -> KnownList:
    """Take in a list of digests, as a stream, all or nothing. NoListOfDigests when it is none or names nothing.

    Afterwards call `match_exhibits`: what was sealed before is found too.
    """
    adding = adding_known_list(by=by, text=text, sha256=sha256, about=about, long_is=long_is, categories=categories)
    for known in adding:
        on_progress(known.digests)
    return known


def adding_known_list(
    *,
    by: Member,
    text: TextIO,
    sha256: str,
    about: About,
    long_is: HashKind = HashKind.SHA256,
    categories: Iterable[int] = (1, 2),
) -> Iterator[KnownList]:
    """Take in a list as `add_known_list` does, step by step: gives the list after each step, whole after the last.

    Who may not is refused at once; whoever stops in between leaves nothing behind.
    """
    require(by, Permission.KEEP_KNOWN)
    if not (about.name.strip() and about.source.strip()):
        raise SourceIsMissing
    return _adding(by, digests_in(text, long_is=long_is, categories=[*categories]), sha256, about)


def _adding(by: Member, found: Iterator[list[Digest]], sha256: str, about: About) -> Iterator[KnownList]:
    try:
        yield from _added(by, found, sha256, about)
    except (ListRefused, UnicodeDecodeError) as why:
        raise NoListOfDigests(str(why) if isinstance(why, ListRefused) else _NOT_TEXT) from why


_NOT_TEXT = _("This file is no text in UTF-8, so no list of digests.")


def _added(by: Member, found: Iterator[list[Digest]], sha256: str, about: About) -> Iterator[KnownList]:
    """Batch by batch, so that nobody waits for a long list; it counts for nothing before its last line is kept."""
    for left_over in KnownList.objects.filter(digests=0, added_at__lt=timezone.now() - LEFT_OVER):
        _drop(left_over)  # of a process that was killed
    known = KnownList.objects.create(
        ended_at=timezone.now(),
        name=about.name.strip()[:120],
        kind=about.kind,
        source=about.source.strip()[:200],
        of_day=about.of_day,
        terms=about.terms.strip()[:300],
        sha256=sha256,
        added_by=by,
    )
    try:
        for batch in iter(lambda: list(islice(found, AT_ONCE)), []):
            digests = {one for line in batch for one in line}
            _keep(known, digests)
            known.digests += len(digests)
            known.passed_over += sum(not line for line in batch)
            yield known
        if not known.digests:
            raise ListRefused(str(_("No line of it holds a digest: MD5, SHA-1, SHA-256 or PDQ in hexadecimal digits.")))
        _count(by, known)
    finally:
        if known.ended_at:
            _drop(known)
    yield known


@transaction.atomic
def _count(by: Member, known: KnownList) -> None:
    """From now on the list counts: it is whole."""
    facts = {"kind": str(known.kind), "digests": known.digests, "sha256": known.sha256}
    record(by=by, verb="known.added", subject=f"known:{known.pk}", facts=facts)
    KnownList.objects.filter(pk=known.pk).update(ended_at=None, digests=known.digests, passed_over=known.passed_over)
    known.ended_at = None


@transaction.atomic
def _drop(known: KnownList) -> None:
    _let_go_of_digests(known)
    KnownList.objects.filter(pk=known.pk).delete()


def _let_go_of_digests(known: KnownList) -> None:
    KnownBand.objects.filter(of__known=known).delete()
    KnownHash.objects.filter(known=known)._raw_delete(using="default")  # noqa: SLF001 - a million rows, without loading them


@transaction.atomic
def _keep(known: KnownList, digests: set[Digest]) -> None:
    rows = KnownHash.objects.bulk_create(
        KnownHash(known=known, hashed=one.kind, digest=one.value) for one in sorted(digests, key=lambda one: one.value)
    )
    pictures = [row for row in rows if row.hashed == HashKind.PDQ]
    for start in range(0, len(pictures), PICTURES_AT_ONCE):  # sixteen rows each: small steps keep memory flat
        some = pictures[start : start + PICTURES_AT_ONCE]
        KnownBand.objects.bulk_create(KnownBand(band=band, of=row) for row in some for band in bands(row.digest.hex()))


@transaction.atomic
def end_known_list(*, by: Member, number: int) -> KnownList:
    """Let go of a list: its digests go, that there was one stays. What it restricted stays restricted."""
    require(by, Permission.KEEP_KNOWN)
    known = get_object_or_404(KnownList.objects.select_for_update(), pk=number, ended_at__isnull=True)
    _let_go_of_digests(known)
    known.ended_at = timezone.now()
    known.save(update_fields=["ended_at"])
    record(by=by, verb="known.ended", subject=f"known:{known.pk}")
    return known


def match_exhibit(*, by: object, exhibit: Exhibit) -> list[KnownList]:
    """Look for one exhibit on every list; give the lists that name it. A broken or destroyed one is passed over.

    The original is read once, by this process, for MD5 and SHA-1; what looks like a picture is taken apart by a
    process of its own for PDQ. Nothing of it is shown or kept.
    """
    if exhibit.destroyed_at:
        return []
    computed = KnownTo.objects.filter(exhibit=exhibit).first() or _computed(exhibit)
    if computed is None:
        return []
    lists = lists_naming(
        md5=computed.md5, sha1=computed.sha1, sha256=exhibit.sha256, pdq=computed.pdq, quality=computed.quality
    )
    with transaction.atomic():
        _note(by, exhibit, computed, lists)
    return lists


def _note(by: object, exhibit: Exhibit, computed: KnownTo, lists: list[KnownList]) -> None:
    computed.harmless = any(one.kind == KnownKind.HARMLESS for one in lists)
    computed.save()
    Case.objects.select_for_update().get(pk=exhibit.case_id)  # what else is restricted with it is of the same case
    named = [one for one in lists if one.kind == KnownKind.RESTRICTED]
    exhibit = Exhibit.objects.select_for_update().select_related("case").get(pk=exhibit.pk)
    if not named or exhibit.restricted_at or exhibit.restrictions.filter(lifted_at__isnull=False).exists():
        return  # what two persons lifted, no list restricts again
    # who took the list in, not who took the exhibit in: the chain of custody names them
    restrict(named[0].added_by, exhibit, Basis.KNOWN, ", ".join(one.name for one in named))
    record(by=by, verb="known.matched", subject=exhibit.subject, facts={"lists": sorted(one.pk for one in named)})
    leads = Member.objects.filter(pk__in=exhibit.case.team.leads().values("member"))
    notify(by="node", members=leads, kind=NoticeKind.KNOWN_FILE, subject=exhibit.subject)


def _computed(exhibit: Exhibit) -> KnownTo | None:
    md5, sha1 = hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False)
    kept = bytearray()
    try:
        with exhibit_store().open(exhibit.address) as sealed:
            for piece in unseal(sealed, kek=keys().kek):
                md5.update(piece)
                sha1.update(piece)
                if exhibit.size <= PICTURE_AT_MOST:
                    kept += piece
    except (NotInStore, SealBroken, OSError):
        return None
    made = KnownTo(exhibit=exhibit, md5=md5.hexdigest(), sha1=sha1.hexdigest())
    try:
        found = pdq_of(luma_of_picture(bytes(kept), side=LARGEST))
        made.pdq, made.quality = found.hex, found.quality
    except CannotRedact:
        pass  # no picture, or one that does not open
    return made


def match_after_commit(exhibit: Exhibit) -> None:
    """Look for an exhibit that was just sealed once that stands, where there are lists; a large one waits its turn."""
    if exhibit.size <= AT_INTAKE and KnownList.objects.filter(ended_at__isnull=True).exists():
        transaction.on_commit(lambda: match_exhibit(by="node", exhibit=exhibit))


def match_exhibits(*, by: object, all_again: bool = False, on_progress: Callable[[int], None] = lambda _: None) -> int:
    """Look for exhibits that were not looked for yet, or (after a new list) for all again. Returns how many match."""
    matched = 0
    for done, found in enumerate(matching_exhibits(by=by, all_again=all_again), 1):
        matched += found
        on_progress(done)
    return matched


def matching_exhibits(*, by: object, all_again: bool = False) -> Iterator[bool]:
    """Look for exhibits as `match_exhibits` does, one by one: tells of each whether a list that restricts names it."""
    wanted = Exhibit.objects.filter(destroyed_at__isnull=True).select_related("case", "sealed_by").order_by("pk")
    if not all_again:
        wanted = wanted.filter(known_to__isnull=True)
    for exhibit in wanted.iterator(chunk_size=100):
        yield any(one.kind == KnownKind.RESTRICTED for one in match_exhibit(by=by, exhibit=exhibit))
