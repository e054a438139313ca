"""Which steps of patterns a word or phrase can fill, and where each step is filled in a message."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .grammar import Entry

Place = tuple[int, int]  # first word and the word after the last
_SHORTEST_PREFIX = 3
_MINORS = frozenset(["09", *map(str, range(9, 18))])  # ages below 18: a child
_NO_AGE = "100"  # a number, of nobody's age
# Whom offers count, in the six languages, without accents; and what may stand between the number and them.
_PEOPLE = frozenset(
    (
        *(
            "girls",
            "ladies",
            "women",
            "females",
            "boys",
            "guys",
            "men",
            "males",
            "people",
            "persons",
            "workers",
            "staff",
        ),
        *("students", "youths", "models", "dancers", "hostesses", "waitresses", "maids", "cleaners", "operators"),
        *("agents", "cooks", "helpers", "pickers", "packers", "drivers", "candidates", "applicants"),
        *("filles", "femmes", "dames", "hommes", "personnes", "jeunes", "garcons", "ouvriers", "ouvrieres"),
        *("serveuses", "hotesses", "danseuses", "employes", "candidats"),
        *("gel", "boe", "man", "woman", "pipol", "meri", "wokman"),
        *("yalewa", "goneyalewa", "tagane", "cauravou", "tamata", "marama"),
        *("larki", "ladki", "larkiyan", "ladkiyan", "larka", "ladka", "aadmi", "aadami", "aurat", "log", "mazdoor"),
        *("ban", "nu", "nguoi", "cong", "lao", "nhan"),
    )
)
_BEFORE_PEOPLE = frozenset(
    (
        *("young", "more", "good", "strong", "pretty", "beautiful", "female", "male", "new"),
        *("belles", "jolies", "yang", "gudfala", "na", "acchi"),
    )
)
TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below


def accented_key(word: str) -> str:
    """Write a Vietnamese syllable with its tone at the end, so that both ways to place it (khoá, khóa) are one."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in parts if mark in TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES)) + tones


def plain_key(word: str) -> str:
    """Write a word without accents, as an unaccented keyboard does."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.replace("đ", "d").replace("œ", "oe").replace("æ", "ae"))
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


@dataclass(slots=True)
class Vocabulary:
    """Slots (numbers of steps) by whole word, by beginning of a word, and by the first two words of a phrase."""

    key: Callable[[str], str]
    words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    prefixes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, dict[str, list[tuple[Entry, int]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    longest: int = 0  # letters of the longest prefix: no word, however long, is looked at further

    def add(self, entry: Entry, slot: int) -> None:
        """Let the word or phrase fill the slot."""
        entry = tuple(self.key(word) for word in entry)
        if len(entry) > 1:
            self.phrases[entry[0]][entry[1]].append((entry[2:], slot))
        elif entry[0].endswith("*"):
            self.prefixes[entry[0][:-1]].append(slot)
            self.longest = max(self.longest, len(entry[0]) - 1)
        else:
            self.words[entry[0]].append(slot)

    def slots(self, word: str) -> set[int]:
        """Give the slots that the word alone fills."""
        found = set(self.words.get(word, ()))
        for size in range(_SHORTEST_PREFIX, min(len(word), self.longest) + 1):
            found.update(self.prefixes.get(word[:size], ()))
        for kind in number_kinds(word):
            found.update(self.words.get(kind, ()))
        return found


def number_kinds(word: str) -> tuple[str, ...]:
    """Name what a number may stand for: any number, the age of a child, the hours of a long day."""
    if not word[0].isdigit():
        return ()
    if len(word) > 2 or not word.isdecimal():  # noqa: PLR2004  ages and hours have two digits
        return ("#",)
    kinds = ["#"]
    if word in _MINORS:
        kinds.append("#minor")
    if 12 <= int(word) <= 22:  # noqa: PLR2004  hours of work a day
        kinds.append("#hours")
    return tuple(kinds)


def without_head_counts(words: Sequence[str]) -> Sequence[str]:
    """Write numbers that count people ("10 girls") so that they stand for no age; all else stays as it is.

    A number after another one, or after one and a word between, is the end of a range of ages: it stays ("16 to 17
    girls"). `words` are folded, in reading order; the answer has the same length.
    """
    if _MINORS.isdisjoint(words):
        return words
    return [_NO_AGE if _counts_people(words, place) else word for place, word in enumerate(words)]


def _counts_people(words: Sequence[str], place: int) -> bool:
    if words[place] not in _MINORS or any(word[0].isdigit() for word in words[max(0, place - 2) : place]):
        return False
    after = words[place + 1 : place + 3]
    return bool(after) and (after[0] in _PEOPLE or (after[0] in _BEFORE_PEOPLE and after[-1] in _PEOPLE))


class Fills(Protocol):
    """What is known of a word: the slots that it fills."""

    @property
    def slots(self) -> frozenset[int]:
        """Numbers of the slots."""


class Places:
    """Where each slot is filled in one message: which may be at all (`present`) at once, the places only when asked.

    `present` holds the marks (`marks_of`) of all slots filled: uniting and comparing is what is done most.
    """

    __slots__ = ("_found", "_known", "_longer", "concepts", "present", "tried")

    def __init__(
        self,
        known: Sequence[Fills],
        longer: dict[int, list[Place]],
        present: int,
        tried: Sequence[Any],
        concepts: set[str],
    ) -> None:
        """Take what each word fills, the places of phrases and sums of pay, and the marks of all slots filled.

        `tried` are the patterns of which the rarest slot is filled: only such need to be tried. `concepts`
        are the names of the sets that every language has and that some word here belongs to.
        """
        self._known = known
        self._longer = longer
        self._found: dict[int, list[Place]] = {}
        self.tried = tried
        self.concepts = concepts
        self.present = present

    def __getitem__(self, slot: int) -> list[Place]:
        """Give the places of a slot in reading order; empty if it is filled nowhere."""
        if slot in self._found:
            return self._found[slot]
        places: list[Place] = []
        if self.present >> slot % _MARKS & 1:
            places = [(place, place + 1) for place, one in enumerate(self._known) if slot in one.slots]
        if slot in self._longer:
            places = sorted(places + self._longer[slot])
        self._found[slot] = places
        return places


_MARKS = 1_021  # bits: so few that what is known of the commonest words stays in the memory nearest to the processor


def marks_of(slots: Iterable[int]) -> int:
    """Mark slots in one integer. Some share a bit: where it is missing the slot is not filled, else it may be."""
    marks = 0
    for slot in slots:
        marks |= 1 << slot % _MARKS
    return marks
