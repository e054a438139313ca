"""Elements of an XML file, one by one, each with the bytes where it stands. What a file defines is not used."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from lali.engines.chats.conversation import ChatRefused
from lali.engines.chats.originals import Original

LONGEST = 64 * 1024 * 1024  # bytes of an element: pictures stand in messages
LONGEST_TEXT = 1_000_000  # characters of a text or an attribute that are kept
DEEPEST = 60  # levels inside an element that are kept
MOST_NODES = 20_000  # inside one element
SENTENCE = "This file defines words of its own that unfold to others; it is not read."
TAIL = 40  # bytes in which a reference may be cut in two

_PAIR = re.compile(
    rb"&#(5529[6-9]|55[3-9]\d\d|56[0-2]\d\d|563[01]\d);&#(563[2-9]\d|56[4-9]\d\d|57[0-2]\d\d|573[0-3]\d|5734[0-3]);"
)
_ALONE = re.compile(
    rb"&#(?:0*[0-8]|0*1[124-9]|0*2\d|0*3[01]|x0*[0-8bcefBCEF]|x0*1[0-9a-fA-F]|5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|"
    rb"573[0-3]\d|5734[0-3]);"
)
_HALF_LAST = re.compile(rb"&#5[56]\d{3};\Z")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(slots=True)
class Node:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    start: int = 0
    end: int = 0
    around: tuple[dict[str, str], ...] = ()

    def all(self, tag: str) -> Iterator["Node"]:
        """Elements in it with this name, at any depth."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)


Wanted = Callable[[str, dict[str, str]], bool]


def nodes(original: Original, wanted: Wanted) -> Iterator[Node]:
    """Elements that are wanted, in the order of the file; what comes after damage is not given."""
    walk = _Walk(wanted)
    held = b""
    try:
        for block in original.blocks():
            data = held + block
            cut = data.find(b"&", max(0, len(data) - TAIL))
            cut = len(data) if cut < 0 else cut
            if half := _HALF_LAST.search(data, max(0, cut - TAIL), cut):
                cut = half.start()
            data, held = data[:cut], data[cut:]
            walk.parser.Parse(_mended(data, original.encoding), False)
            yield from walk.take()
        walk.parser.Parse(_mended(held, original.encoding), True)
        walk.close(original.size)
    except (expat.ExpatError, LookupError, ValueError):
        pass  # damage, or an encoding that is none: what was complete before it stands
    yield from walk.take()


def _mended(data: bytes, encoding: str) -> bytes:
    """Same length: halves of characters, as telephones write emoji, become whole; what XML forbids becomes blanks."""
    if encoding.startswith("utf-16"):
        return data
    if b"&#" in data:
        data = _ALONE.sub(lambda found: b"&#" + b"32".zfill(len(found[0]) - 3) + b";", _PAIR.sub(_whole, data))
    return _CONTROL.sub(b" ", data)


def _whole(found: re.Match[bytes]) -> bytes:
    code = 0x10000 + ((int(found[1]) - 0xD800) << 10) + int(found[2]) - 0xDC00
    return b"&#" + str(code).encode().zfill(len(found[0]) - 3) + b";"


class _Walk:
    """What the parser calls."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted, self._done = wanted, list[Node]()
        self._open: list[dict[str, str]] = []
        self._stack: list[Node] = []
        self._beyond, self._count = 0, 0
        self._last: Node | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.DefaultHandler = lambda _data: self.close(self.parser.CurrentByteIndex)
        self.parser.EntityDeclHandler = self._entity
        self.parser.buffer_text = False

    def take(self) -> list[Node]:
        """Elements that are complete."""
        done, self._done = self._done, []
        return done

    def close(self, end: int) -> None:
        """The element that ended before this byte has its place."""
        if self._last is not None:
            self._last.end = end
            if end - self._last.start <= LONGEST:
                self._done.append(self._last)
            self._last = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.close(self.parser.CurrentByteIndex)
        self._open.append({})
        if self._stack:
            self._count += 1
            if len(self._stack) >= DEEPEST or self._beyond or self._count > MOST_NODES:
                self._beyond += 1
                return
            node = Node(tag, _short(attributes))
            self._stack[-1].children.append(node)
            self._stack.append(node)
        elif self._wanted(tag, attributes):
            around = tuple(one for one in self._open[:-1] if one)
            self._stack = [Node(tag, _short(attributes), start=self.parser.CurrentByteIndex, around=around)]
            self._beyond, self._count = 0, 0
        elif len(self._open) < DEEPEST:
            self._open[-1] = _short(attributes)

    def _end(self, _tag: str) -> None:
        self.close(self.parser.CurrentByteIndex)
        self._open.pop()
        if not self._stack:
            return
        if self._beyond:
            self._beyond -= 1
            return
        node = self._stack.pop()
        if not self._stack:
            self._last = node

    def _characters(self, data: str) -> None:
        self.close(self.parser.CurrentByteIndex)
        if self._stack and not self._beyond and len(self._stack[-1].texts) < MOST_NODES:
            self._stack[-1].texts.append(data)

    def _entity(self, *_facts: object) -> None:
        raise ChatRefused("entities", SENTENCE)


def _short(attributes: dict[str, str]) -> dict[str, str]:
    return {name: value[:LONGEST_TEXT] for name, value in attributes.items() if name != "data"}
