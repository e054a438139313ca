"""Finds patterns in the words of a message.

How it is fast: each word is looked up once in a dictionary that names the slots (steps of patterns) it can fill; a pattern
is tried only if its rarest slot is filled, and walked only if all are. How it is safe: a walk never tries the same place of
the same step twice, so its cost is bounded by filled places times the gap allowed; there is no backtracking to explode.

Measured beside a google-re2 Set over the same patterns (bench/signs.py): see the figures in `bench/signs.py`.
"""

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .grammar import Entry, Sets, Step, alternatives, steps_of
from .tokens import Tokens

MOST_PLACES = 1_000  # places of one slot that are looked at: a megabyte of one repeated word stays cheap
MOST_SPANS = 8  # spans of one pattern that are kept
_SHORTEST_PREFIX = 3
_REMEMBERED = 50_000
_CONTEXT_SETS = ("{negators}", "{negators_after}", "{me}")  # every language has these; context.py reads their places

Place = tuple[int, int]  # first word and the word after the last
Hits = dict[int, list[Place]]
Columns = tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern found: what it stands for, in which language, and the places its steps filled."""

    target: str
    language: str
    places: tuple[Place, ...]

    @property
    def start(self) -> int:
        """First word."""
        return self.places[0][0]

    @property
    def end(self) -> int:
        """The word after the last."""
        return self.places[-1][1]

    @property
    def is_frame(self) -> bool:
        """Say whether it is a frame (the kind of text) and not a sign."""
        return self.target.startswith(":")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One reading of a pattern line: slots to fill in order, and the words allowed before each."""

    target: str
    language: str
    slots: tuple[int, ...]
    gaps: tuple[int, ...]
    needed: frozenset[int]


@dataclass(slots=True)
class Vocabulary:
    """Which slots a word can fill: whole words, beginnings of words, and phrases by their first word."""

    key: Callable[[str], str]
    words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    prefixes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[tuple[Entry, int]]] = field(default_factory=lambda: defaultdict(list))
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, entry: Entry, slot: int) -> None:
        """Let the word or phrase fill the slot."""
        entry = tuple(self.key(word) for word in entry)
        if len(entry) > 1:
            self.phrases[entry[0]].append((entry[1:], slot))
        elif entry[0].endswith("*"):
            self.prefixes[entry[0][:-1]].append(slot)
        else:
            self.words[entry[0]].append(slot)

    def slots(self, word: str) -> tuple[int, ...]:
        """Slots that the word alone fills; remembered, for messages repeat their words."""
        known = self.known.get(word)
        if known is not None:
            return known
        found = list(self.words.get(word, ()))
        for size in range(_SHORTEST_PREFIX, len(word) + 1):
            found += self.prefixes.get(word[:size], ())
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        self.known[word] = tuple(dict.fromkeys(found))
        return self.known[word]

    def fill(self, words: Sequence[str], hits: Hits) -> None:
        """Note in `hits` every place where a word or phrase of this vocabulary stands."""
        phrases = self.phrases
        for place, word in enumerate(words):
            for slot in self.slots(word):
                hits[slot].append((place, place + 1))
            for rest, slot in phrases.get(word, ()):
                end = place + 1 + len(rest)
                if all(map(_fits, words[place + 1 : end], rest)) and end <= len(words):
                    hits[slot].append((place, end))


def _fits(word: str, wanted: str) -> bool:
    return word == wanted or (wanted[-1] == "*" and word.startswith(wanted[:-1]))


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
    parts = unicodedata.normalize("NFD", word.replace("đ", "d").replace("œ", "oe").replace("æ", "ae"))
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


class Matcher:
    """All patterns of all languages, ready to be found. Built once from the language files."""

    def __init__(self, lines: Iterable[tuple[str, str, str]], sets: Mapping[str, Sets]) -> None:
        """Take (target, language, pattern line) triples and the sets of each language."""
        self._sets = sets
        self._ids: dict[tuple[str, str], int] = {}
        self._sizes: list[int] = []
        self._plain = Vocabulary(plain_key)
        self._tonal_plain = Vocabulary(plain_key)
        self._tonal = Vocabulary(accented_key)
        self._by_rarest: dict[int, list[Pattern]] = defaultdict(list)
        self.size = 0
        for target, language, line in lines:
            for steps in steps_of(line):
                self._add(target, language, steps)
        for language in sets:
            for named in _CONTEXT_SETS:
                self.slot(named, language)

    def _add(self, target: str, language: str, steps: tuple[Step, ...]) -> None:
        slots = tuple(self.slot(step.written, language) for step in steps)
        pattern = Pattern(target, language, slots, tuple(step.gap for step in steps), frozenset(slots))
        self._by_rarest[min(slots, key=self._sizes.__getitem__)].append(pattern)
        self.size += 1

    def slot(self, written: str, language: str) -> int:
        """Give the number of the slot that stands for this step in this language, made if new."""
        if (language, written) in self._ids:
            return self._ids[language, written]
        number = self._ids[language, written] = len(self._sizes)
        entries = set(alternatives(written, language, self._sets))
        self._sizes.append(len(entries))
        for entry in sorted(entries):
            if language == "vi":
                self._tonal_plain.add(entry, number)
                self._tonal.add(entry, number)
            else:
                self._plain.add(entry, number)
        return number

    def hits(self, plain: Sequence[str], accented: Sequence[str] | None, high_pay: Sequence[Place]) -> Hits:
        """Give the places of every slot. `accented` is None where the writer types no Vietnamese accents."""
        hits: Hits = defaultdict(list)
        self._plain.fill(plain, hits)
        if accented is None:
            self._tonal_plain.fill(plain, hits)
        else:
            self._tonal.fill([accented_key(word) for word in accented], hits)
        for number, word in enumerate(plain):
            if word[0].isdigit():
                self._number(number, word, hits)
        for place in high_pay:
            for vocabulary in (self._plain, self._tonal):
                for slot in vocabulary.words.get("#high", ()):
                    hits[slot].append(place)
        return hits

    def _number(self, place: int, word: str, hits: Hits) -> None:
        for kind in number_kinds(word):
            for vocabulary in (self._plain, self._tonal):
                for slot in vocabulary.words.get(kind, ()):
                    hits[slot].append((place, place + 1))

    def find(self, tokens: Tokens, hits: Hits) -> list[Found]:
        """Find every pattern, in reading order for each."""
        found: list[Found] = []
        present = hits.keys()
        for slot in present:
            for pattern in self._by_rarest.get(slot, ()):
                if pattern.needed <= present:
                    found += walk(pattern, hits, tokens.sentences)
        return found


def number_kinds(word: str) -> tuple[str, ...]:
    """Name what a number may stand for: any number, the age of a child, the hours of a long day."""
    if not word.isdigit():
        return ("#",)
    if len(word) > 2:  # noqa: PLR2004  ages and hours have two digits
        return ("#",)
    value = int(word)
    kinds = ["#"]
    if 9 <= value <= 17:  # noqa: PLR2004  below 18: a child
        kinds.append("#minor")
    if 12 <= value <= 22:  # noqa: PLR2004  hours of work a day
        kinds.append("#hours")
    return tuple(kinds)


def walk(pattern: Pattern, hits: Hits, sentences: Sequence[int]) -> list[Found]:
    """Walk one pattern from each place of its first slot; keep the first spans."""
    found: list[Found] = []
    dead: set[tuple[int, int]] = set()
    for start, end in hits[pattern.slots[0]][:MOST_PLACES]:
        rest = _rest(pattern, 1, end, sentences[start], hits, sentences, dead)
        if rest is None:
            continue
        found.append(Found(pattern.target, pattern.language, ((start, end), *rest)))
        if len(found) == MOST_SPANS:
            break
    return found


def _rest(
    pattern: Pattern,
    step: int,
    end: int,
    sentence: int,
    hits: Hits,
    sentences: Sequence[int],
    dead: set[tuple[int, int]],
) -> tuple[Place, ...] | None:
    """Fill the steps from `step` on, beginning at word `end`; None if it cannot be done."""
    if step == len(pattern.slots):
        return ()
    if (step, end) in dead:
        return None
    places = hits[pattern.slots[step]]
    first = bisect_left(places, (end, 0))
    for place in places[first : first + MOST_SPANS]:
        if place[0] > end + pattern.gaps[step] or sentences[place[1] - 1] != sentence:
            break
        rest = _rest(pattern, step + 1, place[1], sentence, hits, sentences, dead)
        if rest is not None:
            return (place, *rest)
    dead.add((step, end))
    return None
