"""Objects of the arrays in a JSON file, one by one, each with the bytes where it stands.

Python's own decoder reads each object out of a small window of the file: nothing else is needed, and an object that is
broken or too long is skipped without losing those after it.
"""

import re
from collections.abc import Callable, Iterator
from json import JSONDecoder
from typing import Any, NamedTuple

from lali.engines.chats.conversation import LONGEST_MESSAGE
from lali.engines.chats.encoding import errors_of, settle, text_blocks
from lali.engines.chats.originals import Original

MOST_ATTEMPTS = 1_000  # to find the next object after a broken one
DEEPEST = 200  # levels of the envelope
LONGEST_NAME = 10_000  # characters of a value of the envelope that is remembered
KEPT = 65_536  # characters read before the window is moved on

_BLANK = re.compile(r"[\s,]*")
_TOKEN = re.compile(r'[\s,:]*(?:([{}\[\]])|("(?:[^"\\]|\\.)*")|([^\s{}\[\],:"]+))', re.DOTALL)
_NEXT = re.compile(r"[,\[]\s*(?=\{)")
_DECODE = JSONDecoder().raw_decode

Path = tuple[str, ...]
Wanted = Callable[[Path], bool]


class Element(NamedTuple):
    """One object of a wanted array, the path to it, and the plain values of the objects around it, nearest last."""

    start: int
    end: int
    value: dict[str, Any]
    path: Path
    around: tuple[dict[str, Any], ...]


class _End(Exception):
    """The file is over, or cannot be followed any further."""


def elements(original: Original, wanted: Wanted) -> Iterator[Element]:
    """All objects of arrays whose path is wanted, as they stand in the file."""
    skip = settle(original)
    yield from _Walk(original, skip, wanted).elements()


class _Walk:
    """One walk through the file, with a window of it in memory."""

    def __init__(self, original: Original, skip: int, wanted: Wanted) -> None:
        self._blocks, self._wanted = text_blocks(original, skip), wanted
        self._encoding, self._errors = original.encoding, errors_of(original.encoding)
        self._text, self._at, self._place = "", 0, skip
        self._attempts = 0

    def elements(self) -> Iterator[Element]:
        """Walk the envelope; where an array is wanted, give its objects."""
        stack: list[tuple[str, str]] = []  # what is open, and its name
        around: list[dict[str, Any]] = []
        key = ""
        try:
            while True:
                sign, string, plain = self._token()
                if sign in {"{", "["}:
                    stack.append((sign, key))
                    around.append({})
                    key = ""
                    if len(stack) > DEEPEST:
                        return
                    path = tuple(name for _sign, name in stack)
                    if sign == "[" and self._wanted(path):
                        yield from self._objects(path, tuple(around))
                        stack.pop()
                        around.pop()
                elif sign:
                    if not stack:
                        return
                    stack.pop()
                    around.pop()
                    key = ""
                elif stack and stack[-1][0] == "{":
                    key = self._member(around[-1], key, string, plain)
        except _End:
            return

    def _member(self, values: dict[str, Any], key: str, string: str | None, plain: str | None) -> str:
        """A name of the envelope, or the value of the name before it."""
        if not key:
            return _value(string or "") or " "
        values[key] = _value(string) if string is not None else plain
        return ""

    def _token(self) -> tuple[str | None, str | None, str | None]:
        while True:
            found = _TOKEN.match(self._text, self._at)
            if found and (found.end() < len(self._text) or found[1] or found[2]):
                self._at = found.end()
                return found[1], found[2], found[3]
            if len(self._text) - self._at > 4 * LONGEST_MESSAGE:
                raise _End
            self._more()

    def _objects(self, path: Path, around: tuple[dict[str, Any], ...]) -> Iterator[Element]:
        while True:
            blank = _BLANK.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._at >= len(self._text):
                self._more()
                continue
            sign = self._text[self._at]
            if sign == "]":
                self._at += 1
                return
            if sign != "{":
                self._token()  # a plain value, or a bracket that does not belong here
                continue
            if (found := self._object()) is not None:
                start = self._place + self._size(0, self._at)
                end = start + self._size(self._at, found[1])
                self._at = found[1]
                yield Element(start, end, found[0], path, around)
                self._move()

    def _object(self) -> tuple[dict[str, Any], int] | None:
        """The object that begins here and where it ends; None when the walk went on to another."""
        while True:
            try:
                value, end = _DECODE(self._text, self._at)
            except (ValueError, RecursionError):
                if len(self._text) - self._at <= 2 * LONGEST_MESSAGE and self._grow():
                    continue
                self._skip()
                return None
            if end - self._at > LONGEST_MESSAGE:
                self._at = end
                return None
            return value, end

    def _skip(self) -> None:
        """To the next object after one that cannot be read."""
        self._attempts += 1
        found = _NEXT.search(self._text, self._at + 1)
        if self._attempts > MOST_ATTEMPTS:
            raise _End
        if found:
            self._at = found.end()
            return
        self._at = len(self._text)
        self._move()
        self._more()

    def _more(self) -> None:
        if not self._grow():
            raise _End

    def _grow(self) -> bool:
        self._move()
        block = next(self._blocks, None)
        if block is None:
            return False
        self._text += block
        return True

    def _move(self) -> None:
        if self._at > KEPT:
            self._place += self._size(0, self._at)
            self._text, self._at = self._text[self._at :], 0

    def _size(self, start: int, end: int) -> int:
        piece = self._text[start:end]
        return len(piece) if piece.isascii() and self._encoding == "utf-8" else len(self._encoded(piece))

    def _encoded(self, piece: str) -> bytes:
        return piece.encode(self._encoding, self._errors)


def _value(string: str) -> str:
    try:
        return str(_DECODE(string)[0])[:LONGEST_NAME]
    except (ValueError, RecursionError):
        return string[1:-1][:LONGEST_NAME]
