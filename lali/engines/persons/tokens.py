"""The words of names in a register, and which of them are one name: spelled otherwise, mistyped, shortened.

Every word gets a class. Words are taken from the most frequent to the rarest, and each joins the first that it is a
form of (a familiar form, a spelling that sounds alike, a rare slip of a frequent name); else it stands for itself. So
no chain of small differences ties two names: whatever is in a class is a form of its head.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

from lali.engines.names import folded, in_a_thousand, neighbours, sounds, words_of

from .nicknames import BEFORE_FAMILY, HEADS, TITLES, VIETNAMESE_FAMILY

MOST_WORDS = 5  # of one name that are compared: the rarest
RARE_TO_FREQUENT = 4  # a slip is that many times rarer than what was meant
SHORTEST_SLIP = 4  # letters from which one slip still makes the same name
TWO_SLIPS_FROM = 9
SOUND_FROM = 3  # letters from which sounding alike says something
_INITIAL = 1
_ADDED = 300  # records that what is expected of a people counts for


@dataclass(frozen=True, slots=True)
class Word:
    """A word of names and its class, each as a number times 64 plus the bits that sharing it is worth (1 to 40)."""

    its: int
    its_class: int


_TICKET = re.compile(r"^([A-Z' -]+)/([A-Z' -]{2,}?) ?(?:MRS|MR|MSTR|MISS|MS|CHD|INF)$")  # as airlines write: LAL/ANILMR


def words(name: str) -> tuple[str, ...]:
    """The words of a name in order, in Latin letters, without titles (unless nothing else is there)."""
    name = _TICKET.sub(r"\1 \2", name) if "/" in name else name
    parts = folded(name).split() if name.isascii() else [one for word in words_of(name) for one in _latin(word)]
    kept = [part for place, part in enumerate(parts) if not _is_title(part, parts[place + 1 :])]
    return tuple(dict.fromkeys(kept or parts))


def _is_title(part: str, after: Sequence[str]) -> bool:
    """Whether a word is no name but how somebody is spoken to: Anh before a Vietnamese family name, Mr anywhere."""
    return part in TITLES or (part in BEFORE_FAMILY and len(after) > 1 and after[0] in VIETNAMESE_FAMILY)


def _latin(word: str) -> list[str]:
    return [word] if word.isascii() else folded(anyascii(word)).split()


def classes(counts: Mapping[str, int]) -> dict[str, str]:
    """The head of each word's class; `counts` says in how many records a word stands. Order does not matter."""
    heads: dict[str, str] = {}
    by_form: dict[str, str] = {}
    for word in sorted(counts, key=lambda one: (-counts[one], one)):
        spoken = sounds(word) if len(word) >= SOUND_FROM and word.isalpha() else ()
        forms = neighbours(word) if len(word) >= SHORTEST_SLIP else ()
        heads[word] = head = _head(word, spoken, forms, counts, by_form)
        if head == word:
            for code in spoken:
                by_form.setdefault(f"~{code}", word)
            for form in forms:
                by_form.setdefault(form, word)
    return {word: HEADS.get(head, head) for word, head in heads.items()}


def _head(
    word: str, spoken: Sequence[str], forms: Sequence[str], counts: Mapping[str, int], by_form: Mapping[str, str]
) -> str:
    if len(word) == _INITIAL or word in HEADS or not word.isalpha():
        return word
    for code in spoken:
        head = by_form.get(f"~{code}")
        if head is not None and _may_sound(word, head):
            return head
    best = word
    for form in forms:
        head = by_form.get(form)
        if head is not None and _is_slip(word, head, counts) and (best == word or counts[head] > counts[best]):
            best = head
    return best


def _may_sound(word: str, head: str) -> bool:
    """A code without vowels is short on what tells names apart: the words must look alike, too."""
    return DamerauLevenshtein.normalized_similarity(word, head) >= 0.6  # noqa: PLR2004 - measured on names


def _is_slip(word: str, head: str, counts: Mapping[str, int]) -> bool:
    if len(word) < SHORTEST_SLIP or len(head) < SHORTEST_SLIP:
        return False
    most = 2 if len(word) >= TWO_SLIPS_FROM else 1
    if DamerauLevenshtein.distance(word, head, score_cutoff=most) > most:
        return False
    if counts[word] * RARE_TO_FREQUENT <= counts[head]:
        return True
    return counts[word] <= RARE_TO_FREQUENT and len(word) > SHORTEST_SLIP + 1


class Words:
    """The words of all names of a register, numbered, classed and weighed by how rare they are."""

    def __init__(self, names: Iterable[Sequence[str]], records: int) -> None:
        """`names` holds the words of each record's names; `records` is how many records there are."""
        counts: Counter[str] = Counter()
        for its in names:
            counts.update(its)
        heads = classes(counts)
        in_class: Counter[str] = Counter()
        for word, count in counts.items():
            in_class[heads[word]] += count
        numbers = {word: number for number, word in enumerate(sorted(counts), 1)}
        class_numbers = {head: number for number, head in enumerate(sorted(in_class), 1)}
        expected: dict[str, float] = {}  # of a class, in a thousand: its commonest word's
        for word in counts:
            expected[heads[word]] = max(expected.get(heads[word], 0.0), in_a_thousand(word))
        self._words = {
            word: Word(
                numbers[word] * 64 + _bits(count, records, in_a_thousand(word)),
                class_numbers[heads[word]] * 64 + _bits(in_class[heads[word]], records, expected[heads[word]]),
            )
            for word, count in counts.items()
        }

    def __getitem__(self, word: str) -> Word:
        return self._words[word]


def _bits(count: int, records: int, expected: float) -> int:
    """How surprising it is that two records share what `count` of `records` have, in bits.

    A small register does not know what is common among a people: what is expected of it, in a thousand, counts as so
    many records more.
    """
    return max(1, round(math.log2((max(records, 2) + _ADDED) / (count + _ADDED * expected / 1000))))
