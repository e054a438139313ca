"""Chats written line by line: each message begins with a head of one layout and goes on until the next head.

Two walks through the file: the first takes the dates of all heads and decides their order; the second gives messages.
"""

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, count, groupby, islice, repeat
from operator import itemgetter
from typing import TypeVar

from lali.engines.chats.clock_words import UNSEEN, clock_of
from lali.engines.chats.conversation import LONGEST_MESSAGE, ChatRefused, Choices, Message, Part, Reading, Stretch
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
GROUPS = 4  # a text split by heads: first and second half of a head, sender, what follows
SAME_START = 3  # messages of a sender that all begin alike before their first colon: then the colon is of the name

LONGEST_LOOKED_AT = LONGEST_MESSAGE // 8  # characters; what is longer may have to be cut

T = TypeVar("T")
_FIRST = itemgetter(0)
UNSEEN_SIGNS = re.compile(f"[{UNSEEN}]")

NOTHING: tuple[str, ...] = ()
Sorted = tuple[str, str, str | None, tuple[str, ...]]  # kind, text, attachment, marks


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one service writes beyond the heads of its lines."""

    firsts: frozenset[str]  # first characters
    lasts: frozenset[str]  # and last ones that make a text worth a look
    sort: Callable[[str, bool], Sorted]  # (text, whether it has a sender)
    is_system: Callable[[str], bool]  # whether what stands before a colon is part of a system line, not a sender
    hints: Callable[[Layout], Iterable[tuple[str, str]]]
    short_year_first: Callable[[Layout], bool] = lambda _layout: True


def read_lines(original: Original, choices: Choices, dialect: Dialect) -> Reading:
    """The reading of one file; ChatRefused when none of its lines begins a message."""
    skip = settle(original)
    sample = "".join(islice(text_blocks(original, skip), 1))
    layout = layout_of(sample)
    if layout is None:
        raise ChatRefused("unknown", "No line of this file begins like a message.")
    name = " ".join(filter(None, (original.shown, original.member)))
    decision = decide(
        _dates(original, skip, layout),
        choices,
        name=name,
        hints=dialect.hints(layout),
        short_year_first=dialect.short_year_first(layout),
    )
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
    for sender, body in zip(pieces[3::GROUPS], pieces[4::GROUPS], strict=True):
        if sender:
            middle, colon, _rest = body[:80].partition(": ")
            seen.setdefault(sender, Counter())[middle if colon and "\n" not in middle else ""] += 1
    return {
        sender: middle
        for sender, middles in seen.items()
        for middle, times in middles.items()
        if middle and len(middles) == 1 and times >= SAME_START
    }


class _Known(dict[str, T]):
    """What was made of texts that come again and again; each is made once, the number of them is bounded."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = make

    def __missing__(self, text: str) -> T:
        if len(self) > MOST_KEPT:
            self.clear()
        found = self[text] = self._make(text)
        return found


@dataclass(slots=True)
class _Rows:
    """Messages of one piece of the file, a list for each part of them."""

    firsts: list[str]  # halves of heads
    seconds: list[str]
    named: list[str]  # sender with colon and blank, or nothing
    bodies: list[str]

    def head(self, index: int) -> str:
        """What the line begins with."""
        return self.firsts[index] + self.seconds[index] + self.named[index]

    def only(self, kept: list[int]) -> "_Rows":
        """These of them."""
        return _Rows(*([column[index] for index in kept] for column in self.columns))

    def until(self, index: int) -> "_Rows":
        """Those before this one."""
        return _Rows(*(column[:index] for column in self.columns))

    def text(self, index: int) -> str:
        """This one and all that follow it, as they stand in the file."""
        return "".join(chain.from_iterable(zip(*(column[index:] for column in self.columns), strict=True)))

    @property
    def columns(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """The lists, as the text has them."""
        return self.firsts, self.seconds, self.named, self.bodies


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
        self._names, self._odds = _Known(self._name), set(colons)
        self._days, self._clocks = _Known(self._day), _Known(self._clock)

    def parts(self) -> Iterator[Part]:
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

    def _step(self, text: str, *, final: bool) -> Generator[Part, None, str]:
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
        named = pieces[3::GROUPS]
        rows = _Rows(pieces[1::GROUPS], pieces[2::GROUPS], [one or "" for one in named], pieces[4::GROUPS])
        looked = self._order.look(rows.firsts if self._layout.dates_first else rows.seconds, named, final=final)
        until, marks = looked.until, looked.marks
        rest = "" if final else rows.text(until)
        if looked.folds:
            kept = [index for index in range(until) if index not in looked.folds]
            marks = _folded(rows, kept, until)
            for place, index in enumerate(kept):
                if index in looked.marks:
                    marks[place] = f"{marks.get(place, '')} {looked.marks[index]}"
            rows = rows.only(kept)
        else:
            rows = rows.until(until)
        limit = self._place + size(text) - line_end
        if rows.bodies:
            yield from self._records(rows, marks, size, limit=limit, is_wrong=is_wrong)
        return rest

    def _unread(self, size: int) -> Iterator[Stretch]:
        if size > 0:
            yield Stretch(self._place, self._place + size)
            self._place += size

    def _records(
        self, rows: _Rows, marks: dict[int, str], size: Callable[[str], int], *, limit: int, is_wrong: bool
    ) -> Iterator[Part]:
        """List by list, not message by message: that is what makes it fast."""
        if len(self._odds) > MOST_KEPT:
            self._odds = set(self._colons)
            self._names.clear()
        ends = list(accumulate(self._sizes(rows, size), initial=self._place))
        ends[-1] = min(ends[-1], limit)  # the last line of a file has no line after it
        starts = ends[:-1]
        del ends[0]
        days = list(map(self._days.__getitem__, rows.firsts if self._layout.dates_first else rows.seconds))
        clocks = list(map(self._clocks.__getitem__, rows.seconds if self._layout.dates_first else rows.firsts))
        local = [day + clock if day and clock else None for day, clock in zip(days, clocks, strict=True)]
        texts = [body.rstrip("\r\n") for body in rows.bodies]
        if any("\r" in text for text in texts):
            texts = [text.replace("\r\n", "\n") for text in texts]
        senders = list(map(self._names.__getitem__, rows.named))
        stated = list(map(self._zone.utc, local)) if self._zone.is_stated else None
        utc: Iterable[str | None] = (when for when, _marks in stated) if stated else repeat(None)
        made = zip(
            count(self._n + 1), senders, local, utc, texts, repeat("message"), repeat(None), starts, ends, repeat(0),
            repeat(NOTHING), repeat(""),
        )  # fmt: skip
        messages: list[Message] = list(map(tuple.__new__, repeat(Message), made))
        self._place, self._n = ends[-1], self._n + len(messages)
        first = 0
        for index in self._special(rows, texts, clocks, marks, stated, is_wrong=is_wrong):
            found = marks.get(index, "").split()
            found = found if clocks[index] else ["time_impossible", *found]
            message = messages[index] = self._looked_at(rows, index, messages[index], stated, found)
            if message.end - message.start > LONGEST_MESSAGE:
                yield messages[first:index]
                yield from _cut(message, rows.head(index), rows.bodies[index], size)
                first = index + 1
        yield messages[first:] if first else messages

    def _sizes(self, rows: _Rows, size: Callable[[str], int]) -> Iterable[int]:
        if size is len:
            return [len(a) + len(b) + len(c) + len(d) for a, b, c, d in zip(*rows.columns, strict=True)]
        encoding, errors = self._original.encoding, errors_of(self._original.encoding)
        lines = map("".join, zip(*rows.columns, strict=True))
        if encoding == "utf-8":
            return [len(line) if line.isascii() else len(line.encode(encoding, errors)) for line in lines]
        return [len(line.encode(encoding, errors)) for line in lines]

    def _special(
        self, rows: _Rows, texts: list[str], clocks: list[str | None], marks: dict[int, str],
        stated: list[tuple[str | None, tuple[str, ...]]] | None, *, is_wrong: bool,
    ) -> Iterable[int]:  # fmt: skip
        """Numbers of the messages that are worth a look."""
        if is_wrong:
            return range(len(texts))
        firsts, lasts, odds = self._dialect.firsts, self._dialect.lasts, self._odds
        found = {
            index
            for index, (text, named) in enumerate(zip(texts, rows.named, strict=True))
            if text[:1] in firsts or text[-1:] in lasts or named in odds or len(text) > LONGEST_LOOKED_AT
        }
        found.update(marks)
        if None in clocks:
            found.update(index for index, clock in enumerate(clocks) if clock is None)
        if stated:
            found.update(index for index, (_utc, told) in enumerate(stated) if told)
        return sorted(found)

    def _looked_at(
        self, rows: _Rows, index: int, message: Message, stated: list[tuple[str | None, tuple[str, ...]]] | None,
        marks: list[str],
    ) -> Message:  # fmt: skip
        """One message with all that can be said of it."""
        named, sender, text, found = rows.named[index], message.sender, message.text, NOTHING
        if named in self._odds:
            sender, text, found = self._odd(rows.head(index), named, sender, text)
        kind, text, attachment, more = self._dialect.sort(text, bool(sender))
        found += more
        if stated:
            found += stated[index][1]
        return message._replace(
            sender="" if kind == "system" else sender, text=shown(text), kind=kind,
            attachment=shown(attachment) if attachment else None, marks=(*found, *marks),
        )  # fmt: skip

    def _day(self, date: str) -> str | None:
        day = self._calendar.day(date) if self._calendar else None
        return f"{day.isoformat()}T" if day else None

    def _clock(self, half: str) -> str | None:
        found = self._layout.clock.search(half)
        return clock_of(found[0]) if found else None

    def _name(self, named: str) -> str:
        """The sender as shown; what needs a second look is remembered."""
        name = plain(named[:-2])
        if named and not self._dialect.is_system(name):
            return shown(name)
        self._odds.add(named)
        return ""

    def _odd(self, head: str, named: str, sender: str, text: str) -> tuple[str, str, tuple[str, ...]]:
        """Sender, text and marks of a line that names nobody, or whose colon may belong to a name."""
        if not named:
            before, colon, after = text.partition(":")
            known = self._names.get(before + ": ", "")
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


def _cut(message: Message, head: str, body: str, size: Callable[[str], int]) -> Iterator[Message | Stretch]:
    """The beginning of a message that is too long, and what of it is not read."""
    most = LONGEST_MESSAGE // 4  # characters
    end = message.start + min(size((head + body)[:most]), LONGEST_MESSAGE)
    yield message._replace(text=message.text[: most - len(head)], marks=(*message.marks, "cut"), end=end)
    yield Stretch(end, message.end)


def _folded(rows: _Rows, kept: list[int], until: int) -> dict[int, str]:
    """Put what only looks like a head back into the message before it; returns the marks of those messages by place."""
    marks = {}
    for place, (index, following) in enumerate(zip(kept, [*kept[1:], until], strict=True)):
        if following > index + 1:
            more = (piece for other in range(index + 1, following) for piece in (rows.head(other), rows.bodies[other]))
            rows.bodies[index] = "".join([rows.bodies[index], *more])
            marks[place] = "head_inside"
    return marks
