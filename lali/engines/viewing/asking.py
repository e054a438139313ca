"""Asking the process that reads hostile files: one order, one answer, within limits, from a file it never opens itself.

The process has no file, no key and no network. When it needs bytes of the original it asks for them by place and
length, and this side reads them from the sealed file, piece by piece; so a file of any size is looked at in bounded
memory, and nothing lies unsealed on a disk.
"""

import json
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from threading import Timer
from time import monotonic
from typing import IO, Protocol

from lali.engines.viewing.described import Seen, seen_from
from lali.engines.viewing.reading import MEMBERS_ON_A_PAGE, PIECE
from lali.engines.viewing.wording import PageWords, page_from

SECONDS = 15  # somebody waits for the page: for all steps of one order together
SECONDS_TO_TAKE = 300  # for a large part that is taken in
MEMORY = 1_024 * 1024 * 1024
MOST_READ = 4 * 1024**3  # bytes of the original that one look may ask for
MOST_SEEN = 16 * 1024 * 1024
MOST_WORDS = 64 * 1024 * 1024
MOST_PICTURE = 32 * 1024 * 1024
MOST_TAKEN = 16 * 1024**3
MOST_INSIDE = 64 * 1024 * 1024  # a file inside a file, to look into it
DEEPEST = 4  # files inside files inside files
REASONS = {"damaged", "too_large", "too_long", "encrypted", "no_such_part", "no_picture", "not_read"}
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class CannotLook(Exception):
    """The file was not looked at; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason if reason in REASONS else "damaged"


class Original(Protocol):
    """What can be read from any place."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place."""

    def read(self, size: int = -1, /) -> bytes | None:
        """Give at most so many bytes."""


@dataclass(frozen=True, slots=True)
class Where:
    """Which page of which part of which file inside a file: `inside` has a number for each step down."""

    inside: tuple[int, ...] = ()
    part: int = 0
    page: int = 1


def by_when(seconds: int | None = None) -> float:
    """Until when an order that begins now has to be done."""
    return monotonic() + (SECONDS if seconds is None else seconds)


def look(original: Original, *, name: str = "", where: Where | None = None, until: float | None = None) -> Seen:
    """Say what a file is and shows. Raises `CannotLook`; whatever `original` raises goes through.

    `until` (`by_when`) is for several orders that share their time; the same in the other functions.
    """
    where, until = where or Where(), until or by_when()
    file = _inner(original, where.inside, until)
    order = {"job": "look", "name": name, "part": where.part, "page": where.page}
    answer = b"".join(_asked(file, order, MOST_SEEN, until))
    try:
        return seen_from(answer)
    except ValueError:
        raise CannotLook("damaged") from None


def words_in(original: Original, *, name: str = "", until: float, most: int) -> Iterator[PageWords]:
    """Give the words of at most so many pages, as they come. Raises `CannotLook`, in the middle too.

    A file without words, such as a picture, gives no page.
    """
    order = {"job": "words", "name": name, "part": 0, "page": 1, "pages": most}
    rest = b""
    for piece in _asked(original, order, MOST_WORDS, until):
        *lines, rest = (rest + piece).split(b"\n")
        for one in lines:
            try:
                yield page_from(one)
            except ValueError:
                raise CannotLook("damaged") from None


def picture(original: Original, *, where: Where | None = None, wide: int = 1600) -> bytes:
    """Give one page as a PNG or JPEG made anew, at most so many pixels wide and high. Raises `CannotLook`."""
    where, until = where or Where(), by_when()
    file = _inner(original, where.inside, until)
    order = {"job": "picture", "name": "", "part": where.part, "page": where.page, "wide": wide}
    made = b"".join(_asked(file, order, MOST_PICTURE, until))
    if not made.startswith(_PICTURES):
        raise CannotLook("no_picture")
    return made


def taken(original: Original, *, inside: tuple[int, ...]) -> Iterator[bytes]:
    """Give the bytes of a file inside a file, piece by piece. Raises `CannotLook`, in the middle too."""
    until = by_when(SECONDS_TO_TAKE)
    file = _inner(original, inside[:-1], until)
    order = {"job": "member", "name": "", "member": inside[-1], "part": 0, "page": 1}
    return _asked(file, order, MOST_TAKEN, until)


def name_inside(original: Original, name: str, inside: tuple[int, ...], *, until: float | None = None) -> str:
    """What a file inside a file is called there: `name` when it is the file itself. Raises `CannotLook`."""
    if not inside:
        return name
    until = until or by_when()
    *outer, number = inside
    for page in sorted({(number - 1) // MEMBERS_ON_A_PAGE + 1, 1}, reverse=True):
        with suppress(CannotLook):
            for one in look(original, where=Where(tuple(outer), page=page), until=until).members:
                if one.number == number:
                    return one.name
    raise CannotLook("no_such_part")


def _inner(original: Original, inside: tuple[int, ...], until: float) -> Original:
    """The file that is meant, in memory when it lies inside another: each step by a process of its own."""
    if len(inside) > DEEPEST:
        raise CannotLook("no_such_part")
    for number in inside:
        order = {"job": "member", "name": "", "member": number, "part": 0, "page": 1}
        original = BytesIO(b"".join(_asked(original, order, MOST_INSIDE, until)))
    return original


def _asked(original: Original, order: Mapping[str, object], most: int, until: float) -> Iterator[bytes]:
    """The worker's answer in pieces. It is ended when its time is over, it says too much, or nobody listens."""
    seconds = until - monotonic()
    if seconds <= 0:
        raise CannotLook("too_long")
    size = original.seek(0, 2)
    limits = {"size": size, "seconds": ceil(seconds), "memory": MEMORY, "most": most}
    head = json.dumps(dict(order) | limits).encode()
    with subprocess.Popen(
        [sys.executable, "-I", "-c", "from lali.engines.viewing.worker import main; raise SystemExit(main())"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
        cwd="/",
    ) as worker:
        assert worker.stdin
        assert worker.stdout
        late = Timer(seconds, worker.kill)
        late.daemon = True
        late.start()
        try:
            yield from _spoken(worker.stdin, worker.stdout, original, head, most)
        except (BrokenPipeError, struct.error):
            raise CannotLook("damaged" if late.is_alive() else "too_long") from None
        finally:
            late.cancel()
            worker.kill()
            with suppress(BrokenPipeError):
                worker.stdin.close()


def _spoken(to: IO[bytes], heard: IO[bytes], original: Original, head: bytes, most: int) -> Iterator[bytes]:
    """Answer the worker's questions for bytes until it is done, or cannot."""
    _say(to, head)
    read = said = 0
    while True:
        what, length = heard.read(1), struct.unpack(">Q", heard.read(8))[0]
        if what == b"?":
            start, wanted = divmod(length, PIECE + 1)
            read += wanted
            if read > MOST_READ:
                raise CannotLook("too_long")
            original.seek(start)
            _say(to, original.read(wanted) or b"")
        elif what == b"=":
            said += length
            if length > PIECE or said > most:
                raise CannotLook("too_large")
            yield heard.read(length)
        elif what == b".":
            return
        else:
            raise CannotLook(heard.read(min(length, 20)).decode("ascii", "replace"))


def _say(to: IO[bytes], data: bytes) -> None:
    to.write(struct.pack(">I", len(data)) + data)
    to.flush()
