"""Covering words in a text: what is covered is gone, a block of fixed length and a reason stand in its place."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

BLOCK = "█████"  # always five: the length of what was covered is nobody's business
MAX_WORDS = 20_000
_WORD = re.compile(r"\S+")
_PLAIN = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
    | dict.fromkeys("’‘ʻʼʽʾʿ`´′＇", "'")
)
_NUMBERS = re.compile(r"\s*(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?\s*")


class NotANumberList(ValueError):
    """What was typed is not a list of numbers and ranges, or names a word that is not there."""


@dataclass(frozen=True, slots=True)
class Cover:
    """From `start` to before `end`, in characters; `reason` is what stands beside the block."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its number from 1 and where it stands."""

    number: int
    text: str
    start: int
    end: int


def cover(text: str, covers: Iterable[Cover]) -> str:
    """Give the text with everything covered taken out. Covers may overlap, touch or reach beyond the text.

    Those that overlap or touch become one block with all their reasons, so that nothing tells them apart.
    """
    shown: list[str] = []
    at = 0
    for start, end, reasons in _merged(len(text), covers):
        shown += [text[at:start], f"{BLOCK} [{'; '.join(reasons)}]"]
        at = end
    return "".join([*shown, text[at:]])


def _merged(length: int, covers: Iterable[Cover]) -> list[tuple[int, int, list[str]]]:
    merged: list[tuple[int, int, list[str]]] = []
    for one in sorted(covers, key=lambda each: (each.start, each.end, each.reason)):
        start, end = max(0, one.start), min(length, one.end)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            first, last, reasons = merged.pop()
            merged.append((first, max(last, end), [*reasons, *({one.reason} - set(reasons))]))
        else:
            merged.append((start, end, [one.reason]))
    return merged


def numbered_words(text: str) -> list[Word]:
    """Give the words of a text, numbered from 1, the first twenty thousand of them."""
    found = islice(_WORD.finditer(text), MAX_WORDS)
    return [Word(number, match[0], match.start(), match.end()) for number, match in enumerate(found, 1)]


def spans_of_numbers(text: str, typed: str) -> list[tuple[int, int]]:
    """Give the spans of words typed as `3-7, 12`: each from its first word's start to its last word's end."""
    words = numbered_words(text)
    spans = []
    for part in filter(str.strip, typed.split(",")):
        match = _NUMBERS.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= len(words):
            raise NotANumberList(part.strip())
        spans.append((words[first - 1].start, words[last - 1].end))
    return spans


def places_of(phrases: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Find every place where one of the phrases stands as whole words, whatever the case, accents and spacing."""
    wanted = ["".join(folded_letters(phrase.strip())).split() for phrase in phrases]
    wanted = [words for words in wanted if words]
    if not wanted:
        return []
    seen, origin = folded(text)
    longest_first = sorted(wanted, key=lambda words: -len(" ".join(words)))
    pattern = "|".join(r"[\W_]{1,12}".join(map(re.escape, words)) for words in longest_first)
    found = re.finditer(rf"(?<![^\W_])(?=({pattern})(?![^\W_]))", seen)  # looks ahead: phrases may overlap
    return [(origin[match.start(1)], end_at(text, origin[match.end(1) - 1])) for match in found]


def moved_spans(former: str, text: str, spans: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Find for each span of the former text what stands there now: whole words, and whatever came in their place."""
    before, after = numbered_words(former), numbered_words(text)
    compared = SequenceMatcher(None, [one.text for one in before], [one.text for one in after])
    steps = compared.get_opcodes()
    found = []
    for start, end in spans:
        numbers = [one.number - 1 for one in before if one.start < end and start < one.end]
        ranges = _now_at(steps, numbers[0], numbers[-1] + 1) if numbers else []
        found.append([(after[now].start, after[now_end - 1].end) for now, now_end in _joined(ranges)])
    return found


def _now_at(steps: Sequence[tuple[str, int, int, int, int]], first: int, end: int) -> Iterator[tuple[int, int]]:
    """Give where the words from `first` to before `end` went, by numbers from 0, and what was put in at their side."""
    for tag, was, was_end, now, now_end in steps:
        came_between = was == was_end and first <= was <= end
        if not came_between and (was >= end or was_end <= first):
            continue
        before, behind = (max(first - was, 0), max(was_end - end, 0)) if tag == "equal" else (0, 0)
        if now + before < now_end - behind:
            yield now + before, now_end - behind


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for now, end in ranges:
        former = joined.pop() if joined and joined[-1][1] == now else (now, end)
        joined.append((former[0], end))
    return joined


def end_at(text: str, at: int) -> int:
    """Give where a letter ends: the marks after it (accents, vowel signs) go with it."""
    after = at + 1
    while after < len(text) and unicodedata.category(text[after]).startswith("M"):
        after += 1
    return after


def folded(text: str) -> tuple[str, list[int]]:
    """Give the text without case and accents, and for each of its letters where it came from."""
    letters: list[str] = []
    origin: list[int] = []
    for at, letter in enumerate(text):
        for plain in folded_letters(letter):
            letters.append(plain)
            origin.append(at)
    return "".join(letters), origin


def folded_letters(text: str) -> str:
    """Give letters without case, accents and what is invisible."""
    # Marks of Devanagari are vowels (class 0 or virama): only the accents of other scripts fall away.
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    # What is invisible (a soft hyphen, a joiner) would part a word here and fall away in the paper.
    return "".join(
        letter for letter in apart if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
