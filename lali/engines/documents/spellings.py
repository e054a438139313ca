"""How a name may stand in a text: whole, turned round, run together, by its parts, with or without its small marks.

A part that is an ordinary word too (Will, Le) is looked for only where it is written as a name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lali.engines.documents.covering import end_at, folded, folded_letters

PAIR = 2  # letters of a part that is looked for where it is written as a name
SHORTEST = 3  # letters of a part that is looked for in any case
SHORTEST_AFTER_MARK = 4  # of what follows an apostrophe: Tuiʻone has no "one"
SHORTEST_INSIDE = 8  # letters of a whole name that is found inside a longer word: IMGAnaSeashellPassport
_GAP = r"[\W_]{0,12}"
_APOSTROPHES = "'’‘ʻʼʽʾʿ`´′＇"
_SPLIT = re.compile(r"[\s,;.()/_·•・\"“”«»]+")
_HYPHENS = re.compile(r"[-‐‑‒–—]+")
_MARKS = re.compile(f"[{_APOSTROPHES}]+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
)
_HAN_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]{3,4}")
# Small words of English and French that are names of people as well, or stand between the parts of a name.
_ORDINARY = frozenset(
    re.findall(
        r"\w+",
        "al an as at au be bin bint binti by can ce da das de del della den der des di do dos du el en es et "
        "for go has he her him his ibn if il in is it je la le les ma may me mon my ne ni no nor not of on "
        "one or ou our par pas sa san se she si so son sous sur ta te ten the to ton tu un une up us va van "
        "von vu was we will you and are but ",
    )
)
_STARTS = frozenset('.!?:\n\r•–—-"“«(')


@dataclass(frozen=True, slots=True)
class _Spelling:
    words: tuple[str, ...]  # folded
    inside: bool = False  # found inside a longer word too


def places_of_names(names: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Find every place where one of the names, or a telling part of one, stands in a text."""
    anyhow: set[_Spelling] = set()
    as_names: set[str] = set()
    for name in names:
        tokens = [token for token in _SPLIT.split(name) if token]
        anyhow.update(_whole(tokens))
        for part, least in _parts(tokens):
            plain = folded_letters(part)
            if len(plain) < PAIR or (len(part) < least and not _is_short_name(part, least)):
                continue
            if (len(plain) < SHORTEST and not _UNSPACED.search(part)) or plain in _ORDINARY:
                as_names.add(plain)
            else:
                anyhow.add(_spelling([part]))
    if not anyhow and not as_names:
        return []
    seen, origin = folded(text)
    found = _found(sorted(anyhow, key=lambda one: (-len("".join(one.words)), one.words)), seen)
    spans = [(origin[start], end_at(text, origin[end - 1])) for start, end in found]
    short = _found([_Spelling((word,)) for word in sorted(as_names)], seen)
    written = [(origin[start], end_at(text, origin[end - 1]), seen[start:end]) for start, end in short]
    return spans + [(start, end) for start, end, word in written if _stands_as_name(text, start, end, word)]


def _is_short_name(part: str, least: int) -> bool:
    return len(part) == PAIR and least == SHORTEST and part[0].isupper()


def _whole(tokens: Sequence[str]) -> Iterator[_Spelling]:
    if tokens and sum(map(len, tokens)) > 1:
        yield _spelling(tokens)
        yield _spelling([*reversed(tokens)])
        yield _spelling([tokens[-1], *tokens[:-1]])


def _spelling(tokens: Sequence[str]) -> _Spelling:
    """Of words that are cut at hyphens and apostrophes: between the pieces anything small may stand, or nothing."""
    pieces = (piece for token in tokens for cut in _HYPHENS.split(token) for piece in _MARKS.split(cut) if piece)
    words = tuple(word for word in map(folded_letters, pieces) if word)
    joined = "".join(words)
    return _Spelling(words, bool(_UNSPACED.search(joined)) or (len(tokens) > 1 and len(joined) >= SHORTEST_INSIDE))


def _parts(tokens: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Parts of a name that tell who it is, each with how long it must be to stand for itself."""
    for token in tokens:
        yield token, PAIR if _UNSPACED.search(token) else SHORTEST
        for cut in _HYPHENS.split(token):
            yield cut, SHORTEST
            for piece in _MARKS.split(cut):
                yield piece, SHORTEST if piece == cut.strip(_APOSTROPHES) else SHORTEST_AFTER_MARK
        if _HAN_OR_HANGUL.fullmatch(token):
            yield token[1:], PAIR  # after a family name of one letter
            if len(token) == PAIR + PAIR:
                yield token[:PAIR], PAIR
                yield token[PAIR:], PAIR


def _found(spellings: Iterable[_Spelling], seen: str) -> list[tuple[int, int]]:
    pattern = "|".join(_pattern(one) for one in spellings if one.words)
    if not pattern:
        return []
    # Looks ahead, so that places may overlap.
    return [(match.start(1), match.end(1)) for match in re.finditer(f"(?=({pattern}))", seen)]


def _pattern(one: _Spelling) -> str:
    core = _GAP.join(map(re.escape, one.words))
    return core if one.inside else f"(?<![^\\W\\d_]){core}(?![^\\W\\d_])"


def _stands_as_name(text: str, start: int, end: int, word: str) -> bool:
    if not text[start].isupper():
        return False
    if word not in _ORDINARY or len(word) >= SHORTEST:
        return True
    before = text[:start].rstrip(" \t")
    begins = not before or before[-1] in _STARTS
    return text[start + 1 : end].islower() and (not begins or text[end : end + 1] == ":")
