"""Texts: letters found, and what hides among them made visible. Markup and scripts are texts too, and stay so."""

import re
import unicodedata
from contextlib import suppress
from encodings.aliases import aliases
from importlib import import_module
from typing import BinaryIO

import charset_normalizer

from lali.engines.viewing.described import Beware, Caution, Fact, Kind, Says, Seen
from lali.engines.viewing.reading import LETTERS_ON_A_PAGE, Cannot, Order, Recognised, caution
from lali.engines.viewing.recognising import is_text, lies

SAMPLE = 64 * 1024
BYTES_ON_A_PAGE = LETTERS_ON_A_PAGE * 2
HEX_BYTES = 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_JOINERS = {"\u200d", "\ufe0f", "\ufe0e"}  # part of many signs; between letters they hide
_SCRIPTS = re.compile(
    rb"<script|javascript:|\bon(?:load|error|click|begin)\s*=|<foreignobject|<iframe|<object|<embed", re.IGNORECASE
)
_OUTSIDE = re.compile(rb"(?:src|href|url)\s*[=(]\s*[\x22\x27]?\s*(?:https?:)?//", re.IGNORECASE)


def prepare(file: BinaryIO) -> None:
    """Load what guesses encodings: it loads its parts when they are first needed."""
    file.seek(0)
    if not _is_utf8(file.read(SAMPLE)):
        load_encodings()
        charset_normalizer.from_bytes(
            "Où ça ? Ở đâu. Привет, ทักทาย".encode("utf-16-le") + b"\x81\xe9\xe0 \xa1" * 40
        ).best()


def load_encodings() -> None:
    """Load every encoding there is."""
    for name in set(aliases.values()):
        with suppress(ImportError):  # those of another system
            import_module(f"encodings.{name}")


def look(file: BinaryIO, order: Order) -> Seen:
    """A page of a text; of what is no text the first bytes as numbers."""
    found = order.found
    if found.kind in {Kind.UNKNOWN, Kind.PROGRAM}:
        return _as_numbers(file, order)
    if found.kind == Kind.EMPTY:
        return Seen(kind=Kind.EMPTY, format="")
    encoding, guessed = encoding_of(found.head)
    start, length = _place(order, encoding)
    if start >= order.size and order.page > 1:
        raise Cannot("no_such_part")
    text, wrong = _decoded(_page(file, start, length, encoding), encoding)
    shown, cautions = revealed(text)
    cautions = lies(order.name, found.format) + _of_markup(found) + cautions
    if guessed:
        cautions.append(caution(Beware.ENCODING_GUESSED, encoding))
    if wrong:
        cautions.append(caution(Beware.DAMAGED_LETTERS, wrong))
    more = start + length < order.size
    return Seen(
        kind=found.kind,
        format=found.format,
        page=order.page,
        pages=-(-order.size // length),
        more=more,
        text=shown,
        facts=(Fact(Says.ENCODING, encoding),),
        cautions=tuple(cautions),
    )


def _place(order: Order, encoding: str) -> tuple[int, int]:
    length = BYTES_ON_A_PAGE if encoding.startswith(("utf-16", "utf-32")) else LETTERS_ON_A_PAGE
    return order.first(length), length


def _page(file: BinaryIO, start: int, length: int, encoding: str) -> bytes:
    """The bytes of a page: from the first letter that begins in it to the end of the last one."""
    file.seek(start)
    data = file.read(length + 3)
    if encoding not in {"utf-8", "utf-8-sig"}:
        return data[:length]
    first, end = 0, min(length, len(data))
    while start and first < min(3, len(data)) and _goes_on(data[first]):
        first += 1
    while end < len(data) and _goes_on(data[end]):
        end += 1
    return data[first:end]


def _goes_on(byte: int) -> bool:
    """Whether a byte of UTF-8 is not the first of its letter."""
    return byte & 0xC0 == 0x80  # noqa: PLR2004


def _decoded(data: bytes, encoding: str) -> tuple[str, int]:
    """Letters, and how many places were none."""
    if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16-le"
    text = data.decode(encoding, "replace")
    return text, text.count("\ufffd")


def encoding_of(sample: bytes) -> tuple[str, bool]:
    """Which letters a text is written in, and whether that is a guess."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding, False
    if not _is_utf8(sample):
        return _guessed(sample), True
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) / half > 0.4:  # noqa: PLR2004
        return "utf-16-le", True
    if sample[0::2].count(0) / half > 0.4:  # noqa: PLR2004
        return "utf-16-be", True
    return "utf-8", False


def _is_utf8(sample: bytes) -> bool:
    """Whether it is UTF-8; of a long one the last letter may be cut."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as why:
        return len(sample) >= SAMPLE and why.start >= len(sample) - 4
    return True


def _guessed(sample: bytes) -> str:
    best = charset_normalizer.from_bytes(sample[:SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    try:
        sample[:16].decode(encoding, "replace")
    except (LookupError, OSError):
        return "cp1252"
    return encoding


def revealed(text: str) -> tuple[str, list[Caution]]:
    """A text with every hidden sign written out, and what that means."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    hidden: dict[str, int] = {}

    def shown(match: re.Match[str]) -> str:
        sign, at = match[0], match.start()
        if sign in _JOINERS and at and not text[at - 1].isalpha():
            return sign
        hidden[sign] = hidden.get(sign, 0) + 1
        return f"‹U+{ord(sign):04X}›"

    written = _HIDDEN.sub(shown, text)
    cautions = []
    if turned := sum(count for sign, count in hidden.items() if _BIDI.match(sign)):
        cautions.append(caution(Beware.RIGHT_TO_LEFT, turned))
    if others := sum(hidden.values()) - turned:
        names = sorted({unicodedata.name(sign, f"U+{ord(sign):04X}") for sign in hidden if not _BIDI.match(sign)})
        cautions.append(caution(Beware.HIDDEN_SIGNS, f"{others}: {', '.join(names[:5])}"))
    return written, cautions


def _of_markup(found: Recognised) -> list[Caution]:
    cautions = []
    if found.kind == Kind.MARKUP or found.head.lstrip().startswith(b"#!"):
        if _SCRIPTS.search(found.head) or found.head.lstrip().startswith(b"#!"):
            cautions.append(caution(Beware.SCRIPT))
        if _OUTSIDE.search(found.head):
            cautions.append(caution(Beware.OUTSIDE))
        if b"<!ENTITY" in found.head:
            cautions.append(caution(Beware.OUTSIDE, "ENTITY"))
    return cautions


def _as_numbers(file: BinaryIO, order: Order) -> Seen:
    found, start = order.found, order.first(HEX_BYTES)
    file.seek(start)
    data = file.read(HEX_BYTES)
    if not data and order.page > 1:
        raise Cannot("no_such_part")
    rows = []
    for at in range(0, len(data), 16):
        row = data[at : at + 16]
        letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)  # noqa: PLR2004
        rows.append(f"{start + at:08x}  {row.hex(' '):<47}  {letters}")
    cautions = lies(order.name, found.format)
    if found.kind == Kind.PROGRAM:
        cautions.append(caution(Beware.PROGRAM, found.format))
    return Seen(
        kind=found.kind,
        format=found.format,
        page=order.page,
        pages=-(-order.size // HEX_BYTES),
        more=start + HEX_BYTES < order.size,
        text="\n".join(rows),
        cautions=tuple(cautions),
    )


__all__ = ["encoding_of", "is_text", "look", "revealed"]
