"""What changed between two texts, word by word: for a person who must say whether the new one is right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 1_500  # of both texts together; beyond, the one is shown as taken out and the other as put in
_WORD = re.compile(r"\s+|%\(\w+\)[sd]|[^\W_]+(?:[’'-][^\W_]+)*|.", re.DOTALL)


class Kind(StrEnum):
    """What became of a piece of a text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts, were taken out, or were put in."""

    kind: Kind
    text: str


def changed_words(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in order. Those that are not new make the first, those not gone the second."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = [before], [after]
    pieces: list[Piece] = []
    gone = put = ""
    for same, was, becomes in _runs(old, new):
        if same and (was.strip() or not (gone or put)):
            pieces += _changed(gone, put)
            pieces.append(Piece(Kind.SAME, was))
            gone = put = ""
        else:  # a space alone between two changes does not part them
            gone, put = gone + was, put + becomes
    return pieces + _changed(gone, put)


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield what == "equal", "".join(old[a:b]), "".join(new[c:d])


def _changed(gone: str, put: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in ((Kind.GONE, gone), (Kind.NEW, put)) if text]
