"""Finds sums of pay that are far above what simple work earns: a number, its currency, and the time it is paid for."""

from collections.abc import Mapping, Sequence

_MONTH = frozenset(
    [
        "month",
        "monthly",
        "months",
        "mth",
        "mnth",
        "pm",
        "mois",
        "mensuel",
        "mensuels",
        "manis",
        "mun",
        "vula",
        "veivula",
        "mahina",
        "maheena",
        "mahine",
        "thang",
    ]
)
_WEEK = frozenset(
    ["week", "weekly", "weeks", "wk", "semaine", "hebdomadaire", "wik", "macawa", "hafta", "hafte", "tuan"]
)
_DAY = frozenset(["day", "daily", "days", "jour", "journalier", "dei", "siga", "din", "roz", "ngay"])
_PARTS = {**dict.fromkeys(_MONTH, 1.0), **dict.fromkeys(_WEEK, 0.4), **dict.fromkeys(_DAY, 1 / 15)}
_MULTIPLIERS = {"k": 1_000.0, "mil": 1_000.0, "thousand": 1_000.0, "hundred": 100.0, "million": 1e6, "lakh": 1e5}
_ONLY_AFTER = frozenset({"kina"})  # a currency after its number; before it, a small word of Fijian
_REACH = 5  # words after the number in which "a month" or "per week" is looked for
_LONGEST_NUMBER = 15  # digits; what is longer is no sum of money


def high_sums(words: Sequence[str], sentences: Sequence[int], floors: Mapping[str, float]) -> list[tuple[int, int]]:
    """Give the words (start, end) of every sum per month, week or day at or above its currency's floor."""
    found: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        if not word[0].isdigit():
            continue
        currency, after = _currency(words, place, floors)
        if currency is None:
            continue
        value, end = _value(words, place, after)
        part = _part(words, sentences, place, end)
        if part is not None and value >= floors[currency] * part[0]:
            first = place - 1 if place and words[place - 1] == currency else place
            found.append((first, max(end, part[1])))
    return found


def _currency(words: Sequence[str], place: int, floors: Mapping[str, float]) -> tuple[str | None, int]:
    """Currency word beside the number, and the word after the sum."""
    if place and words[place - 1] in floors and words[place - 1] not in _ONLY_AFTER:
        return words[place - 1], place + 1
    for step in (1, 2):
        if place + step < len(words) and words[place + step] in floors:
            return words[place + step], place + step + 1
    return None, place


def _value(words: Sequence[str], place: int, end: int) -> tuple[float, int]:
    value = _number(words[place])
    if place + 1 < len(words) and words[place + 1] in _MULTIPLIERS:
        return value * _MULTIPLIERS[words[place + 1]], max(end, place + 2)
    return value, end


def _number(word: str) -> float:
    """Read 1,500 and 1.500 as thousands, 12.50 and 12,5 as decimals."""
    if len(word) > _LONGEST_NUMBER:
        return 0.0
    pieces = word.replace(",", ".").split(".")
    if not all(piece.isdecimal() for piece in pieces):
        return 0.0
    thousands = len(pieces) > 1 and all(len(piece) == 3 for piece in pieces[1:])  # noqa: PLR2004  groups of three
    if thousands or len(pieces) == 1:
        return float("".join(pieces))
    return float("".join(pieces[:-1]) + "." + pieces[-1])


def _part(words: Sequence[str], sentences: Sequence[int], place: int, end: int) -> tuple[float, int] | None:
    """Which part of a month the sum is paid for, and the word after the one that says so."""
    for later in range(end, min(end + _REACH, len(words))):
        if sentences[later] != sentences[place]:
            break
        if words[later] in _PARTS:
            return _PARTS[words[later]], later + 1
    for earlier in range(max(place - _REACH, 0), place):
        if sentences[earlier] == sentences[place] and words[earlier] in _PARTS:
            return _PARTS[words[earlier]], end
    return None
