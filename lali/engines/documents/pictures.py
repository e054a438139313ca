"""Redacting pictures and PDFs, and showing their pages: all in a process of its own.

A picture is decoded, its boxes are filled, and only the pixels are written anew: no metadata, no thumbnail, no layer is
carried over. A PDF is turned into pictures of its pages first, so that the result has no text, no attachment, no
script and no form. Anything else cannot be redacted, only withheld.
"""

import json
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
MAX_PAGES = 300
MAX_PIXELS = 40_000_000
MAX_TEXT = 1024 * 1024
SECONDS = 120
_MAX_OUT = 512 * 1024 * 1024
_WORKER = Path(__file__).with_name("worker.py")  # by its path: it must start without the writers
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
)
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}  # the photographs of an iPhone


class Kind(StrEnum):
    """What can be redacted in which way."""

    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"
    OTHER = "other"


class CannotRedact(Exception):
    """The file was not redacted; `reason` is one of a few fixed words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason  # other | damaged | too_large | too_many_pages | too_long | several_frames


@dataclass(frozen=True, slots=True)
class Box:
    """What is covered on a page (from 1), in ten-thousandths of its width and height."""

    page: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a PNG."""

    data: bytes
    width: int
    height: int


def kind_of(start: bytes, size: int) -> Kind:
    """Tell from its first kilobytes what a file is; its name is not asked."""
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return Kind(kind) if size <= MAX_BYTES else Kind.OTHER
    if (start[:4] == b"RIFF" and start[8:12] == b"WEBP") or (start[4:8] == b"ftyp" and start[8:12] in _HEIF):
        return Kind.PICTURE if size <= MAX_BYTES else Kind.OTHER
    return Kind.TEXT if size <= MAX_TEXT and start and _is_text(start) else Kind.OTHER


def _is_text(start: bytes) -> bool:
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 3:  # less: a letter is cut off at the end
            return False
        text = start[: error.start].decode("utf-8-sig")
    return not any((letter < " " and letter not in "\t\n\r\f") or letter == "\x7f" for letter in text)


def redacted_picture(data: bytes, boxes: Sequence[Box]) -> bytes:
    """Give the picture as PNG with the boxes filled and nothing but its pixels. Raises `CannotRedact`."""
    return _asked(data, Kind.PICTURE, "redact", boxes=boxes)[0]


def redacted_pdf(data: bytes, boxes: Sequence[Box]) -> bytes:
    """Give a PDF of pictures of the pages, the boxes filled. Raises `CannotRedact`."""
    return _asked(data, Kind.PDF, "redact", boxes=boxes)[0]


def page_count(data: bytes) -> int:
    """Give the number of pages; of a picture 1. Raises `CannotRedact`."""
    return int(_asked(data, kind_of(data[:4096], len(data)), "count")[0])


def picture_of_page(data: bytes, page: int, *, wide: int = 1200, boxes: Sequence[Box] = ()) -> Page:
    """Give one page, from 1, as a PNG at most so many pixels wide. Raises `CannotRedact`."""
    png = _asked(data, kind_of(data[:4096], len(data)), "show", boxes=boxes, page=page, wide=wide)[0]
    width, height = struct.unpack(">II", png[16:24])
    return Page(png, width, height)


def _asked(
    data: bytes, kind: Kind, job: str, *, boxes: Sequence[Box] = (), page: int = 0, wide: int = 0
) -> list[bytes]:
    """Have the worker do it: it has no other input than these bytes, and ends after its seconds."""
    if kind not in {Kind.PICTURE, Kind.PDF}:
        raise CannotRedact("other")
    more = {"boxes": [asdict(box) for box in boxes], "page": page, "wide": wide}
    return asked(data, kind, job, more=more)


def luma_of_picture(data: bytes, *, side: int) -> list[list[float]]:
    """Give a picture's luminance, row by row, brought to so many pixels a side at most; nothing of it is shown.

    Raises `CannotRedact`: among others for what is no picture.
    """
    kind = kind_of(data[:4096], len(data))
    if kind is not Kind.PICTURE:
        raise CannotRedact("other")
    answer = asked(data, kind, "pixels", more={"wide": side})[0]
    width, height = struct.unpack(">II", answer[:8])
    rgb = memoryview(answer)[8:]
    if len(rgb) != 3 * width * height:
        raise CannotRedact("damaged")
    line = [0.299 * rgb[at] + 0.587 * rgb[at + 1] + 0.114 * rgb[at + 2] for at in range(0, len(rgb), 3)]
    return [line[start : start + width] for start in range(0, width * height, width)]


def asked(
    data: bytes,
    kind: Kind,
    job: str,
    *,
    more: Mapping[str, object] | None = None,
    seconds: int | None = None,
    pages: int | None = None,
) -> list[bytes]:
    """Give the worker's answer to one order, within SECONDS and MAX_PAGES unless said. Raises `CannotRedact`."""
    seconds, pages = seconds or SECONDS, pages or MAX_PAGES
    if len(data) > MAX_BYTES:
        raise CannotRedact("too_large")
    limits = {"seconds": seconds, "pages": pages, "pixels": MAX_PIXELS}
    order = {"kind": str(kind), "job": job, "boxes": [], "page": 0, "wide": 0} | dict(more or {})
    head = json.dumps(order | limits).encode()
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-I", str(_WORKER)],
            input=struct.pack(">I", len(head)) + head + data,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
        )
    except subprocess.TimeoutExpired:
        raise CannotRedact("too_long") from None
    if done.returncode or len(done.stdout) > _MAX_OUT:
        raise CannotRedact(word_of(done.stderr))
    return _parts(done.stdout)


def worker() -> subprocess.Popen[bytes]:
    """The worker, begun, for an order that many files follow; nothing of what it says of its errors is kept."""
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-I", str(_WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        bufsize=0,
    )


def word_of(said: bytes) -> str:
    """The fixed word by which a worker says why it cannot; "damaged" for whatever else it says."""
    word = said[-200:].decode("ascii", "replace").strip().rpartition("\n")[2].removeprefix("cannot: ")
    return word if word in _WORDS else "damaged"


_WORDS = {"other", "damaged", "too_large", "too_many_pages", "too_long", "several_frames", "no_such_page"}


def _parts(out: bytes) -> list[bytes]:
    if not out:
        raise CannotRedact("damaged")
    sizes = struct.unpack(f">{out[0]}Q", out[1 : 1 + 8 * out[0]])
    ends = [1 + 8 * out[0]]
    for size in sizes:
        ends.append(ends[-1] + size)
    return [out[start:end] for start, end in pairwise(ends)]
