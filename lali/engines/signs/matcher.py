"""Finds patterns in the words of a message.

How it is fast: each word is looked up once and names the slots (steps of patterns) it can fill, marked in one integer;
a pattern is tried only if its rarest slot is filled, and walked only if all seem to be. How it is safe: a walk never
tries the same place of the same step twice, so its cost is bounded by filled places times the gap allowed.

Why no regular expressions: the same 2,000 patterns as one google-re2 Set were measured beside this on ordinary SMS (one
core). The Set took 0.2-0.4 s to compile, most of what the cold start of `lali check` may cost; 1.6-2.8 ms a message
while its automaton met new words, 25-43 us once warm, and then only says which patterns match. This takes 0.1-0.2 s to
build with the data files, and 19 us a message with the places found.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from .grammar import BEYOND, Entry, Sets, Step, alternatives, steps_of
from .speech import everyday
from .tokens import Tokens
from .vocabulary import Place, Places, Vocabulary, accented_key, marks_of, plain_key, without_head_counts

MOST_PLACES = 1_000  # places of one slot that are looked at: a megabyte of one repeated word stays cheap
MOST_SPANS = 8  # spans of one pattern that are kept
_REMEMBERED = 50_000
# Sets that every language has under the same name: what is spoken of, whatever the language.
CONCEPTS = (
    *("boss", "took", "papers", "phones", "family", "tell", "child", "abroad_place", "job_word", "online_job", "free"),
    *("ticket", "room", "fee", "pay", "scheme", "chat_app", "girl", "kin", "nude", "picture", "publish", "audience"),
    *("beat", "crime", "me"),
)
_CONTEXT_SETS = ("{negators}", "{negators_after}", "{me}")  # every language has these; context.py reads their places

# A pattern is tried where its rarest step is filled. So many rare words is as common as an everyday one, or a number.
_EVERYDAY, _NUMBER = 50, 400
_OF_ONE_ANCHOR = 16  # bits of the number of a pattern among those of one rarest step


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


Phrases = Mapping[str, Sequence[tuple[Entry, int]]]  # by second word: the words after it, and the slot


@dataclass(frozen=True, slots=True)
class Pattern:
    """One reading of a pattern line: slots to fill in order, and the words allowed before each.

    `number` puts patterns in the order in which they are looked for.
    """

    number: int
    target: str
    language: str
    slots: tuple[int, ...]
    gaps: tuple[int, ...]
    needed: int  # marks of its slots

    @property
    def is_frame(self) -> bool:
        """Say whether it shows a frame (the kind of text) and not a sign."""
        return self.target.startswith(":")


Tried = tuple[int, Pattern]  # the marks of the slots that a pattern needs, and the pattern


@dataclass(frozen=True, slots=True)
class Known:
    """What a word fills: its slots, their marks, patterns of which one is the rarest, and phrases it begins."""

    slots: frozenset[int]
    marks: int
    tried: tuple[Tried, ...]
    concepts: frozenset[str]
    phrases: Phrases
    tonal_phrases: Phrases


_NOTHING = Known(frozenset(), 0, (), frozenset(), {}, {})  # most words there are


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
        self._known: dict[str | tuple[str, str], Known] = {}
        self._by_anchor: dict[int, list[Tried]] = defaultdict(list)  # by the rarest slot
        self.size = 0
        for target, language, line in lines:
            for steps in steps_of(line):
                self._add(target, language, steps)
        for language in sets:
            for named in _CONTEXT_SETS:
                self.slot(named, language)
        named_so = {
            name: [self.slot(f"{{{name}}}", code) for code in sets if name in sets[code]] for name in sorted(CONCEPTS)
        }
        self._high_pay = [slot for one in (self._plain, self._tonal) for slot in one.words.get("#high", ())]
        self._concepts = {slot: name for name, slots in named_so.items() for slot in slots}

    def _add(self, target: str, language: str, steps: tuple[Step, ...]) -> None:
        slots = tuple(self.slot(step.written, language) for step in steps)
        anchor = min(slots, key=self._sizes.__getitem__)
        beside = self._by_anchor[anchor]
        number = anchor << _OF_ONE_ANCHOR | len(beside)
        needed = marks_of(slots)
        beside.append((needed, Pattern(number, target, language, slots, tuple(step.gap for step in steps), needed)))
        self.size += 1

    def slot(self, written: str, language: str) -> int:
        """Give the number of the slot that stands for this step in this language, made if new."""
        if (language, written) in self._ids:
            return self._ids[language, written]
        number = self._ids[language, written] = len(self._sizes)
        entries = set(alternatives(written, language, self._sets))
        self._sizes.append(sum(map(_commonness, entries)))
        for entry in sorted(entries):
            if language == "vi":
                self._tonal_plain.add(entry, number)
                self._tonal.add(entry, number)
            else:
                self._plain.add(entry, number)
        return number

    def places(self, plain: Sequence[str], accented: Sequence[str] | None, high_pay: Sequence[Place]) -> Places:
        """Give the places of every slot. `accented` is None where the writer types no Vietnamese accents."""
        tonal = plain if accented is None else [accented_key(word) for word in accented]
        known = self._known_of(plain, None if accented is None else tonal)
        longer: dict[int, list[Place]] = defaultdict(list)
        tried: list[Tried] = []
        concepts: set[str] = set()
        present, last = 0, len(known) - 1
        for place, one in enumerate(known):
            if one is _NOTHING:
                continue
            present |= one.marks
            if one.tried:
                tried += one.tried
            if one.concepts:
                concepts |= one.concepts
            if place < last:
                if rests := one.phrases.get(plain[place + 1]):
                    _note_phrases(rests, plain, place, longer)
                if one.tonal_phrases and (rests := one.tonal_phrases.get(tonal[place + 1])):
                    _note_phrases(rests, tonal, place, longer)
        if high_pay:
            longer.update((slot, list(high_pay)) for slot in self._high_pay)
        if longer:
            present |= marks_of(longer)
            tried += chain.from_iterable(self._by_anchor.get(slot, ()) for slot in longer)
            concepts.update([self._concepts[slot] for slot in self._concepts.keys() & longer.keys()])
        return Places(known, longer, present, tried, concepts)

    def _known_of(self, plain: Sequence[str], tonal: Sequence[str] | None) -> list[Known]:
        """Look up each word; where Vietnamese accents are typed, as it is written with its tone."""
        uncounted = without_head_counts(plain)
        keys: Sequence[str | tuple[str, str]] = uncounted
        if tonal is not None:
            keys = [
                (word, tone if word is written else word)
                for word, tone, written in zip(uncounted, tonal, plain, strict=True)
            ]
        remembered = self._known.get
        return [remembered(key) or self._remember(key) for key in keys]

    def _remember(self, key: str | tuple[str, str]) -> Known:
        """Work out once what a word fills, for messages repeat their words."""
        word, tonal = (key, key) if isinstance(key, str) else key
        vocabulary = self._tonal_plain if isinstance(key, str) else self._tonal
        slots = frozenset(self._plain.slots(word) | vocabulary.slots(tonal))
        known = Known(
            slots,
            marks_of(slots),
            tuple(tried for slot in sorted(slots & self._by_anchor.keys()) for tried in self._by_anchor[slot]),
            frozenset([self._concepts[slot] for slot in slots & self._concepts.keys()]),
            self._plain.phrases.get(word, {}),
            vocabulary.phrases.get(tonal, {}),
        )
        if known == _NOTHING:
            known = _NOTHING
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[key] = known
        return known

    def filled(self, places: Places) -> list[Pattern]:
        """Give the patterns of which every step may be filled somewhere, in whatever order of steps, and few others."""
        present = places.present
        found = {pattern.number: pattern for needed, pattern in places.tried if needed & present == needed}
        return [found[number] for number in sorted(found)]

    def find(self, tokens: Tokens, places: Places) -> list[Found]:
        """Find every pattern; for each, its first spans in reading order."""
        return [found for pattern in self.filled(places) for found in walk(pattern, places, tokens)]


def _commonness(entry: Entry) -> int:
    if len(entry) == 1 and entry[0].startswith("#") and entry[0] != "#high":
        return _NUMBER
    return _EVERYDAY if len(entry) == 1 and entry[0] in everyday() else 1


def _note_phrases(
    rests: Sequence[tuple[Entry, int]], words: Sequence[str], place: int, longer: dict[int, list[Place]]
) -> None:
    """Note every phrase that begins with the two words at `place`: `rests` are the words after them, and the slot."""
    for rest, slot in rests:
        end = place + 2 + len(rest)
        if not rest or tuple(words[place + 2 : end]) == rest:
            longer[slot].append((place, end))


def walk(pattern: Pattern, places: Places, tokens: Tokens) -> list[Found]:
    """Walk one pattern from each place of its first slot; keep the first spans."""
    found: list[Found] = []
    dead: set[tuple[int, int]] = set()
    for start, end in places[pattern.slots[0]][:MOST_PLACES]:
        rest = _rest(pattern, 1, end, places, tokens, dead)
        if rest is None:
            continue
        found.append(Found(pattern.target, pattern.language, ((start, end), *rest)))
        if len(found) == MOST_SPANS:
            break
    return found


def _rest(  # noqa: PLR0917  a walk: what to fill, from where, in what
    pattern: Pattern,
    step: int,
    end: int,
    places: Places,
    tokens: Tokens,
    dead: set[tuple[int, int]],
) -> tuple[Place, ...] | None:
    """Fill the steps from `step` on, beginning at word `end`; None if it cannot be done."""
    if step == len(pattern.slots):
        return ()
    if (step, end) in dead:
        return None
    here = places[pattern.slots[step]]
    first = bisect_left(here, (end, 0))
    for place in here[first : first + MOST_SPANS]:
        gap = pattern.gaps[step]
        if place[0] > end + gap or (gap < BEYOND and tokens.sentences[place[1] - 1] != tokens.sentences[end - 1]):
            break
        rest = _rest(pattern, step + 1, place[1], places, tokens, dead)
        if rest is not None:
            return (place, *rest)
    dead.add((step, end))
    return None
