"""The little language in which patterns are written, and its reading.

A pattern is a line of *steps*. A step is a word (`passport`), the beginning of a word (`recruit*`), a set
(`{papers}`; `{en:papers}` is the English one) or a choice of these (`took|{take}`); `+` glues words into one step
(`id+card`, without `*`). Between steps stands nothing (the next word follows at once), `..` (up to three words
between), `...` (up to seven) or `....` (up to twenty-five, and sentences may end between). `?` after a step makes it
optional, `&` between two halves lets them come in either order. Else all steps lie in one sentence.

A set is a list of words and phrases between commas. Patterns hold no regular expression: matching is a walk over
words, linear in the message, and a colleague who speaks the language can read and mend them.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

NEXT, NEAR, FAR, BEYOND = 0, 3, 7, 25
_GAPS = {"..": NEAR, "...": FAR, "....": BEYOND}
_SET = re.compile(r"\{([a-z]+:)?([a-z_#]+)\}")
_MOST_OPTIONAL = 4  # 2^4 readings of one line; more would be a pattern nobody can follow

Entry = tuple[str, ...]  # one word or phrase, word by word; a word may end in "*"
Sets = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to find: its alternatives as written (the key of its slot) and the words allowed before it."""

    written: str
    gap: int


class PatternError(ValueError):
    """A language file holds a line that cannot be read; the message names language, line and reason."""


def steps_of(line: str) -> Iterator[tuple[Step, ...]]:
    """Give every plain reading of a pattern line: options with and without, halves in either order."""
    halves = [half.split() for half in line.split(" & ")]
    for order in itertools.permutations(halves):
        words = list(itertools.chain.from_iterable([*half, "..."] for half in order))[:-1]
        yield from _with_and_without(words, line)


def _with_and_without(words: Sequence[str], line: str) -> Iterator[tuple[Step, ...]]:
    optional = [place for place, word in enumerate(words) if word.endswith("?")]
    if len(optional) > _MOST_OPTIONAL:
        raise PatternError(f"too many optional steps: {line}")
    for size in range(len(optional) + 1):
        for left_out in itertools.combinations(optional, size):
            yield _steps([word.rstrip("?") for place, word in enumerate(words) if place not in left_out], line)


def _steps(words: Sequence[str], line: str) -> tuple[Step, ...]:
    steps: list[Step] = []
    gap = NEXT
    for word in words:
        if word in _GAPS:
            gap = max(gap, _GAPS[word])
            continue
        steps.append(Step(word, gap))
        gap = NEXT
    if not steps:
        raise PatternError(f"a pattern without a word: {line}")
    return tuple(steps)


def alternatives(written: str, language: str, sets: Mapping[str, Sets]) -> Iterator[Entry]:
    """Give every word or phrase a step stands for; sets are opened, sets within sets too."""
    for choice in written.split("|"):
        named = _SET.fullmatch(choice)
        if named is None:
            yield _phrase(choice.split("+"), language)
            continue
        home, name = (named[1] or f"{language}:")[:-1], named[2]
        if name.startswith("#"):
            yield (name,)
            continue
        try:
            listed = sets[home][name]
        except KeyError:
            raise PatternError(f"{language}: no set {home}:{name}") from None
        for item in listed.replace("\n", " ").split(","):
            if item.strip():
                yield from _entry(item.strip(), home, sets)


def _entry(item: str, home: str, sets: Mapping[str, Sets]) -> Iterator[Entry]:
    if item.startswith("{"):
        yield from alternatives(item, home, sets)
    else:
        yield _phrase(item.split(), home)


def _phrase(words: Sequence[str], language: str) -> Entry:
    if len(words) > 1 and any("*" in word for word in words):
        raise PatternError(f"{language}: no * inside a phrase: {' '.join(words)}")
    return tuple(words)
