"""The beginning of a file, by which its format is recognised."""

from dataclasses import dataclass

from lali.engines.chats.encoding import errors_of, settle, shown
from lali.engines.chats.originals import Original


@dataclass(frozen=True, slots=True)
class Head:
    """First bytes, the same as text, and the name, which decides nothing alone."""

    name: str
    data: bytes
    text: str


def head_of(original: Original) -> Head:
    """The head of one file."""
    skip = settle(original)
    data = original.head[skip:]
    if original.encoding.startswith("utf-16"):
        data = data[: len(data) // 2 * 2]
    text = shown(data.decode(original.encoding, errors_of(original.encoding)))
    return Head((original.member or original.shown).rpartition("/")[2], original.head, text)
