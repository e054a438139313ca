"""Days written with the name of a month, in many languages (the Unicode CLDR, by Babel): no order is open."""

import re
from functools import cache

from babel import Locale

LANGUAGES = (
    "en fr es pt de it nl ru uk be pl cs sk hu ro bg hr sr sr_Latn sl bs mk el tr da sv nb nn fi et lv lt is id ms fil "
    "vi th lo km my hi mr ne bn ta te kn ml gu pa si ar fa ur he ja ko zh sw so am af sq ka hy az kk uz mn ca eu gl ga "
    "cy mt to"
)
BUDDHIST, FIRST_BUDDHIST = 543, 2500
_WORD = r"([^\W\d_][^\W\d_.’']*(?:\u200c[^\W\d_]+)?)"
_APART = r"[\s.,\u200e\u200f]*(?:de |del |d’)?"
_SHAPES = (
    (re.compile(rf"(\d{{1,2}})(?:er|º|°|\.)?{_APART}{_WORD}\.?{_APART}(\d{{4}})(?:\s?г\.?)?"), (2, 1, 0)),
    (re.compile(rf"{_WORD}\.?\s(\d{{1,2}}),?\s(\d{{4}})"), (2, 0, 1)),
    (re.compile(rf"(\d{{4}}){_APART}{_WORD}\.?{_APART}(\d{{1,2}})"), (0, 1, 2)),
    (re.compile(r"(\d{4})年\s?(\d{1,2})月\s?(\d{1,2})日"), (0, 1, 2)),
    (re.compile(r"(\d{4})년\s?(\d{1,2})월\s?(\d{1,2})일"), (0, 1, 2)),
)


@cache
def _months() -> dict[str, int]:
    """Names of months; those that name different ones in different languages are left out."""
    found: dict[str, int] = {}
    unclear = set()
    for language in LANGUAGES.split():
        for context in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    key = _folded(name)
                    if found.setdefault(key, number) != number:
                        unclear.add(key)
    return {key: number for key, number in found.items() if key not in unclear and not key[:1].isdecimal()}


def _folded(name: str) -> str:
    return name.casefold().strip(". ")


def day_in(text: str) -> tuple[str, str] | None:
    """The day as ISO 8601, and the rest of the text; None where no month is named, or there is no such day."""
    for shape, (year_at, month_at, day_at) in _SHAPES:
        if not (found := shape.search(text)):
            continue
        parts = found.groups()
        month = int(parts[month_at]) if parts[month_at].isdecimal() else _months().get(_folded(parts[month_at]), 0)
        year = int(parts[year_at])
        year -= BUDDHIST if year >= FIRST_BUDDHIST else 0
        if 1 <= month <= 12:  # noqa: PLR2004 - months of a year
            return f"{year:04d}-{month:02d}-{int(parts[day_at]):02d}", text[: found.start()] + " " + text[found.end() :]
    return None
