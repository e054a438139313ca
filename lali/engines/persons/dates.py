"""Days of birth as people write them: in any order, in words, or only a year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lali.engines.names import folded

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan january janvier janv januari thang1",
            "feb february fevrier fev februari",
            "mar march mars maas",
            "apr april avril avr epril",
            "may mai me",
            "jun june juin",
            "jul july juillet juil",
            "aug august aout ogas",
            "sep sept september septembre",
            "oct october octobre oktoba",
            "nov november novembre",
            "dec december decembre disemba",
        ),
        1,
    )
    for name in names.split()
}
_APART = re.compile(r"[^\w]+")
_CENTURY = 30  # two digits up to here are of this century
_EARLIEST, _LATEST = 1500, 2100
BUDDHIST = 543  # years that the Buddhist calendar is ahead
_BUDDHIST_YEARS = range(2440, 2600)
_SIGNS = str.maketrans({"年": "-", "月": "-", "日": " "})
_EXCEL = re.compile(r"[1-4]\d{4}(?:\.0+)?")  # days since the last of 1899, as a spreadsheet counts them
_FIRST_DAY = date(1899, 12, 30)
_PLACE_AFTER = re.compile(r"(?<=\d)\s*,?\s+(?:à|a|at|in|tại|en)\s.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Born:
    """A birth as written: a year, and month and day where they were given (0 where not); they may be impossible."""

    year: int
    month: int
    day: int

    @property
    def digits(self) -> str:
        """Eight digits, YYYYMMDD."""
        return f"{self.year:04d}{self.month:02d}{self.day:02d}"


def is_a_day(born: Born) -> bool:
    """Whether there is such a day, or such a month or year where no more is told."""
    try:
        date(born.year, born.month or 1, born.day or 1)
    except ValueError:
        return False
    return True


def months_come_first(texts: Iterable[str]) -> bool:
    """Whether a column writes 12/25/1990: some day can be nothing else, and none contradicts."""
    first = second = 0
    for text in texts:
        if match := _NUMBERS.match(text):
            first, second = first + (int(match[1]) > _MONTHS_A_YEAR), second + (int(match[2]) > _MONTHS_A_YEAR)
    return second > 0 and first == 0


_NUMBERS = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?!\d)")
_MONTHS_A_YEAR = 12


def born_of(text: str, *, month_first: bool = False) -> Born | None:
    """The birth that `text` tells, or None.

    Read are 1990-05-03, 19900503, 3/5/1990 (day first, unless only the other order is possible), 3 May 1990, May 1990,
    1990, 1990-05-03 00:00:00, 3/5/1990 at Suva, 32996 (a spreadsheet's). With `month_first`, 5/3/1990 is 3 May.
    Years of the Buddhist calendar (2533) are 543 less. What has no year, or more digits than a date, is none.
    """
    born = _written(text.translate(_SIGNS), month_first=month_first)
    return replace(born, year=born.year - BUDDHIST) if born is not None and born.year > _LATEST else born


def _written(text: str, *, month_first: bool) -> Born | None:
    if _EXCEL.fullmatch(text.strip()):
        day = _FIRST_DAY + timedelta(int(text.strip()[:5]))
        return Born(day.year, day.month, day.day)
    text = _PLACE_AFTER.sub("", text)
    parts = _APART.split(folded(text.split("T", maxsplit=1)[0] if text[:4].isdigit() else text).strip())
    parts = [
        part
        for part in parts
        if part and not re.fullmatch(r"of|le|ngay|thang|nam|circa|c|about|abt|born|ne|nee|sinh|year", part)
    ]
    parts = [re.sub(r"(?<=\d)(st|nd|rd|th|er|e)$", "", part) for part in parts]
    numbers = [int(part) if part.isdecimal() else None for part in parts]
    if not parts or len(parts) > 7:  # noqa: PLR2004 - a date and a time
        return None
    if len(parts) == 1:
        return _one(parts[0])
    month = next((_MONTHS[part] for part in parts if part in _MONTHS), 0)
    if month:
        return _in_words(
            [one for one in numbers if one is not None], [part for part in parts if part.isdecimal()], month
        )
    if any(one is None for one in numbers[:3]):
        return None
    return _in_numbers(parts[:3], month_first=month_first)


def _one(part: str) -> Born | None:
    if not part.isdecimal():
        return _run_together(part)
    if len(part) == 8:  # noqa: PLR2004 - YYYYMMDD or DDMMYYYY
        if _is_year(int(part[:4])):
            return Born(int(part[:4]), int(part[4:6]), int(part[6:]))
        return Born(int(part[4:]), int(part[2:4]), int(part[:2])) if _is_year(int(part[4:])) else None
    if len(part) == 6 and _is_year(int(part[:4])):  # noqa: PLR2004 - YYYYMM
        return Born(int(part[:4]), int(part[4:]), 0)
    return Born(int(part), 0, 0) if len(part) == 4 and _is_year(int(part)) else None  # noqa: PLR2004 - YYYY


def _run_together(part: str) -> Born | None:
    """03may1990."""
    match = re.fullmatch(r"(\d{1,2})([a-z]{3,9})(\d{2,4})", part)
    if not match or match[2] not in _MONTHS:
        return None
    return Born(_full(match[3]), _MONTHS[match[2]], int(match[1]))


def _in_words(numbers: list[int], written: list[str], month: int) -> Born | None:
    years = [one for one in numbers if _is_year(one)]
    days = [one for one in numbers if 0 < one <= 31]  # noqa: PLR2004
    if years:
        return Born(years[0], month, days[0] if days else 0)
    if len(written) >= 2 and len(written[-1]) == 2:  # noqa: PLR2004 - 3 May 90
        return Born(_full(written[-1]), month, numbers[0])
    if len(numbers) == 1 and numbers[0] > 31 and len(written[0]) == 2:  # noqa: PLR2004 - May 90
        return Born(_full(written[0]), month, 0)
    return None


def _in_numbers(parts: list[str], *, month_first: bool) -> Born | None:
    numbers = [int(part) for part in parts]
    if len(parts) == 2:  # noqa: PLR2004 - a year and a month
        year = next((one for one in numbers if _is_year(one)), None)
        if year is None:
            return None
        month = numbers[0] if numbers[1] == year else numbers[1]
        return Born(year, month, 0) if month <= 12 else None  # noqa: PLR2004
    if len(parts[0]) == 4:  # noqa: PLR2004 - the year first
        return Born(numbers[0], numbers[1] % 100, numbers[2] % 100) if _is_year(numbers[0]) else None
    year = _full(parts[2])
    first, second = numbers[0] % 100, numbers[1] % 100
    if not _is_year(year):
        return None
    monthly = second > 12 >= first or (month_first and first <= 12)  # noqa: PLR2004
    return Born(year, first, second) if monthly else Born(year, second, first)


def _full(written: str) -> int:
    year = int(written)
    if len(written) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year <= _CENTURY else 1900)


def _is_year(number: int) -> bool:
    return _EARLIEST <= number <= _LATEST or number in _BUDDHIST_YEARS
