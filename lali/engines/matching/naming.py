"""Comparing names: in any order and script, with initials, single names, other spellings and parts left out.

A name is a bag of words. Words are paired so that the most fit; each pair is the same, sounds alike, is spelt alike,
or is an initial of the other. One letter of difference in a short word makes another word (Lan, Lam; Ana, Ani).
"""

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from lali.engines.names import sounds, words_of

from .known import LONGEST_NAME, MOST_NAMES, Known
from .reasons import WEIGHTS, ReasonCode

# Words that say what somebody is to others or to God, not who: left out where something else is left.
_TITLES = "mr mrs ms miss dr prof rev ratu adi sir bin binti bint ibn abu al el the de da du la van von o thi"
_FORMS = "ltd limited pty pte inc llc co company corp gmbh sarl plc"  # of companies
UNTELLING = frozenset((_TITLES + " " + _FORMS).split())
LONG = 5  # letters: from here two words may differ by one letter and be one name
VERY_LONG = 9  # from here by two


class Fit(IntEnum):
    """How two words fit, best last."""

    NOT = 0
    INITIAL = 1
    SPELT = 2
    SOUNDS = 3
    SAME = 4


def names_reason(one: Known, other: Known) -> ReasonCode | None:
    """The strongest reason that any name of the one gives with any name of the other."""
    found = [
        reason
        for mine in one.names[:MOST_NAMES]
        for theirs in other.names[:MOST_NAMES]
        if (reason := name_reason(mine, theirs))
    ]
    return max(found, key=lambda code: WEIGHTS[code], default=None)


def name_reason(mine: str, theirs: str) -> ReasonCode | None:
    """Why two names may be one person's; None when they are not."""
    one, other = name_words(mine), name_words(theirs)
    if not one or not other:
        return None
    if one == other:
        return ReasonCode.SAME_NAME if len(one) > 1 else ReasonCode.SINGLE_NAME_FITS
    if len(one) == 1 or len(other) == 1:
        return _single(one, other)
    return _several(one, other)


@lru_cache(maxsize=20_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell who somebody is, in order."""
    words = words_of(name)
    telling = [word for word in words if word not in UNTELLING]
    return tuple((telling or words)[:LONGEST_NAME])


def _single(one: Sequence[str], other: Sequence[str]) -> ReasonCode | None:
    """A single name says little: it must be one of the other's words, or sound like it."""
    word, rest = (one[0], other) if len(one) == 1 else (other[0], one)
    fits = max(fit(word, each) for each in rest)
    return ReasonCode.SINGLE_NAME_FITS if fits >= Fit.SOUNDS and len(word) > 1 else None


def _several(one: Sequence[str], other: Sequence[str]) -> ReasonCode | None:
    short, long = sorted((one, other), key=len)
    pairs = paired(short, long)
    if len(pairs) < len(short):
        return None
    telling = [each for each in pairs if each != Fit.INITIAL]
    if len(telling) < 2:  # noqa: PLR2004 - one whole word and an initial are many people
        return ReasonCode.INITIALS_FIT if telling and Fit.SPELT not in telling else None
    return _reason_of(pairs, complete=len(short) == len(long))


def _reason_of(pairs: Sequence[Fit], *, complete: bool) -> ReasonCode:
    worst = min(pairs)
    if worst == Fit.INITIAL:
        return ReasonCode.INITIALS_FIT
    if not complete:
        return ReasonCode.PART_OF_NAME
    if worst == Fit.SAME:
        return ReasonCode.SAME_NAME_OTHER_ORDER
    return ReasonCode.NAME_SOUNDS_ALIKE if worst == Fit.SOUNDS else ReasonCode.NAME_SPELT_ALIKE


def paired(short: Sequence[str], long: Sequence[str]) -> list[Fit]:
    """Pair each word of `short` with another of `long`, the best fits first; words that fit none are left out."""
    fits = sorted(
        ((fit(word, each), i, j) for i, word in enumerate(short) for j, each in enumerate(long)), reverse=True
    )
    mine, theirs = set[int](), set[int]()
    pairs: list[Fit] = []
    for how, i, j in fits:
        if how != Fit.NOT and i not in mine and j not in theirs:
            mine.add(i)
            theirs.add(j)
            pairs.append(how)
    return pairs


def words_in_common(mine: str, theirs: str) -> tuple[tuple[str, str], ...]:
    """Pairs of words, one of each name, that are the same, sound alike or are spelt alike; titles and initials not."""
    one, other = name_words(mine), name_words(theirs)
    fits = sorted(((fit(a, b), -i, -j) for i, a in enumerate(one) for j, b in enumerate(other)), reverse=True)
    pairs: dict[int, int] = {}
    for how, i, j in fits:
        if how > Fit.INITIAL and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return tuple((one[i], other[j]) for i, j in sorted(pairs.items()))


@lru_cache(maxsize=50_000)
def fit(one: str, other: str) -> Fit:
    """How two words fit."""
    if one == other:
        return Fit.SAME
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return Fit.INITIAL if short.isascii() and long.startswith(short) else Fit.NOT
    if not set(sounds(one)).isdisjoint(sounds(other)) and _near(one, other):
        return Fit.SOUNDS
    allowed = 0 if len(short) < LONG else 2 if len(short) >= VERY_LONG else 1
    return Fit.SPELT if allowed and OSA.distance(one, other, score_cutoff=allowed) <= allowed else Fit.NOT


def _near(one: str, other: str) -> bool:
    """Whether two words that sound alike are also written with much in common: codes are made for recall."""
    return OSA.distance(one, other) * 2 <= max(len(one), len(other)) + 1
