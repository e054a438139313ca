"""Which pictures of exhibits and tips are nearly one picture: by hashes alone, and never of what is restricted.

An original is opened once, in memory, by the process that opens hostile pictures; nothing of it is shown or kept.
"""

from collections import defaultdict
from collections.abc import Iterator
from time import monotonic

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lali.engines.custody import NotInStore, SealBroken, unseal
from lali.engines.documents import CannotRedact, Kind, kind_of, lumas_of_pictures
from lali.engines.families import PLAINEST, Look, fold_pictures, look_at
from lali.engines.known import LARGEST
from lali.records.audit.actions import record
from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_store
from lali.records.keyring import keys
from lali.records.letterbox.queries import file_of, files_of
from lali.records.links.access import CASE, TIP
from lali.records.links.actions.pairs import settle
from lali.records.links.ends import End, ends_of
from lali.records.links.models import PictureHash
from lali.records.links.vocabulary import BasisKind
from lali.records.tips.models import ShutFile, Tip

PICTURE_AT_MOST = 64 * 1024 * 1024  # bytes: a larger file is no photograph
START = 4096  # bytes by which a file says whether it is a picture
FEWEST_SECONDS = 0.1  # before which nothing is begun: a process that opens pictures must start
A_PICTURE = 2.0  # seconds for one while a page waits; one that takes longer is left to the long round
FOLDED_AT_ONCE = 2_000  # pictures laid side by side while a page waits
AT_ONCE = 200  # exhibits or tips written in one go


def fold_pictures_of_records(*, by: object, seconds: float | None = None) -> tuple[int, int]:
    """Look at what came since; give how many proposals are new, and how many exhibits and tips wait.

    Goes on for so many seconds, or until all is done. Nothing is folded anew when nothing came or went.
    """
    until = None if seconds is None else monotonic() + seconds
    came = 0
    if seconds is None or seconds >= FEWEST_SECONDS:
        came = _look(_next(until), until)
    gone = _let_go()
    left = PictureHash.objects.filter(quality__gte=PLAINEST, family="").exists()
    made = _fold_anew(by) if came or gone or (left and seconds is None) else 0
    return made, _exhibits_to_look_at().count() + _tips_to_look_at().count()


def is_all_seen() -> bool:
    """Whether nothing came or went since: read only, for a page that need not wait then."""
    came = _exhibits_to_look_at().exists() or _tips_to_look_at().exists()
    return not came and not _gone().exists()


def compare_exhibit(*, by: object, ref: str, number: int) -> None:
    """Look at one exhibit at once where no round has, for its page; whoever calls has opened the case.

    It takes A_PICTURE seconds at most; beyond FOLDED_AT_ONCE pictures the next long round lays them side by side.
    """
    rows = _exhibits_to_look_at().filter(case__ref=ref, number=number, is_physical=False)
    _compare_at_once(by, ((PictureHash(exhibit=one), _picture_of(one)) for one in rows))


def compare_tip(*, by: object, number: int) -> None:
    """The same for the files of a tip, by the number of its row."""
    _compare_at_once(by, (row for tip in _tips_to_look_at().filter(pk=number) for row in _of_tip(tip)))


def _compare_at_once(by: object, source: Iterator[tuple[PictureHash, bytes]]) -> None:
    if _look(source, monotonic() + A_PICTURE) and PictureHash.objects.filter(quality__gt=0).count() <= FOLDED_AT_ONCE:
        _fold_anew(by)


def _look(source: Iterator[tuple[PictureHash, bytes]], until: float | None) -> int:
    rows: list[PictureHash] = []
    pictures, asked = 0, list[PictureHash]()

    def opened() -> Iterator[bytes]:
        for row, data in source:
            rows.append(row)
            if data:
                asked.append(row)
                yield data

    slow = set[int]()
    for at, luma in enumerate(lumas_of_pictures(opened(), side=LARGEST, seconds=A_PICTURE if until else None)):
        if until and isinstance(luma, CannotRedact) and luma.reason == "too_long":
            slow.add(asked[at].exhibit_id or -asked[at].tip_id)
        elif not isinstance(luma, CannotRedact):
            look = look_at(luma)
            asked[at].hashes, asked[at].quality = look.hashes(), look.quality
            pictures += 1
    rows = [row for row in rows if (row.exhibit_id or -row.tip_id) not in slow]
    for start in range(0, len(rows), AT_ONCE):
        PictureHash.objects.bulk_create(rows[start : start + AT_ONCE], ignore_conflicts=True)
    return pictures


def _next(until: float | None) -> Iterator[tuple[PictureHash, bytes]]:
    """A row for each exhibit and each file of a tip that was not looked at, and its bytes where it is a picture."""
    for exhibit in _exhibits_to_look_at().order_by("pk").iterator(chunk_size=AT_ONCE):
        if until and monotonic() > until:
            return
        yield PictureHash(exhibit=exhibit), _picture_of(exhibit)
    for tip in _tips_to_look_at().order_by("report_number").only("pk", "report_number").iterator(chunk_size=AT_ONCE):
        if until and monotonic() > until:
            return
        yield from _of_tip(tip)


def _exhibits_to_look_at() -> QuerySet[Exhibit]:
    known = PictureHash.objects.filter(exhibit__isnull=False).order_by().values("exhibit")
    return Exhibit.objects.filter(restricted_at__isnull=True, destroyed_at__isnull=True).exclude(pk__in=known)


def _tips_to_look_at() -> QuerySet[Tip]:
    known = PictureHash.objects.filter(tip__isnull=False).order_by().values("tip")
    return Tip.objects.filter(report_number__gt=0).exclude(pk__in=known)  # by its index: few tips came by a report


def _picture_of(exhibit: Exhibit) -> bytes:
    """The bytes of an exhibit that is a picture; b"" for any other, which is read no further than its start."""
    if exhibit.is_physical or exhibit.size > PICTURE_AT_MOST:
        return b""
    kept = bytearray()
    try:
        with exhibit_store().open(exhibit.address) as sealed:
            for piece in unseal(sealed, kek=keys().kek):
                kept += piece
                if len(kept) >= START and kind_of(bytes(kept[:START]), exhibit.size) is not Kind.PICTURE:
                    return b""
    except (NotInStore, SealBroken, OSError):
        return b""
    return bytes(kept)


def _of_tip(tip: Tip) -> Iterator[tuple[PictureHash, bytes]]:
    """Files of a tip, but for those that somebody restricted; the clean copy where there is one."""
    key = keys().letter
    shut = set(ShutFile.objects.standing().filter(tip=tip).values_list("place", flat=True))
    yield PictureHash(tip=tip), b""
    for one in files_of(tip.report_number, key=key):
        data = None if one.place in shut else file_of(tip.report_number, one.place, is_copy=one.has_copy, key=key)
        yield PictureHash(tip=tip, place=one.place), data or b""


def _gone() -> QuerySet[PictureHash]:
    shut = Q(exhibit__restricted_at__isnull=False) | Q(exhibit__destroyed_at__isnull=False)
    file = ShutFile.objects.standing().filter(tip=OuterRef("tip"), place=OuterRef("place"))
    return PictureHash.objects.filter(shut | (Exists(file) & Q(quality__gt=0)))


def _let_go() -> int:
    """Take out what was restricted or destroyed since: nothing is known of its picture any more."""
    numbers = list(_gone().values_list("pk", "tip", "family"))
    of_tips = [pk for pk, tip, _family in numbers if tip]
    PictureHash.objects.filter(pk__in=of_tips).update(hashes=b"", quality=0)
    PictureHash.objects.filter(pk__in=[pk for pk, tip, _family in numbers if not tip]).delete()
    settle(BasisKind.PICTURE, _sharing({family for _pk, _tip, family in numbers} - {""}), timezone.now())
    return len(numbers)


@transaction.atomic
def _fold_anew(by: object) -> int:
    """Fold all pictures; give how many proposals are new."""
    rows = list(PictureHash.objects.select_for_update().filter(Q(quality__gt=0) | ~Q(family="")).order_by("pk"))
    kept = [row for row in rows if row.hashes]
    looks = [Look.of_hashes(bytes(row.hashes), row.quality) for row in kept]
    codes = dict(zip((row.pk for row in kept), fold_pictures(looks, by_hashes=True).codes, strict=True))
    changed, moved = set[str](), []
    for row in rows:
        code = codes.get(row.pk, "")
        if row.family != code:
            changed |= {row.family, code}
            row.family = code
            moved.append(row)
    PictureHash.objects.bulk_update(moved, ["family"], batch_size=500)
    made = settle(BasisKind.PICTURE, _sharing(changed - {""}), timezone.now())
    record(by=by, verb="link.pictures_folded", subject="pictures", facts={"pictures": len(kept), "new": made})
    return made


def settle_pictures_of(tips: list[int]) -> int:
    """Let what pictures of tips that went into a case have in common with others speak for their case."""
    families = set(PictureHash.objects.filter(tip__in=tips).exclude(family="").values_list("family", flat=True))
    return settle(BasisKind.PICTURE, _sharing(families), timezone.now())


def _sharing(families: set[str]) -> dict[str, set[End]]:
    records: dict[str, set[str]] = defaultdict(set)
    rows = PictureHash.objects.readable().filter(family__in=families)
    for family, tip, ref in rows.values_list("family", "tip", "exhibit__case__ref"):
        records[family].add(f"{TIP}{tip}" if tip else f"{CASE}{ref}")
    ends = ends_of({one for found in records.values() for one in found})
    return {family: {ends[one] for one in records[family] if one in ends} for family in families}
