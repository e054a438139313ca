"""Elements of an HTML file that stand one after another, each with its bytes, and what is written in them.

Only what exports of conversations need of HTML: tags, attributes in quotation marks, references to characters. Read in
one walk, whatever stands in it; nothing is fetched or run.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from lali.engines.chats.conversation import LONGEST_MESSAGE
from lali.engines.chats.encoding import errors_of, settle, text_blocks
from lali.engines.chats.originals import Original

DEEPEST = 60  # levels inside an element that are kept
LONGEST_TAG = 2_000  # characters
VOID = {"br", "img", "hr", "input", "meta", "link", "source", "wbr"}
LINES = {"div", "p", "li", "ul", "ol", "h1", "h2", "h3", "tr", "table", "blockquote", "pre"}  # on lines of their own
_TOKEN = re.compile(r"""<!--[^<]*?-->|<(/?)([a-zA-Z][\w-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>|([^<]+|<)""")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DIV = re.compile(r"<(/?)div\b", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINE_ENDS, _EDGES = re.compile(r" *\n *"), re.compile(r"[ \n]*\0[ \n\0]*")


class Block(NamedTuple):
    """One element as it stands in the file; what of it is too long to be read ends at `rest`."""

    start: int
    end: int
    rest: int
    html: str


@dataclass(slots=True)
class Element:
    """An element with what is in it, in its order."""

    tag: str
    attributes: dict[str, str]
    content: list["Element | str"] = field(default_factory=list)

    def has(self, *classes: str) -> bool:
        """Whether it is of all of these classes."""
        return set(classes) <= set(self.attributes.get("class", "").split())

    def all(self) -> Iterator["Element"]:
        """All elements in it, in the order of the file."""
        for one in self.content:
            if isinstance(one, Element):
                yield one
                yield from one.all()

    def first(self, *classes: str) -> "Element | None":
        """The first element in it of all of these classes."""
        return next((one for one in self.all() if one.has(*classes)), None)

    def text(self, *without: str) -> str:
        """What a reader sees, elements of one of the classes `without` left out."""
        return _EDGES.sub("\n", _LINE_ENDS.sub("\n", "".join(self.pieces(without)).strip(" \0"))).strip("\n ")

    def pieces(self, without: tuple[str, ...]) -> Iterator[str]:
        """Its text in pieces, a zero sign at the edges of what stands on lines of its own."""
        for one in self.content:
            if isinstance(one, str):
                yield _BLANKS.sub(" ", one).replace("\0", " ")
            elif one.tag == "br":
                yield "\n"
            elif not any(one.has(name) for name in without):
                edge = "\0" if one.tag in LINES else ""
                yield edge
                yield from one.pieces(without)
                yield edge


def blocks(original: Original, begins: re.Pattern[str]) -> Iterator[Block]:
    """Elements that begin as the pattern says, each up to where its `div`s are closed or the next one begins."""
    place, held = settle(original), ""
    size = _size(original)
    for text, is_last in _with_last(text_blocks(original, place)):
        held += text
        starts = [found.start() for found in begins.finditer(held)]
        at = 0
        if is_last:
            starts.append(len(held))
        elif len(held) > 4 * LONGEST_MESSAGE:
            starts.append(len(held) - LONGEST_TAG)  # an element that long is cut; what follows is looked at anew
        for start, end in pairwise(starts):
            html = held[start : start + _length(held[start:end])]
            place += size(held[at:start])
            read = html[: LONGEST_MESSAGE // 4]
            end_read = place + size(read)
            rest = end_read + size(html[len(read) :])
            yield Block(place, end_read, rest, read)
            place, at = rest, start + len(html)
        keep = max(at, starts[-1] if starts else len(held) - LONGEST_TAG)
        place += size(held[at:keep])
        held = held[keep:]


def _size(original: Original) -> Callable[[str], int]:
    encoding, errors = original.encoding, errors_of(original.encoding)
    if encoding.startswith("utf-16"):
        return lambda text: len(text.encode(encoding, errors))
    return lambda text: len(text) if text.isascii() else len(text.encode(encoding, errors))


def _with_last(texts: Iterator[str]) -> Iterator[tuple[str, bool]]:
    before = ""
    for text in texts:
        yield before, False
        before = text
    yield before, True


def _length(html: str) -> int:
    """Where the `div` with which it begins is closed."""
    depth = 0
    for found in _DIV.finditer(html):
        depth += -1 if found[1] else 1
        if depth <= 0:
            return (html.find(">", found.end()) + 1) or len(html)
    return len(html)


def parsed(html: str) -> Element:
    """The element with all that is in it. What is not closed ends with what it stands in."""
    root = Element("", {})
    stack = [root]
    for found in _TOKEN.finditer(html):
        closing, tag, facts, text = found.groups()
        if text is not None:
            stack[-1].content.append(unescape(text))
        elif tag is None:
            continue
        elif not closing:
            one = Element(tag.lower(), {name.lower(): unescape(a or b) for name, a, b in _ATTRIBUTE.findall(facts)})
            stack[-1].content.append(one)
            if one.tag not in VOID and not facts.endswith("/") and len(stack) < DEEPEST:
                stack.append(one)
        elif any(one.tag == tag.lower() for one in stack[1:]):
            while stack.pop().tag != tag.lower():
                pass
    return root
