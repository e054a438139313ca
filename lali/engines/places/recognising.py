"""From words as somebody typed them to places they may mean."""

import unicodedata
from functools import cache

from rapidfuzz import fuzz, process

from .gazetteer import Place, all_places, in_words, place

LONGEST = 200  # characters that are looked at
SHORTEST = 3  # letters of a beginning that says something
LIKE_ENOUGH = 78.0  # of 100: "Makuata" for Macuata, "Vilia" for Vila; measured on slips of one or two letters


def folded(words: str) -> str:
    """Words without accents, capitals and punctuation, single spaces between them."""
    plain = unicodedata.normalize("NFKD", words[:LONGEST]).casefold()
    kept = "".join(" " if not sign.isalnum() else sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.split())


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """Folded spellings and the codes of the places they name: bare names, and names with what the place lies in."""
    found: dict[str, dict[str, None]] = {}
    for known in all_places():
        for language in known.names if known.kind == "country" else ("en", "fr"):
            for spelling in {known.name(language), in_words(known.code, language), known.code}:
                found.setdefault(folded(spelling), {})[known.code] = None
    return {spelling: tuple(codes) for spelling, codes in found.items()}


def recognise(words: str) -> Place | None:
    """The one place that the words name, accents and capitals left aside; None when they name none, or several."""
    codes = _spellings().get(folded(words), ())
    return place(codes[0]) if len(codes) == 1 else None


def suggest(words: str, *, most: int = 6) -> list[Place]:
    """Places that the words may mean, the likeliest first; those spelled exactly so come before all others."""
    asked = folded(words)
    if not asked:
        return []
    exact = _spellings().get(asked, ())
    near = process.extract(asked, list(_spellings()), scorer=_likeness, score_cutoff=LIKE_ENOUGH, limit=most * 3)
    codes = dict.fromkeys([*exact, *(code for spelling, _score, _index in near for code in _spellings()[spelling])])
    return [found for code in codes if (found := place(code))][:most]


def _likeness(one: str, other: str, **_limits: object) -> float:
    """How alike two folded spellings are, 0 to 100; the beginning of a longer name counts as nearly the same."""
    whole = fuzz.ratio(one, other)
    return max(whole, 90.0) if len(one) >= SHORTEST and other.startswith(one) else whole
