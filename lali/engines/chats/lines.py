"""Chats written line by line: each message begins with a head of one layout and goes on until the next head.

Two walks through the file: the first takes the dates of all heads and decides their order; the second gives messages.
"""

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from operator import itemgetter

from lali.engines.chats.clock_words import UNSEEN, clock_of
from lali.engines.chats.conversation import LONGEST_MESSAGE, ChatRefused, Choices, Message, Reading, Stretch
from lali.engines.chats.dates import Calendar, decide, with_lines
from lali.engines.chats.encoding import errors_of, settle, shown, text_blocks
from lali.engines.chats.headers import Layout, layout_of
from lali.engines.chats.order import Order
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import Zone

LONGEST_HEAD = 4_000  # characters
LONGEST_SHOWN = 200  # characters of an example
MOST_HELD = 4 * LONGEST_MESSAGE  # characters that wait for a decision
MOST_KEPT = 100_000
GROUPS = 5  # a text split by heads: head, first and second half of its time, sender, what follows
SAME_START = 3  # messages of a sender that all begin alike before their first colon: then the colon is of the name

_FIRST = itemgetter(0)
UNSEEN_SIGNS = re.compile(f"[{UNSEEN}]")

NOTHING: tuple[str, ...] = ()
Row = tuple[str, str, str, str | None, str]
Sorted = tuple[str, str, str | None, tuple[str, ...]]  # kind, text, attachment, marks


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one service writes beyond the heads of its lines."""

    firsts: frozenset[str]  # first characters
    lasts: frozenset[str]  # and last ones that make a text worth a look
    sort: Callable[[str, bool], Sorted]  # (text, whether it has a sender)
    is_system: Callable[[str], bool]  # whether what stands before a colon is part of a system line, not a sender
    hints: Callable[[Layout], Iterable[tuple[str, str]]]


def read_lines(original: Original, choices: Choices, dialect: Dialect) -> Reading:
    """The reading of one file; ChatRefused when none of its lines begins a message."""
    skip = settle(original)
    sample = "".join(islice(text_blocks(original, skip), 1))
    layout = layout_of(sample)
    if layout is None:
        raise ChatRefused("unknown", "No line of this file begins like a message.")
    name = " ".join(filter(None, (original.shown, original.member)))
    decision = decide(_dates(original, skip, layout), choices, name=name, hints=dialect.hints(layout))
    decision = with_lines(decision, lambda date: _line(sample, layout, date))
    zone, colons = Zone(choices.timezone), _colons(sample, layout)
    told = {
        "layout": layout.template, "date_order": decision.calendar.order if decision.calendar else None,
        "reason": decision.reason, "candidates": decision.candidates,
    }  # fmt: skip
    seen = Counter[str]()
    walk = partial(
        _Walk, original, skip=skip, layout=layout, calendar=decision.calendar, zone=zone, dialect=dialect,
        colons=colons, seen=seen,
    )  # fmt: skip
    return Reading(lambda: walk().parts(), decision.ask, told, seen)


def _dates(original: Original, skip: int, layout: Layout) -> Iterator[str]:
    """The date of every head, in order."""
    held = "\n"
    for block in text_blocks(original, skip):
        text = held + block
        cut = text.rfind("\n")
        yield from map(_FIRST, groupby(layout.dates.findall(text, 0, cut)))
        held = text[cut:] if len(text) - cut < LONGEST_HEAD else text[cut : cut + LONGEST_HEAD]
    yield from layout.dates.findall(held)


def _line(sample: str, layout: Layout, date: str) -> str | None:
    """The line in the sample whose head has this date, as far as it is shown."""
    for found in layout.dates.finditer("\n" + sample):
        if found[1] == date:
            return shown(sample[found.start() : found.start() + LONGEST_SHOWN].split("\n", 1)[0].rstrip("\r"))
    return None


def _colons(sample: str, layout: Layout) -> dict[str, str]:
    """Senders whose name has a colon in it: all that they wrote seems to begin with the same words before a colon."""
    pieces = layout.whole.split("\n" + sample)
    seen: dict[str, Counter[str]] = {}
    for sender, body in zip(pieces[4::GROUPS], pieces[5::GROUPS], strict=True):
        if sender:
            middle, colon, _rest = body[:80].partition(": ")
            seen.setdefault(sender, Counter())[middle if colon and "\n" not in middle else ""] += 1
    return {
        sender: middle
        for sender, middles in seen.items()
        for middle, times in middles.items()
        if middle and len(middles) == 1 and times >= SAME_START
    }


class _Walk:
    """One walk through the file."""

    def __init__(
        self, original: Original, *, skip: int, layout: Layout, calendar: Calendar | None, zone: Zone, dialect: Dialect,
        colons: dict[str, str], seen: Counter[str],
    ) -> None:  # fmt: skip
        self._original, self._skip, self._layout, self._zone, self._dialect = original, skip, layout, zone, dialect
        self._calendar, self._colons, self._seen = calendar, colons, seen
        self._order = Order(calendar)
        self._n, self._place = 0, skip
        self._names: dict[str | None, tuple[str, bool]] = {}
        self._clocks: dict[str, str | None] = {}

    def parts(self) -> Iterator[Message | Stretch]:
        """All of the file. What is held begins with a line end that is spoken for, or a blank where no line begins."""
        if self._skip:
            yield Stretch(0, self._skip)
        held = "\n"
        for block in text_blocks(self._original, self._skip):
            text = held + block
            held = yield from self._step(text, final=False)
            if len(held) > MOST_HELD:
                cut = held.rfind("\n", len(held) - LONGEST_HEAD)
                cut, first = (cut + 1, "\n") if cut > 0 else (len(held) - LONGEST_HEAD, " ")
                yield from self._step(held[:cut], final=True)
                held = first + held[cut:]
        yield from self._step(held, final=True)
        self._seen["heads_inside"] = self._order.folded
        if self._place < self._original.size:
            yield Stretch(self._place, self._original.size)

    def _step(self, text: str, *, final: bool) -> Generator[Message | Stretch, None, str]:
        """What can be said of this piece of the file; returns what has to wait for more."""
        size, is_wrong = _measure(self._original.encoding, text)
        pieces = self._layout.whole.split(text)
        line_end = size("\n")
        if len(pieces) == 1 and final:
            yield from self._unread(size(text) - line_end)
            return ""
        if pieces[0]:
            if len(pieces) == 1:
                return text
            yield from self._unread(size(pieces[0]))
        heads, bodies = pieces[1::GROUPS], pieces[GROUPS::GROUPS]
        first, second = pieces[2::GROUPS], pieces[3::GROUPS]
        dates, clocks = (first, second) if self._layout.dates_first else (second, first)
        senders = pieces[4::GROUPS]
        looked = self._order.look(dates, senders, final=final)
        until = looked.until
        if looked.folds:
            kept = [index for index in range(until) if index not in looked.folds]
            marks = _folded(bodies, heads, kept, until)
            for place, index in enumerate(kept):
                if index in looked.marks:
                    marks[place] = f"{marks.get(place, '')} {looked.marks[index]}"
            looked.marks = marks
            rows: Iterable[Row] = [
                (heads[index], dates[index], clocks[index], senders[index], bodies[index]) for index in kept
            ]
        else:
            rows = zip(heads[:until], dates, clocks, senders, bodies, strict=False)
        limit = self._place + size(text) - line_end
        yield from self._records(rows, looked.marks, size, limit=limit, is_wrong=is_wrong)
        return "" if final else "".join(map("".join, zip(heads[until:], bodies[until:], strict=True)))

    def _unread(self, size: int) -> Iterator[Stretch]:
        if size > 0:
            yield Stretch(self._place, self._place + size)
            self._place += size

    def _records(  # noqa: C901, PLR0912 - one round for each message of the file: calls would cost too much
        self, rows: Iterable[Row], marks: dict[int, str], size: Callable[[str], int], *, limit: int, is_wrong: bool
    ) -> Iterator[Message | Stretch]:
        """The hot loop."""
        dialect, clocks, names, place = self._dialect, self._clocks, self._names, self._place
        firsts, lasts, utc_of = dialect.firsts, dialect.lasts, self._zone.utc if self._zone.is_stated else None
        date_before, day, make, n, one_byte = None, None, tuple.__new__, self._n, size is len
        utc: str | None = None
        number = n - 1
        for number, (head, date, clock, named, body) in enumerate(rows, self._n):
            end = place + (len(head) + len(body) if one_byte else size(head + body))
            if end > limit:  # noqa: PLR1730 - faster than min; the last line has no line after it
                end = limit
            if date != date_before:
                date_before, day = date, self._day(date)
            try:
                told = clocks[clock]
            except KeyError:
                told = self._clock(clock)
            try:
                sender, odd = names[named]
            except KeyError:
                sender, odd = self._name(named)
            text, kind, attachment, found = body.rstrip("\r\n"), "message", None, NOTHING
            if odd:
                sender, text, found = self._odd(head, named, sender, text)
            local = f"{day}T{told}" if day and told else None
            if text[:1] in firsts or text[-1:] in lasts or not sender:
                kind, text, attachment, more = dialect.sort(text, bool(sender))
                found += more
                sender = "" if kind == "system" else sender
            if utc_of:
                utc, more = utc_of(local)
                found += more
            if not told:
                found += ("time_impossible",)
            if marks:
                found += tuple(marks.get(number - n, "").split())
            if is_wrong:
                text, attachment = shown(text), shown(attachment) if attachment else None
            if end - place > LONGEST_MESSAGE:
                told_end = place + min(size((head + body)[: LONGEST_MESSAGE // 4]), LONGEST_MESSAGE)
                text, found = text[: LONGEST_MESSAGE // 4 - len(head)], (*found, "cut")
                yield make(
                    Message, (number + 1, sender, local, utc, text, kind, attachment, place, told_end, 0, found, "")
                )
                yield Stretch(told_end, end)
            else:
                yield make(Message, (number + 1, sender, local, utc, text, kind, attachment, place, end, 0, found, ""))
            place = end
        self._place, self._n = place, number + 1

    def _day(self, date: str) -> str | None:
        day = self._calendar.day(date) if self._calendar else None
        return day.isoformat() if day else None

    def _clock(self, clock: str) -> str | None:
        if len(self._clocks) > MOST_KEPT:
            self._clocks.clear()
        told = self._clocks[clock] = clock_of(clock)
        return told

    def _name(self, named: str | None) -> tuple[str, bool]:
        """The sender as shown, and whether the line needs a second look."""
        if len(self._names) > MOST_KEPT:
            self._names.clear()
        if named is None:
            known = ("", True)
        else:
            name = plain(named[:-2])
            known = ("", True) if self._dialect.is_system(name) else (shown(name), named in self._colons)
        self._names[named] = known
        return known

    def _odd(self, head: str, named: str | None, sender: str, text: str) -> tuple[str, str, tuple[str, ...]]:
        """Sender, text and marks of a line that names nobody, or whose colon may belong to a name."""
        if named is None:
            before, colon, after = text.partition(":")
            known = self._names.get(before + ": ", ("", True))[0]
            if colon and (known or (after[:1] in {"", "\n", "\r"} and "\n" not in before)):
                return known or shown(plain(before)), after.removeprefix("\r").removeprefix("\n"), ()
            return "", text, ()
        if not sender:
            return "", head[head.rfind(named) :] + text, ()
        middle = self._colons[named]
        if text.startswith(middle + ":"):
            return f"{sender}: {shown(middle)}", text[len(middle) + 1 :].removeprefix(" "), ("sender_colon",)
        return sender, text, ("sender_colon",)


def plain(name: str) -> str:
    """A name without signs that nobody sees."""
    return UNSEEN_SIGNS.sub("", name).strip(" \t\u00a0\u202f")


def _measure(encoding: str, text: str) -> tuple[Callable[[str], int], bool]:
    """How many bytes characters of this piece of text had, and whether some bytes were no characters."""
    if text.isascii() and encoding == "utf-8":
        return len, False
    try:
        text.encode("utf-8")
        is_wrong = False
    except UnicodeEncodeError:
        is_wrong = True
    if encoding == "cp1252":
        return len, is_wrong
    errors = errors_of(encoding)
    return lambda piece: len(piece.encode(encoding, errors)), is_wrong


def _folded(bodies: list[str], heads: list[str], kept: list[int], until: int) -> dict[int, str]:
    """Put what only looks like a head back into the message before it; returns the marks of those messages by place."""
    marks = {}
    for place, (index, following) in enumerate(zip(kept, [*kept[1:], until], strict=True)):
        if following > index + 1:
            more = (piece for other in range(index + 1, following) for piece in (heads[other], bodies[other]))
            bodies[index] = "".join([bodies[index], *more])
            marks[place] = "head_inside"
    return marks
