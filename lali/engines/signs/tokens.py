"""A message cut into words, with the sentence, the clause and the quotation each word stands in."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# A word, a number, a currency mark, a break between sentences, a break between clauses, a quotation mark.
# English short forms stay one word without their mark ("can't" -> "cant"), as people type them in a hurry; French
# elisions fall apart ("d'argent" -> "d", "argent").
_PIECE = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’](?:t|m|re|ve|ll|s|d)(?![^\W_]))?)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<mark>us\$|[$€£₫])"
    r"|(?P<stop>[!?;\n\r\u2028]+|\.(?!\S)|[.…]{2,})"
    r"|(?P<pause>[,:()\u2022\-–—|/*✅✔☑➡👉🔥]+)"
    r"|(?P<quote>[\"“”«»„]|(?<!\S)['‘](?=\S)|(?<=[\w.!?,])['’](?!\w))"
)
_UNQUOTED: frozenset[int] = frozenset()
_WORD, _NUMBER, _MARK, _STOP, _QUOTE = (_PIECE.groupindex[name] for name in ("word", "number", "mark", "stop", "quote"))
_KEPT = (_WORD, _NUMBER, _MARK)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Columns of equal length, one entry a word: the word, its span in the text cut, its sentence and its clause.

    `quoted` holds the numbers of the words that stand between quotation marks.
    """

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    sentences: Sequence[int]
    clauses: Sequence[int]
    quoted: frozenset[int]

    def __len__(self) -> int:
        return len(self.words)

    def sentence(self, number: int) -> Sequence[str]:
        """Give the words of one sentence."""
        return self.words[bisect_left(self.sentences, number) : bisect_right(self.sentences, number)]


def cut(text: str) -> Tokens:
    """Cut a folded text (lower case) into words. Linear in the length of the text; never fails."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    clauses: list[int] = []
    quotes: list[int] = []
    sentence = clause = 0
    for piece in _PIECE.finditer(text):
        kind = piece.lastindex
        if kind in _KEPT:
            word = piece[0]
            if kind == _WORD and ("'" in word or "’" in word):
                word = word.replace("'", "").replace("’", "")
            start, end = piece.span()
            words.append(word)
            starts.append(start)
            ends.append(end)
            sentences.append(sentence)
            clauses.append(clause)
        elif kind == _QUOTE:
            quotes.append(len(words))
        else:
            sentence += kind == _STOP
            clause += 1
    return Tokens(words, starts, ends, sentences, clauses, _between(quotes) if quotes else _UNQUOTED)


def _between(quotes: list[int]) -> frozenset[int]:
    """Give the words between each opening mark and the next one; an unpaired mark quotes nothing."""
    inside: set[int] = set()
    for opening, closing in zip(quotes[::2], quotes[1::2], strict=False):
        inside.update(range(opening, closing))
    return frozenset(inside)
