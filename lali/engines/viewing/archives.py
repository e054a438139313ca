"""Archives: what lies in them by name, size and time, without unpacking; a file in one is taken out by its number."""

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, BinaryIO, cast

from lali.engines.viewing.described import Beware, Caution, Kind, Member, Seen
from lali.engines.viewing.reading import MEMBERS_ON_A_PAGE, Cannot, Order, caution, of_name, shown_name
from lali.engines.viewing.recognising import lies

MOST_LISTED = 1_000_000
MOST_SEARCHED = 4 * 1024**3  # unpacked bytes of a packed tar that are gone through
BOMB = 200  # times its size, as a whole or one file
BOMB_FROM = 100 * 1024 * 1024
PIECE = 256 * 1024
_UNIX = 3
_PACKED: dict[str, Callable[[BinaryIO], Any]] = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}


def look(file: BinaryIO, order: Order) -> Seen:
    """A page of the list."""
    form = order.found.format
    if form == "ZIP":
        return _zip(file, order)
    if form == "tar":
        return _tar(file, order, form)
    if form in _PACKED:
        return _packed(file, order)
    cautions = [*lies(order.name, form), caution(Beware.NOT_LISTED, form)]
    return Seen(kind=Kind.ARCHIVE, format=form, cautions=tuple(cautions))


def member(file: BinaryIO, order: Order) -> Iterator[bytes]:
    """One file of an archive, piece by piece; what unpacks to more than it says, or than may be, ends it."""
    form = order.found.format
    if form == "ZIP":
        return _of_zip(file, order.member)
    if form == "tar":
        return _of_tar(file, order.member)
    if form in _PACKED:
        return _of_packed(file, order)
    raise Cannot("no_such_part")


# -- zip -------------------------------------------------------------------------------------------------------------


def opened_zip(file: BinaryIO) -> zipfile.ZipFile:
    """A zip file. Cannot("damaged") when its list cannot be read."""
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise Cannot("damaged") from None


def _zip(file: BinaryIO, order: Order) -> Seen:
    with opened_zip(file) as parts:
        listed = parts.infolist()[:MOST_LISTED]
    first = order.first(MEMBERS_ON_A_PAGE)
    if listed and first >= len(listed):
        raise Cannot("no_such_part")
    shown = [_in_zip(number, one) for number, one in enumerate(listed[first : first + MEMBERS_ON_A_PAGE], first + 1)]
    return Seen(
        kind=Kind.ARCHIVE,
        format="ZIP",
        page=order.page,
        pages=max(1, -(-len(listed) // MEMBERS_ON_A_PAGE)),
        members=tuple(shown),
        total=len(listed),
        cautions=(*lies(order.name, "ZIP"), *_of_whole_zip(listed, order.size)),
    )


def _of_whole_zip(listed: list[zipfile.ZipInfo], size: int) -> list[Caution]:
    found = []
    unpacked = sum(one.file_size for one in listed)
    if unpacked > BOMB_FROM and unpacked > BOMB * size:
        found.append(caution(Beware.UNPACKS_LARGE, f"{unpacked:,} / {size:,}"))
    if encrypted := sum(one.flag_bits & 1 for one in listed):
        found.append(caution(Beware.ENCRYPTED, f"{encrypted}/{len(listed)}"))
    twice = [name for name, times in Counter(one.filename for one in listed).items() if times > 1]
    if twice:
        found.append(caution(Beware.SAME_NAME, ", ".join(map(shown_name, twice[:5]))))
    places = sorted((one.header_offset, one.compress_size) for one in listed)
    if any(start + packed > after for (start, packed), (after, _next) in pairwise(places)):
        found.append(caution(Beware.UNPACKS_LARGE, "files that lie over one another"))
    against = {word for one in listed for word in _against(one)}
    return found + [caution(Beware(word)) for word in sorted(against & {Beware.TRAVERSAL, Beware.LINK, Beware.PROGRAM})]


def _against(one: zipfile.ZipInfo) -> list[str]:
    found = of_name(one.filename)
    mode = one.external_attr >> 16
    if one.create_system == _UNIX and stat.S_ISLNK(mode):
        found.append(str(Beware.LINK))
    if one.flag_bits & 1:
        found.append(str(Beware.ENCRYPTED))
    if one.file_size > BOMB_FROM and one.file_size > BOMB * max(one.compress_size, 1):
        found.append(str(Beware.UNPACKS_LARGE))
    return found


def _in_zip(number: int, one: zipfile.ZipInfo) -> Member:
    year, month, day, hour, minute, second = one.date_time
    at = f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
    opens = not one.is_dir() and not one.flag_bits & 1
    return Member(number, shown_name(one.filename), one.file_size, one.compress_size, at, opens, tuple(_against(one)))


def _of_zip(file: BinaryIO, number: int) -> Iterator[bytes]:
    with opened_zip(file) as parts:
        listed = parts.infolist()
        if not 1 <= number <= len(listed):
            raise Cannot("no_such_part")
        one = listed[number - 1]
        if one.flag_bits & 1:
            raise Cannot("encrypted")
        said = one.file_size
        with parts.open(one) as unpacked:
            yield from in_pieces(cast("BinaryIO", unpacked), said)


def in_pieces(unpacked: BinaryIO, said: int = -1) -> Iterator[bytes]:
    """What is unpacked, piece by piece; Cannot("too_large") when it is more than it said."""
    given = 0
    while piece := unpacked.read(PIECE):
        given += len(piece)
        if 0 <= said < given:
            raise Cannot("too_large")
        yield piece


# -- tar -------------------------------------------------------------------------------------------------------------


def _tar(file: BinaryIO, order: Order, form: str) -> Seen:
    first = order.first(MEMBERS_ON_A_PAGE)
    shown, against, number, cut = [], set(), 0, False
    try:
        with tarfile.open(fileobj=file, mode="r:") as parts:
            for one in parts:
                number += 1
                if first < number <= first + MEMBERS_ON_A_PAGE:
                    shown.append(_in_tar(number, one))
                    against |= set(shown[-1].cautions)
                parts.members = []  # type: ignore[attr-defined]  # the list would hold every one of them
                if number > first + MEMBERS_ON_A_PAGE or number > MOST_LISTED:
                    cut = True
                    break
    except (tarfile.TarError, EOFError, OSError, ValueError, lzma.LZMAError):
        if not number:
            raise Cannot("damaged") from None
        against.add(str(Beware.DAMAGED))
    if number and not shown:
        raise Cannot("no_such_part")
    said = against & {Beware.TRAVERSAL, Beware.LINK, Beware.PROGRAM, Beware.DAMAGED, Beware.DEVICE_FILE}
    cautions = [*lies(order.name, form), *(caution(Beware(word)) for word in sorted(said))]
    return Seen(
        kind=Kind.ARCHIVE, format=form, page=order.page, pages=0 if cut else order.page, more=cut,
        members=tuple(shown), total=-1 if cut else number, cautions=tuple(cautions),
    )  # fmt: skip


def _in_tar(number: int, one: tarfile.TarInfo) -> Member:
    against = of_name(one.name)
    if one.issym() or one.islnk():
        against += [str(Beware.LINK), *(of_name(one.linkname) if Beware.TRAVERSAL in of_name(one.linkname) else [])]
    if one.isdev():
        against.append(str(Beware.DEVICE_FILE))
    name = f"{one.name} → {one.linkname}" if one.linkname else one.name
    try:
        at = f"{datetime.fromtimestamp(one.mtime, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        at = ""
    return Member(number, shown_name(name), one.size, one.size, at, one.isfile(), tuple(dict.fromkeys(against)))


def _of_tar(file: BinaryIO, wanted: int) -> Iterator[bytes]:
    with tarfile.open(fileobj=file, mode="r:") as parts:
        for number, one in enumerate(parts, 1):
            if number == wanted:
                unpacked = parts.extractfile(one) if one.isfile() else None
                if unpacked is None:
                    break
                yield from in_pieces(cast("BinaryIO", unpacked), one.size)
                return
            parts.members = []  # type: ignore[attr-defined]
    raise Cannot("no_such_part")


# -- one packed file: gzip, bzip2, xz ----------------------------------------------------------------------------------


def _packed(file: BinaryIO, order: Order) -> Seen:
    form = order.found.format
    unpacked = cast("BinaryIO", _PACKED[form](file))
    try:
        start = unpacked.read(512)
    except (OSError, EOFError, ValueError, lzma.LZMAError):
        raise Cannot("damaged") from None
    if start[257:262] == b"ustar":
        unpacked.seek(0)
        return _tar(cast("BinaryIO", Bounded(unpacked)), order, f"tar ({form})")
    name = order.name.rpartition(".")[0] or "?"
    return Seen(
        kind=Kind.ARCHIVE,
        format=form,
        members=(Member(1, shown_name(name), packed=order.size),),
        total=1,
        cautions=tuple(lies(order.name, form)),
    )


class Bounded:
    """A packed file as a tar reader sees it, that ends with an error when it unpacks to too much."""

    def __init__(self, unpacked: BinaryIO) -> None:
        self._unpacked = unpacked

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes."""
        if self._unpacked.tell() > MOST_SEARCHED:
            raise Cannot("too_long")
        return self._unpacked.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go on to a place, by unpacking what lies before it."""
        if whence == 0 and offset > MOST_SEARCHED:
            raise Cannot("too_long")
        return self._unpacked.seek(offset, whence)

    def tell(self) -> int:
        """Say the place."""
        return self._unpacked.tell()


def _of_packed(file: BinaryIO, order: Order) -> Iterator[bytes]:
    unpacked = cast("BinaryIO", _PACKED[order.found.format](file))
    start = unpacked.read(512)
    unpacked.seek(0)
    if start[257:262] == b"ustar":
        yield from _of_tar(cast("BinaryIO", Bounded(unpacked)), order.member)
    elif order.member == 1:
        yield from in_pieces(unpacked)
    else:
        raise Cannot("no_such_part")
