"""Names of firms in a running text: those of a list, spelled nearly so, and those that look like a firm's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from .folding import words_of
from .spelling import neighbours

LONGEST_TEXT = 20_000  # characters that are looked at
MOST_FIRMS = 5
SHORTEST_MISTYPED = 8  # letters of a name, written without spaces, from which one slip still makes the same name
TWO_SLIPS_FROM = 16
_LEGAL = frozenset(["ltd", "limited", "pte", "pty", "inc", "llc", "plc", "corp", "corporation", "sarl", "co", "tnhh"])
_FIRM_WORDS = (
    "Agency|Agencies|Careers?|Recruit(?:ment|ers?|ing)|Employment|Manpower|Consult(?:ants?|ancy|ing)|Placements?"
    "|Overseas|Migration|Staffing|Jobs|Labou?r|Services|Solutions|International|Travel|Ltd|Limited|Pte|Inc|Company"
    "|AGENCY|CAREERS|RECRUITMENT|MANPOWER"
)
_FIRM = re.compile(rf"(?<!\w)(?:[A-Z][\w&’'-]{{1,30}} ){{1,4}}(?:(?:{_FIRM_WORDS})(?!\w) ?){{1,3}}")
_ONE_FIRM_WORD = re.compile(_FIRM_WORDS)
_OPENING = frozenset(["the", "our", "contact", "call", "bula", "dear", "hi", "hello", "join", "apply", "from"])


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a list met in a text; `exact` when it is spelled as in the list (capitals, accents, spaces aside)."""

    name: str
    exact: bool


def key_of(name: str) -> str:
    """A name as it is compared: folded, without spaces and without words such as "Ltd"."""
    words = words_of(name)
    return "".join(word for word in words if word not in _LEGAL) or "".join(words)


class NameList:
    """Names to look for, made ready once for many texts.

    A slip is forgiven only in a name long enough (SHORTEST_MISTYPED letters), two only from TWO_SLIPS_FROM; a name is
    met as whole words.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._keys = {key: name for name in names if (key := key_of(name))}
        self._near = _by_neighbour(self._keys)
        self._most_words = max((len(words_of(name)) for name in self._keys.values()), default=0) + 1
        self._longest = max(map(len, self._keys), default=0) + 2

    def named_in(self, text: str) -> list[Named]:
        """Names that stand in a text, in the order of the list; each once, exact where it stands exactly.

        Linear in the text.
        """
        if not self._keys:
            return []
        found: dict[str, bool] = {}
        for window in _windows(words_of(text[:LONGEST_TEXT]), self._most_words, self._longest):
            if window in self._keys:
                found[window] = True
            elif window not in found:
                for key in _candidates(window, self._near):
                    found.setdefault(key, False)
        return [Named(name, found[key]) for key, name in self._keys.items() if key in found]


def named_in(text: str, names: Iterable[str]) -> list[Named]:
    """Names of a list that stand in one text: see NameList."""
    return NameList(names).named_in(text)


def _windows(words: list[str], most: int, longest: int) -> Iterator[str]:
    plain = [word for word in words if word not in _LEGAL]
    for start in range(len(plain)):
        joined = ""
        for word in plain[start : start + most]:
            joined += word
            if len(joined) > longest:
                break
            yield joined


def _by_neighbour(keys: Mapping[str, str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for key in keys:
        for form in neighbours(key) if len(key) >= SHORTEST_MISTYPED else ():
            near.setdefault(form, []).append(key)
    return near


def _candidates(window: str, near: Mapping[str, list[str]]) -> Iterator[str]:
    if len(window) < SHORTEST_MISTYPED - 1:
        return
    for form in neighbours(window):
        for key in near.get(form, ()):
            slips = 2 if len(key) >= TWO_SLIPS_FROM else 1
            if DamerauLevenshtein.distance(window, key, score_cutoff=slips) <= slips:
                yield key


def firms_in(text: str) -> list[str]:
    """What is written like the name of a firm ("Golden Lagoon Careers"), as it stands there; at most MOST_FIRMS."""
    found = (_without_opening(match[0]) for match in _FIRM.finditer(text[:LONGEST_TEXT]))
    return list(dict.fromkeys(name for name in found if name and not _is_only_trade(name)))[:MOST_FIRMS]


def _is_only_trade(name: str) -> bool:
    """Say whether nothing but words of the trade is left ("International Services")."""
    return all(_ONE_FIRM_WORD.fullmatch(word) for word in name.split())


def _without_opening(name: str) -> str:
    words = name.split()
    while words and words[0].casefold() in _OPENING:
        words.pop(0)
    return " ".join(words)
