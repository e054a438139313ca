"""Whether heads of messages stand in the order of time, and which of them only look like heads.

A line inside a message can look like the beginning of another one: somebody pasted a conversation, or forged one. Where
such a line would run far backwards and time comes back after it, it is kept in the message that it stands in. Not where
there are many of them, nor where one names somebody who wrote before: a forged date would hide what that person wrote.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lali.engines.chats.dates import Calendar

AHEAD = 500  # heads among which time may come back before a leap forwards is taken for true
FEW = 3  # heads that are kept in the message before them, where time comes back after them or the file ends
MOST_SENDERS = 100_000
MOST_RETURNS = 100  # true leaps backwards after which the file is taken for one without order
NEAR = 1  # days that messages may be out of order: telephones that were offline, midnight between zones


@dataclass(slots=True)
class Looked:
    """Of a piece's heads: how many can be told now, which are no heads, and marks by number."""

    until: int = 0
    folds: set[int] = field(default_factory=set)
    marks: dict[int, str] = field(default_factory=dict)


class Order:
    """Follows the days of one file. A head that was left over is the first of the next piece, not judged again."""

    def __init__(self, calendar: Calendar | None) -> None:
        self._calendar = calendar
        self._text, self._last = "", 0
        self._known, self._returns, self._mark = 0, 0, ""
        self._senders: set[str] = set()
        self.folded = 0  # heads, so far

    def look(self, dates: list[str], senders: Sequence[str | None], *, final: bool) -> Looked:
        """Judge the heads of one piece; all but the last message are told, and that too when the file ends."""
        looked = Looked(marks={0: self._mark} if self._mark else {})
        index, count, base, met = self._known, len(dates), 0, 0
        if self._calendar is None or self._returns > MOST_RETURNS:
            looked.until = count if final else count - 1
            self._known, self._mark = (0, "") if final else (1, "")
            return looked
        day, text = self._calendar.day, self._text
        while index < count:
            if dates[index] == text:
                base, index = index, index + 1
                continue
            found = day(dates[index])
            if found is None:
                self._fold(looked, index, index + 1)
                index += 1
                continue
            number = found.toordinal()
            if self._last and number < self._last - NEAR and self._returns <= MOST_RETURNS:
                back = self._return(dates, index)
                if back < 0 and count - index <= FEW:
                    if not final:
                        break
                    back = count if index else -1
                self._meet(senders[met:index])
                met = index
                if back > 0 and self._senders.isdisjoint(filter(None, senders[index:back])):
                    self._fold(looked, index, back)
                    met = index = back
                    continue
                self._returns += 1
                looked.marks[index] = "time_runs_back"
            elif self._last and number > self._last + NEAR and self._leaps(dates, index, number):
                looked.marks[index] = "time_leaps"
                base, index = index, index + 1
                continue
            text, self._last = dates[index], number
            base, index = index, index + 1
        self._text = text
        self._meet(senders[met : base + 1])
        looked.until = count if final else base
        looked.folds = {one for one in looked.folds if one < looked.until}  # later ones are judged with the next piece
        self.folded += len(looked.folds)
        self._known, self._mark = (0, "") if final else (1, looked.marks.pop(base, ""))
        return looked

    def _meet(self, senders: Iterable[str | None]) -> None:
        if len(self._senders) < MOST_SENDERS:
            self._senders.update(filter(None, senders))

    def _fold(self, looked: Looked, start: int, end: int) -> None:
        if start:
            looked.folds.update(range(start, end))

    def _return(self, dates: list[str], index: int) -> int:
        """The number of the next head that does not run backwards; -1 when the next FEW do."""
        assert self._calendar is not None
        before = ""
        for number in range(index, min(index + FEW + 1, len(dates))):
            if dates[number] != before:
                before = dates[number]
                found = self._calendar.day(before)
                if found is not None and found.toordinal() >= self._last - NEAR:
                    return number
        return -1

    def _leaps(self, dates: list[str], index: int, number: int) -> bool:
        """Whether the next other day lies before this one, where this one's neighbours are."""
        assert self._calendar is not None
        for other in dates[index + 1 : index + AHEAD]:
            if other != dates[index]:
                found = self._calendar.day(other)
                return found is not None and self._last - NEAR <= found.toordinal() < number - NEAR
        return False
