"""LINE: `[LINE] Chat history with ….txt` of a telephone: a line for each day; time, name and text with tabs between."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from lali.engines.chats.clock_words import clock_of
from lali.engines.chats.conversation import LONGEST_MESSAGE, Choices, Message, Reading, Stretch
from lali.engines.chats.dates import Calendar, decide, with_lines
from lali.engines.chats.encoding import shown
from lali.engines.chats.head import Head
from lali.engines.chats.order import FEW
from lali.engines.chats.originals import Original
from lali.engines.chats.plain_lines import Line, lines_of
from lali.engines.chats.zones import Zone

NAME = "line"
MOST_LINES = 2_000  # of one message
LONGEST_DAY = 60  # characters
MEDIA = frozenset((
    "[Photo]", "[Video]", "[Sticker]", "[Voice message]", "[File]", "[写真]", "[動画]", "[スタンプ]",
    "[ボイスメッセージ]", "[ファイル]", "[照片]", "[影片]", "[貼圖]", "[語音訊息]", "[檔案]",
))  # fmt: skip
_DAY = re.compile(
    r"(?:[^\W\d_]{1,12}\.?,?\s)?(\d{1,4}[./]\d{1,2}[./]\d{1,4})\s?(?:[(（][^()（）\d]{1,12}[)）]|[^\W\d_]{2,20})?\s*",
    re.UNICODE,
)
_MESSAGE = re.compile(r"([^\t\d\n]{0,12}\d{1,2}:\d{2}[^\t\d\n]{0,8})\t(?:([^\t\n]{0,200})\t)?([^\t].*|)", re.DOTALL)


def recognise(head: Head) -> float:
    """By its first line."""
    return 0.95 if head.text.lstrip("\ufeff").startswith("[LINE]") and "\t" in head.text else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file."""
    original, zone = originals[0], Zone(choices.timezone)
    days: Iterator[str] = (day for line in lines_of(original) if (day := _day(line)))
    if (first := next(days, None)) is None:
        return Reading(lambda: _parts(original, None, zone))
    days = chain([first], days)
    decision = decide(days, choices, name=original.member or original.shown)
    decision = with_lines(decision, lambda date: _line(original, date))
    told = {"date_order": decision.calendar.order if decision.calendar else None, "reason": decision.reason,
            "candidates": decision.candidates}  # fmt: skip
    return Reading(lambda: _parts(original, decision.calendar, zone), decision.ask, told)


def _line(original: Original, date: str) -> str | None:
    return next((shown(line.text.strip()) for line in lines_of(original) if date in line.text), None)


@lru_cache(maxsize=10_000)
def _clock(text: str) -> str | None:
    return clock_of(text)


def _head(line: Line) -> re.Match[str] | None:
    found = _MESSAGE.match(line.text) if "\t" in line.text else None
    return found if found and _clock(found[1]) else None


def _day(line: Line) -> str | None:
    """The date of a line that has nothing else."""
    found = _DAY.fullmatch(line.text) if len(line.text) <= LONGEST_DAY else None
    return found[1] if found else None


def _parts(original: Original, calendar: Calendar | None, zone: Zone) -> Iterator[Message | Stretch]:
    lines = _Ahead(lines_of(original))
    day: str | None = None
    number = reached = 0
    while line := lines.take():
        if found := _head(line):
            more, marks = _more(found[3], line, lines)
            number += 1
            yield Stretch(reached, line.start)
            reached = more[-1].end if more else line.end
            yield _message(found, more, day, zone)._replace(n=number, start=line.start, end=reached, marks=marks)
        elif date := _day(line):
            that = calendar.day(date) if calendar else None
            day = that.isoformat() if that else None
    yield Stretch(reached, original.size)


class _Ahead:
    """Lines, of which some can be looked at before they are taken."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines, self._waiting = lines, deque[Line]()

    def look(self, place: int = 0) -> Line | None:
        """The line after so many others; None where there is none."""
        while len(self._waiting) <= place:
            line = next(self._lines, None)
            if line is None:
                return None
            self._waiting.append(line)
        return self._waiting[place]

    def take(self) -> Line | None:
        """The next line."""
        return self._waiting.popleft() if self.look() else None


def _more(text: str, first: Line, lines: _Ahead) -> tuple[list[Line], tuple[str, ...]]:
    """The lines that go on a message.

    A text of several lines stands in quotation marks: what looks like a head there is left there, a few times; a mark
    that is never closed, or holds many of them, was only a sign.
    """
    count, heads = _quoted(text, first, lines) if text.startswith('"') and text.count('"') % 2 else (0, 0)
    if not count:
        blank = 0
        while (line := lines.look(count + blank)) and count + blank < MOST_LINES:
            if _head(line) or _day(line) or line.end - first.start > LONGEST_MESSAGE:
                break
            count, blank = (count, blank + 1) if not line.text.strip() else (count + blank + 1, 0)
    taken = (lines.take() for _n in range(count))
    return [line for line in taken if line], ("head_inside",) if heads else ()


def _quoted(text: str, first: Line, lines: _Ahead) -> tuple[int, int]:
    """How many lines there are to the closing mark, and how many of them look like heads; 0 without such a mark."""
    quotes, heads, count = text.count('"'), 0, 0
    while (line := lines.look(count)) and count < MOST_LINES and heads <= FEW:
        count += 1
        quotes, heads = quotes + line.text.count('"'), heads + bool(_head(line))
        if line.end - first.start > LONGEST_MESSAGE:
            break
        if quotes % 2 == 0 and line.text.rstrip().endswith('"') and heads <= FEW:
            return count, heads
    return 0, 0


def _message(found: re.Match[str], more: list[Line], day: str | None, zone: Zone) -> Message:
    text = "".join([found[3], *(line.text for line in more)]).rstrip("\r\n").replace("\r\n", "\n")
    if more and text.startswith('"') and text.endswith('"'):
        text = text[1:-1].replace('""', '"')
    local = f"{day}T{_clock(found[1])}" if day else None
    utc, marks = zone.utc(local)
    sender = shown(found[2] or "")
    kind = "system" if not sender else "media" if text in MEDIA else "message"
    return Message(0, sender, local, utc, shown(text), kind, None, 0, 0, 0, marks)
