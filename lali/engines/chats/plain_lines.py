"""Lines of a text with their bytes; what is longer than a message may be is given in pieces."""

from collections.abc import Iterator
from typing import NamedTuple

from lali.engines.chats.conversation import LONGEST_MESSAGE
from lali.engines.chats.encoding import errors_of, settle, text_blocks
from lali.engines.chats.originals import Original


class Line(NamedTuple):
    """A line with its end, and the bytes where it stands."""

    start: int
    end: int
    text: str


def lines_of(original: Original) -> Iterator[Line]:
    """All lines after the byte order mark."""
    place = settle(original)
    encoding, errors = original.encoding, errors_of(original.encoding)
    is_plain, held = encoding == "utf-8", ""
    for block in text_blocks(original, place):
        pieces = (held + block).split("\n")
        held = pieces.pop()
        lines = [piece + "\n" for piece in pieces]
        if len(held) > LONGEST_MESSAGE // 4:
            lines.append(held)
            held = ""
        for line in lines:
            end = place + (len(line) if is_plain and line.isascii() else len(line.encode(encoding, errors)))
            yield Line(place, end, line)
            place = end
    if held:
        yield Line(place, place + len(held.encode(encoding, errors)), held)
