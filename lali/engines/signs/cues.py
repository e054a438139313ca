"""What a message speaks of, under one name in every language: fee, secret, day off, office, ...

The words stand in `data/cues.toml`. A cue is no sign: honest offers are full of them, and only the model beside the
rules learns what they are worth. By them a lure in one language teaches something about the same lure in another.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from .catalogue import LANGUAGES, language
from .vocabulary import plain_key

ACCENTED = "vi+"  # Vietnamese typed with its accents
_REACH = 3  # words after a denial that it may deny
_BORROWED = "en"  # people mix English into every language

Rest = tuple[str, ...]


# The words of a phrase after the second, the cues it shows, and the same denied.
_Shown = tuple[Rest, tuple[str, ...], tuple[str, ...]]
# By first word, then by second; "" for what is a single word, which stands last.
_Phrases = dict[str, dict[str, list[_Shown]]]
_DENIAL = ("",)  # shown by a word that denies what follows


def cues_of(words: Sequence[str], code: str) -> frozenset[str]:
    """Give the cues in the words of a message, and those denied (`n=`): `c=fee`, `n=fee`.

    `code`: a language of the signs, `ACCENTED` with words as typed, or any other, which is read as English.
    """
    spoken = _spoken(code if code in _CODES else _BORROWED)
    found: set[str] = set()
    denied_until = -1
    last = len(words) - 1
    for place in [place for place, word in enumerate(words) if word in spoken]:
        known = spoken[words[place]]
        shown: Sequence[_Shown] = known.get(words[place + 1], ()) if place < last else ()
        for rest, named, denied in (*shown, *known[""]) if shown else known[""]:
            if not rest or tuple(words[place + 2 : place + 2 + len(rest)]) == rest:
                found.update(named)
                if place <= denied_until:
                    found.update(denied)
                if named is _DENIAL:
                    denied_until = place + _REACH
    found.discard("")
    return frozenset(found)


_CODES = frozenset({*LANGUAGES, ACCENTED})


@cache
def _spoken(code: str) -> _Phrases:
    home = code.rstrip("+")
    named: dict[str, dict[Rest, set[str]]] = {}
    for name, listed in _data().items():
        for item in f"{listed[_BORROWED]},{listed[home]}".split(","):
            if words := [_key(word, code) for word in item.split()]:
                named.setdefault(words[0], {}).setdefault(tuple(words[1:]), set()).add(name)
    phrases: _Phrases = {first: {"": []} for first in named}
    for first, rests in named.items():
        for rest, names in sorted(rests.items()):
            shown = tuple(f"c={name}" for name in sorted(names)), tuple(f"n={name}" for name in sorted(names))
            phrases[first].setdefault(rest[0] if rest else "", []).append((rest[1:], *shown))
    for denial in f"{language(_BORROWED).sets['negators']},{language(home).sets['negators']}".split(","):
        phrases.setdefault(_key(denial.strip(), code), {"": []})[""].append(((), _DENIAL, ()))
    return phrases


def _key(word: str, code: str) -> str:
    word = word.replace("'", "")
    return word if code == ACCENTED else plain_key(word)


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "data" / "cues.toml").read_text(encoding="utf-8"))
