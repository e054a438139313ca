"""Lists of digests of known files, read as a stream: lines, CSV (NSRL's among them), VICS JSON.

Which form it is, the file itself says. Columns of a CSV are found by their headings (MD5, SHA-1, SHA-256, PDQ, written
in any usual way); without headings, and in plain lines, a word of 32, 40 or 64 hexadecimal digits is a digest.
VICS (Project VIC's data model, `value[]` with `Category`, `MD5`, `SHA1`) is read for the categories that are asked for.
"""

import csv
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from typing import Any, TextIO


class HashKind(IntEnum):
    """How a digest was made."""

    MD5 = 1
    SHA1 = 2
    SHA256 = 3
    PDQ = 4


class ListRefused(Exception):
    """The file is no list of digests; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest of a list."""

    kind: HashKind
    value: bytes


LONGEST_LINE = 64 * 1024
LARGEST_ITEM = 4 * 1024 * 1024
_READ = 256 * 1024
_HEX = re.compile(r"[0-9A-Fa-f]+\Z")
_LENGTHS = {32: HashKind.MD5, 40: HashKind.SHA1, 64: HashKind.SHA256}
_NAMES = {"md5": HashKind.MD5, "sha1": HashKind.SHA1, "sha256": HashKind.SHA256, "pdq": HashKind.PDQ}
_SIZES = {kind: size for size, kind in _LENGTHS.items()} | {HashKind.PDQ: 64}
_APART = re.compile(r"[\s,;\t|*\"']+")


def digests_in(
    text: TextIO, *, long_is: HashKind = HashKind.SHA256, categories: Collection[int] = (1, 2)
) -> Iterator[list[Digest]]:
    """Give each line's or item's digests: a list of `Digest`, empty for a line that has none.

    `long_is` says what 64 digits without a heading are (SHA-256, or PDQ); `categories` which items of a VICS file are
    meant (1 and 2 are abuse and exploitation of children where the model's own numbers are used; countries differ).
    Raises `ListRefused` for what cannot be a list.
    """
    start = text.read(_READ)
    if not start.strip("\ufeff").strip():
        raise ListRefused("The list is empty.")
    if start.lstrip("\ufeff \r\n\t").startswith("{"):
        yield from _in_vics(start, text, frozenset(categories))
        return
    lines = _lines(start, text)
    first = next(lines, "")  # blank as far as was read: no line may follow
    try:
        columns = _columns(first)
        if columns:
            yield from (_in_row(row, columns) for row in csv.reader(lines))
            return
    except csv.Error as why:
        raise ListRefused("A line of it cannot be read as CSV.") from why
    yield from (_in_line(line, long_is) for line in chain([first], lines))


def _lines(start: str, text: TextIO) -> Iterator[str]:
    held = start.removeprefix("\ufeff")
    while True:
        *whole, held = held.split("\n")
        yield from (line.rstrip("\r") for line in whole)
        if len(held) > LONGEST_LINE:
            raise ListRefused("A line of it is longer than any list has.")
        more = text.read(_READ)
        if not more:
            yield from [held] if held.strip() else []
            return
        held += more


def _columns(line: str) -> dict[int, HashKind]:
    """Which columns hold digests, by the headings; none when there are no headings."""
    names = [re.sub(r"[^a-z0-9]", "", name.casefold()) for name in next(csv.reader([line]), [])]
    return {place: _NAMES[name] for place, name in enumerate(names) if name in _NAMES}


def _in_row(row: list[str], columns: dict[int, HashKind]) -> list[Digest]:
    found = ((kind, row[place].strip()) for place, kind in columns.items() if place < len(row))
    return [one for kind, words in found if (one := _digest(kind, words))]


def _in_line(line: str, long_is: HashKind) -> list[Digest]:
    if line.lstrip().startswith("#"):
        return []
    for word in _APART.split(line.strip()):  # the first that is a digest: what follows is a file's name
        kind = _LENGTHS.get(len(word))
        kind = long_is if kind is HashKind.SHA256 else kind
        if kind and (one := _digest(kind, word)):
            return [one]
    return []


def _digest(kind: HashKind, words: str) -> Digest | None:
    if len(words) != _SIZES[kind] or not _HEX.match(words):
        return None
    return Digest(kind, bytes.fromhex(words))


def _in_vics(start: str, text: TextIO, categories: frozenset[int]) -> Iterator[list[Digest]]:
    for item in _items(start, text):
        wanted = item.get("Category") in categories
        words = ((_NAMES.get(str(name).casefold().replace("-", "")), value) for name, value in item.items())
        digests = (_digest(kind, value.strip()) for kind, value in words if kind and isinstance(value, str))
        yield [one for one in digests if one] if wanted else []


def _items(start: str, text: TextIO) -> Iterator[dict[str, Any]]:
    """Each object of the array `value`, one at a time."""
    held = start
    while not (begin := re.search(r'"value"\s*:\s*\[', held)):
        more = text.read(_READ)
        if not more or len(held) > LARGEST_ITEM:
            raise ListRefused("This JSON is no VICS list: it has no array “value”.")
        held += more
    held, decoder = held[begin.end() :], json.JSONDecoder()
    while True:
        held = held.lstrip(" \r\n\t,")
        if held.startswith("]"):
            return
        try:
            item, end = decoder.raw_decode(held)
        except (json.JSONDecodeError, RecursionError):
            more = text.read(_READ)
            if not more or len(held) > LARGEST_ITEM:
                raise ListRefused("This VICS list ends in the middle, or an item of it cannot be read.") from None
            held += more
            continue
        held = held[end:]
        yield item if isinstance(item, dict) else {}
