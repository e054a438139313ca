"""A message cut into words, with the sentence, the clause and the quotation each word stands in."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from lali.engines.identifiers import words_of

# A break between sentences, a break between clauses, a quotation mark. What stands inside a word is none of them.
_BREAK = re.compile(
    r"(?P<stop>[!?;\n\r\u2028]+|\.(?!\S)|[.…]{2,})"
    r"|(?P<pause>[,:()\u2022\-–—|/*✅✔☑➡👉🔥]+)"
    r"|(?P<quote>[\"“”«»„]|(?<!\S)['‘](?=\S)|(?<=[\w.!?,])['’](?!\w))"
)
_UNQUOTED: frozenset[int] = frozenset()
_STOP, _QUOTE = _BREAK.groupindex["stop"], _BREAK.groupindex["quote"]


class Columns(NamedTuple):
    """Where the words of a text stand, one entry a word: span in the text, number of its sentence and of its clause.

    `quoted` holds the numbers of the words that stand between quotation marks.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    sentences: Sequence[int]
    clauses: Sequence[int]
    quoted: frozenset[int]


class Tokens:
    """The words of a text. Where each stands is worked out when it is first asked for: of most texts nobody asks."""

    __slots__ = ("_columns", "_text", "_written", "words")

    def __init__(self, text: str, written: Sequence[str]) -> None:
        """Take a text and its words as they are written.

        English short forms stay one word without their mark ("can't" -> "cant"), as people type them in a hurry;
        French elisions fall apart ("d'argent" -> "d", "argent").
        """
        self.words = written
        if "'" in text or "’" in text:
            self.words = [word.replace("'", "").replace("’", "") for word in written]
        self._text, self._written = text, written
        self._columns: Columns | None = None

    def __len__(self) -> int:
        return len(self.words)

    @property
    def columns(self) -> Columns:
        """Where each word stands."""
        if self._columns is None:
            self._columns = _columns(self._text, self._written)
        return self._columns

    @property
    def starts(self) -> Sequence[int]:
        """First character of each word."""
        return self.columns.starts

    @property
    def ends(self) -> Sequence[int]:
        """The character after the last of each word."""
        return self.columns.ends

    @property
    def sentences(self) -> Sequence[int]:
        """Number of the sentence of each word."""
        return self.columns.sentences

    @property
    def clauses(self) -> Sequence[int]:
        """Number of the clause of each word."""
        return self.columns.clauses

    @property
    def quoted(self) -> frozenset[int]:
        """Words that stand between quotation marks."""
        return self.columns.quoted

    def sentence(self, number: int) -> Sequence[str]:
        """Give the words of one sentence."""
        return self.words[bisect_left(self.sentences, number) : bisect_right(self.sentences, number)]


def cut(text: str, written: Sequence[str] | None = None) -> Tokens:
    """Cut a folded text (lower case) into words. Linear in the length of the text; never fails.

    `written`: its words as they are written, if the caller has them (`Folded.words`).
    """
    return Tokens(text, words_of(text) if written is None else written)


def _columns(text: str, written: Sequence[str]) -> Columns:
    """Work out where words stand. Between two words stands nothing of which words are made."""
    starts: list[int] = []
    ends: list[int] = []
    end = 0
    for word in written:
        start = text.index(word, end)
        end = start + len(word)
        starts.append(start)
        ends.append(end)
    sentences: list[int] = []
    clauses: list[int] = []
    quotes: list[int] = []
    sentence = clause = 0
    for piece in _BREAK.finditer(text):
        at = piece.start()
        before = bisect_right(starts, at)
        if before and at < ends[before - 1]:
            continue
        kind = piece.lastindex
        if kind == _QUOTE:
            quotes.append(before)
            continue
        new = before - len(sentences)
        sentences += [sentence] * new
        clauses += [clause] * new
        sentence += kind == _STOP
        clause += 1
    new = len(starts) - len(sentences)
    sentences += [sentence] * new
    clauses += [clause] * new
    return Columns(starts, ends, sentences, clauses, _between(quotes) if quotes else _UNQUOTED)


def _between(quotes: list[int]) -> frozenset[int]:
    """Give the words between each opening mark and the next one; an unpaired mark quotes nothing."""
    inside: set[int] = set()
    for opening, closing in zip(quotes[::2], quotes[1::2], strict=False):
        inside.update(range(opening, closing))
    return frozenset(inside)
