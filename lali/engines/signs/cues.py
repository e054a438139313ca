"""What a message speaks of, under one name in every language: fee, secret, day off, office, ...

The words stand in `data/cues.toml`. A cue is no sign: honest offers are full of them, and only the model beside the
rules learns what they are worth. By them a lure in one language teaches something about the same lure in another.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .catalogue import LANGUAGES, language
from .vocabulary import plain_key

ACCENTED = "vi+"  # Vietnamese typed with its accents
_REACH = 3  # words after a denial that it may deny
_BORROWED = "en"  # people mix English into every language

Rest = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One language: by first word, the other words of a phrase and the cues it shows; and the words that deny."""

    phrases: dict[str, tuple[tuple[Rest, tuple[str, ...]], ...]]
    denials: frozenset[str]


def cues_of(words: Sequence[str], code: str) -> frozenset[str]:
    """Give the cues in the words of a message, and those denied (`n=`): `c=fee`, `n=fee`.

    `code`: a language of the signs, `ACCENTED` with words as typed, or any other, which is read as English.
    """
    spoken = _spoken(code if code in _CODES else _BORROWED)
    phrases, denials = spoken.phrases, spoken.denials
    found: set[str] = set()
    denied_until = -1
    for place, word in enumerate(words):
        for rest, named in phrases.get(word, ()):
            if not rest or tuple(words[place + 1 : place + 1 + len(rest)]) == rest:
                found.update([f"c={name}" for name in named])
                if place <= denied_until:
                    found.update([f"n={name}" for name in named])
        if word in denials:
            denied_until = place + _REACH
    return frozenset(found)


_CODES = frozenset({*LANGUAGES, ACCENTED})


@cache
def _spoken(code: str) -> _Spoken:
    home = code.rstrip("+")
    named: dict[str, dict[Rest, set[str]]] = {}
    for name, listed in _data().items():
        for item in f"{listed[_BORROWED]},{listed[home]}".split(","):
            first, *rest = [_key(word, code) for word in item.split()] or [""]
            named.setdefault(first, {}).setdefault(tuple(rest), set()).add(name)
    named.pop("", None)
    phrases = {
        first: tuple(sorted((rest, tuple(sorted(names))) for rest, names in rests.items()))
        for first, rests in named.items()
    }
    denials = (language(one).sets["negators"].split(",") for one in (_BORROWED, home))
    return _Spoken(phrases, frozenset(_key(word.strip(), code) for one in denials for word in one))


def _key(word: str, code: str) -> str:
    word = word.replace("'", "")
    return word if code == ACCENTED else plain_key(word)


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "data" / "cues.toml").read_text(encoding="utf-8"))
