"""The order of day, month and year: what the whole file says for and against each, and never a silent guess."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lali.engines.chats.conversation import Ask, ChatRefused, Choices

ORDERS = ("dmy", "mdy", "ymd")
NAMES = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
FIRST_YEAR = 2009  # of the oldest of these services whose files leave the order open
SHORT, LONG = 2, 4  # digits of a year
BUDDHIST, FIRST_BUDDHIST = 543, 2500
THIS_CENTURY_ENDS = 52  # two digits from here on are years of the Buddhist era: 2552 was 2009
MOST_KEPT = 100_000
LEAP = 300  # days
MOST_EXAMPLES = 3  # dates that are shown read each way
FEW = 0.01  # share of dates that may be lines of text which look like one
MONTH_FIRST = frozenset(("US", "PH", "FM", "GU", "MH", "MP", "PR", "PW", "AS", "UM", "VI"))
YEAR_FIRST = frozenset(("CN", "JP", "KR", "KP", "TW", "HU", "LT", "MN", "SE", "IR", "BT", "CA", "ZA"))

_NUMBER = re.compile(r"\d+")
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?([0-2]\d|3[01])(?!\d)")


class Calendar:
    """Reads dates in one order; the same text is read once."""

    def __init__(self, order: str, *, first_year: int = FIRST_YEAR, last: date | None = None) -> None:
        self.order, self._first, self._last = order, first_year, last
        self._kept: dict[str, date | None] = {}

    def day(self, text: str) -> date | None:
        """The day, or None when there is no such day."""
        try:
            return self._kept[text]
        except KeyError:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            found = self._kept[text] = self._day(text)
            return found

    def _day(self, text: str) -> date | None:
        numbers = _NUMBER.findall(text)
        if len(numbers) != len(self.order):
            return None
        day, month, year = (numbers[self.order.index(part)] for part in "dmy")
        if len(day) > SHORT or len(month) > SHORT or len(year) not in {SHORT, LONG}:
            return None
        return self._at(int(year), int(month), int(day), short=len(year) == SHORT)

    def _at(self, year: int, month: int, day: int, *, short: bool) -> date | None:
        if short:
            year += FIRST_BUDDHIST if year >= THIS_CENTURY_ENDS else 2000
        year -= BUDDHIST if year >= FIRST_BUDDHIST else 0
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        return found if year >= self._first and not (self._last and found > self._last) else None


@dataclass(slots=True)
class Candidate:
    """One order, and what the dates of the file say of it."""

    order: str
    calendar: Calendar
    impossible: int = 0
    runs: int = 0  # of impossible dates one after another: a pasted conversation is one
    backwards: int = 0
    leaps: int = 0  # a year or nearly from one date to the next
    dates: int = 0
    example: str = ""  # the first date that is impossible, or that runs backwards
    examples: list[str] = field(default_factory=list)  # dates that mean different days in different orders
    first: date | None = None
    last: date | None = None
    speaks: list[str] = field(default_factory=list)
    _before: date | None = None
    _wrong: bool = False

    def take(self, text: str) -> None:
        """The next date of the file that differs from the one before it."""
        day = self.calendar.day(text)
        if day is None:
            self.impossible += 1
            self.runs += not self._wrong
            self._wrong = True
            self.example = self.example or text
            return
        self._wrong = False
        if self._before and (self._before - day).days > 1:
            self.backwards += 1
            self.example = self.example or text
        self.dates += 1
        self.leaps += bool(self._before and abs((day - self._before).days) > LEAP)
        self.first, self.last = min(self.first or day, day), max(self.last or day, day)
        self._before = day

    def as_record(self) -> dict[str, Any]:
        """With its evidence, for the person who decides."""
        evidence = [f"{self.impossible} dates are impossible" + self._such] if self.impossible else []
        if self.backwards:
            evidence.append(f"time runs backwards {self.backwards} times" + ("" if evidence else self._such))
        if self.first and self.last and not self.impossible:
            evidence.append(f"from {self.first.isoformat()} to {self.last.isoformat()}")
        if self.leaps_always:
            evidence.append("each date lies a year from the one before it")
        return {
            "order": self.order, "meaning": NAMES[self.order], "impossible": self.impossible,
            "backwards": self.backwards, "evidence": evidence + self.speaks,
            "examples": [{"written": text, "day": day.isoformat() if (day := self.calendar.day(text)) else None}
                         for text in self.examples],
        }  # fmt: skip

    @property
    def faults(self) -> int:
        """How often the file contradicts this order."""
        return self.runs + self.backwards

    @property
    def leaps_always(self) -> bool:
        """Whether what should be a day is read as a year."""
        return 0 < self.leaps == self.dates - 1

    @property
    def _such(self) -> str:
        return f", such as {self.example}"


@dataclass(frozen=True, slots=True)
class Decision:
    """The calendar that reads the file, or none and a question."""

    calendar: Calendar | None
    reason: str
    candidates: tuple[dict[str, Any], ...]
    ask: Ask | None = None


def decide(
    dates: Iterable[str],
    choices: Choices,
    *,
    name: str = "",
    hints: Iterable[tuple[str, str]] = (),
    short_year_first: bool = True,
) -> Decision:
    """Weigh every date of the file. `hints` are pairs of an order and what in the layout speaks for it.

    `short_year_first` says whether what wrote the file may put a year of two digits first at all.
    """
    last = _last_day(choices, name)
    candidates = [Candidate(order, Calendar(order, last=last)) for order in ORDERS]
    before, changes, short, examples = None, 0, True, list[str]()
    for text in dates:
        if text != before:
            changes += 1
            short &= len(_NUMBER.findall(text, 0, LONG + LONG)[0]) <= SHORT
            for candidate in candidates:
                candidate.take(text)
            if len(examples) < MOST_EXAMPLES and text not in examples and _is_open(text, candidates):
                examples.append(text)
            before = text
    for order, why in hints:
        next(one for one in candidates if one.order == order).speaks.append(why)
    for candidate in candidates:
        candidate.examples = examples
    if choices.country:
        habit = _habit(choices.country)
        next(one for one in candidates if one.order == habit).speaks.append(f"usual in {choices.country.upper()}")
    if choices.date_order:
        return _stated(candidates, choices.date_order, changes)
    return _shown(candidates, changes, unheard="" if short_year_first or not short else "ymd")


def _is_open(text: str, candidates: list[Candidate]) -> bool:
    return len({day for one in candidates if (day := one.calendar.day(text))}) > 1


def with_lines(decision: Decision, line_of: Callable[[str], str | None]) -> Decision:
    """The same with the line of the file where each example stands: a person who is asked sees it read each way."""
    if decision.ask is None:
        return decision
    candidates = tuple(
        one | {"examples": [example | {"line": line_of(example["written"])} for example in one["examples"]]}
        for one in decision.ask.candidates
    )
    return Decision(None, "", candidates, Ask(decision.ask.what, candidates))


def _last_day(choices: Choices, name: str) -> date | None:
    days = [choices.not_after] if choices.not_after else []
    for found in _DAY_IN_NAME.finditer(name):
        try:
            days.append(date(*map(int, found.groups())))
        except ValueError:
            continue
    return min(days) if days else None


def _habit(country: str) -> str:
    code = country.upper()
    return "mdy" if code in MONTH_FIRST else "ymd" if code in YEAR_FIRST else "dmy"


def _stated(candidates: list[Candidate], order: str, changes: int) -> Decision:
    if order not in ORDERS:
        raise ChatRefused("order", f"There is no date order {order!r}: it is dmy, mdy or ymd.")
    chosen = next(one for one in candidates if one.order == order)
    if chosen.impossible > changes * FEW:
        why = f"{chosen.impossible} dates are impossible as {NAMES[order]}, such as {chosen.example}"
        raise ChatRefused("order", f"The date order {order} cannot be that of this file: {why}.")
    return Decision(chosen.calendar, "stated", _records(candidates))


def _shown(candidates: list[Candidate], changes: int, *, unheard: str = "") -> Decision:
    """The order with clearly the fewest faults. A pasted line must not turn it: what is about as bad is asked for.

    An order that is `unheard` of in this layout is out where another one fits without a fault.
    """
    records = _records(candidates)
    possible = [one for one in candidates if one.impossible * 2 < changes]
    if not possible:
        if all(one.impossible == changes for one in candidates):
            sentence = "The dates of this file are of no calendar that is read here, or later than its receipt."
            raise ChatRefused("calendar", sentence)
        return Decision(None, "", records, Ask("date_order", records))
    if any(not one.leaps for one in possible):
        possible = [one for one in possible if not one.leaps_always]
    heard = [one for one in possible if one.order != unheard]
    if heard != possible and any(not one.faults for one in heard):
        possible = heard
    fewest = min(one.faults for one in possible)
    left = [one for one in possible if one.faults < 2 * fewest or one.faults == fewest]
    if len(left) > 1:  # a country alone never decides
        supported = [one for one in left if len(one.speaks) > 1]
        if len(supported) != 1 or any(one.speaks for one in left if one is not supported[0]):
            return Decision(None, "", records, Ask("date_order", _records(left)))
        return Decision(supported[0].calendar, "; ".join(supported[0].speaks), records)
    others = [one for one in candidates if one.first and one is not left[0]]
    reason = "any other order runs backwards" if any(not one.impossible for one in others) else "no other is possible"
    if any(one.order == unheard and not one.faults for one in others):
        reason = "a year of two digits does not come first in this layout"
    return Decision(left[0].calendar, reason, records)


def _records(candidates: list[Candidate]) -> tuple[dict[str, Any], ...]:
    return tuple(one.as_record() for one in candidates if one.first)
