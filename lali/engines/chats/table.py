"""A table with a message on each row: CSV of Viber and of many tools, its columns known by their headings or chosen."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from lali.engines.chats.clock_words import clock_of
from lali.engines.chats.conversation import LONGEST_MESSAGE, Ask, ChatRefused, Choices, Message, Reading, Stretch
from lali.engines.chats.dates import Calendar, decide, with_lines
from lali.engines.chats.encoding import errors_of, settle, shown, text_blocks
from lali.engines.chats.head import Head
from lali.engines.chats.json_messages import moment, utc_of
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import Zone, stamp

NAME = "table"
SEPARATORS = ",;\t|"
HEADINGS = {
    "sender": {"sender", "from", "author", "name", "user", "contact", "sender name", "expéditeur", "de", "auteur"},
    "date": {"date", "day", "jour"},
    "time": {"time", "timestamp", "datetime", "date/time", "date time", "sent at", "heure", "horodatage", "created_at"},
    "text": {"text", "message", "body", "content", "texte", "contenu", "message text"},
}
LONGEST_ROW = LONGEST_MESSAGE // 4  # characters
SHORT, LONG = 10, 13  # digits of seconds and of thousandths since 1970
FEWEST = 3  # columns
MOST_LOOKED_AT, LONGEST_SHOWN = 10_000, 200  # rows for an example, and its characters
_DAY = re.compile(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}")
_FRACTION = re.compile(r"(?<=:\d\d)\.\d+")
_OFFSET = re.compile(r"\s?(Z|UTC|[+-]\d{2}:?\d{2})\s*$")

Row = tuple[int, int, list[str]]  # first byte, byte after the last, cells
Columns = dict[str, list[int]]


def recognise(head: Head) -> float:
    """Rows of as many cells, of which the first names a sender, a time and a text, or begins with a day."""
    if head.text.lstrip()[:1] in {"", "{", "[", "<"}:
        return 0.0
    separator, rows = _sniffed(head.text)
    if len(rows) < 1 or len(rows[0]) < FEWEST or any(len(row) != len(rows[0]) for row in rows[:2]):
        return 0.0
    if _known(rows[0]):
        return 0.8
    return 0.4 if any(_DAY.match(cell.strip()) for cell in rows[-1]) and separator else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file. Which column is what is asked for where the headings do not say it."""
    original = originals[0]
    skip = settle(original)
    sample = "".join(islice(text_blocks(original, skip), 1))
    separator, first = _sniffed(sample)
    has_heading = not any(_DAY.match(cell.strip()) for cell in first[0])
    columns = _chosen(choices.columns, first[0]) if choices.columns else _known(first[0])
    if not columns:
        names = [
            {"column": number, "heading": cell[:200], "evidence": [row[number - 1][:200] for row in first[1:4]]}
            for number, cell in enumerate(first[0], 1)
            if all(len(row) >= number for row in first[1:4])
        ]
        return Reading(lambda: iter((Stretch(0, original.size),)), Ask("columns", tuple(names)))
    when = columns["time"]

    def rows() -> Iterator[Row]:
        return islice(_rows(original, skip, separator), int(has_heading), None)

    def days() -> Iterator[str]:
        return (found[0] for row in rows() if (found := _DAY.search(_cell(row[2], when))))

    zone = Zone(choices.timezone)
    told: dict[str, Any] = {
        "columns": {what: [first[0][place] for place in places] for what, places in columns.items()}
    }
    if next(days(), None) is None:  # moments since 1970 need no order
        return Reading(lambda: _parts(original, rows(), columns, None, zone), None, told)
    decision = decide(days(), choices, name=original.member or original.shown)
    decision = with_lines(decision, lambda date: _line(rows(), date, separator))
    order = decision.calendar.order if decision.calendar else None
    told |= {"date_order": order, "reason": decision.reason, "candidates": decision.candidates}
    return Reading(lambda: _parts(original, rows(), columns, decision.calendar, zone), decision.ask, told)


def _line(rows: Iterator[Row], date: str, separator: str) -> str | None:
    """The row in the beginning of the table that has this date, as far as it is shown."""
    for _start, _end, cells in islice(rows, MOST_LOOKED_AT):
        if any(date in cell for cell in cells):
            return shown(separator.join(cells))[:LONGEST_SHOWN]
    return None


def _parts(
    original: Original, rows: Iterator[Row], columns: Columns, calendar: Calendar | None, zone: Zone
) -> Iterator[Message | Stretch]:
    reached = 0
    for number, (start, end, cells) in enumerate(rows, 1):
        yield Stretch(reached, start)
        local, utc, marks = _times(_cell(cells, columns["time"]), calendar, zone)
        sender, text = shown(_cell(cells, columns["sender"])), shown(_cell(cells, columns["text"]))
        yield Message(number, sender, local, utc, text, "message", None, start, end, 0, marks)
        reached = end
    yield Stretch(reached, original.size)


def _times(text: str, calendar: Calendar | None, zone: Zone) -> tuple[str | None, str | None, tuple[str, ...]]:
    if text.isascii() and text.isdigit() and len(text) in {SHORT, LONG}:
        when = moment(text, thousandths=len(text) == LONG)
        return zone.local(when) if when else None, utc_of(when), ()
    found = _DAY.search(text)
    day = calendar.day(found[0]) if found and calendar else None
    rest = _FRACTION.sub("", (text[found.end() :] or text[: found.start()]) if found else "")
    offset = _OFFSET.search(rest)
    clock = clock_of(rest[: offset.start()] if offset else rest)
    if day is None or clock is None:
        return None, None, () if day is None else ("time_impossible",)
    local = f"{day.isoformat()}T{clock}"
    if offset is None:
        return local, *zone.utc(local)
    hours = "+00:00" if offset[1] in {"Z", "UTC"} else offset[1]
    try:
        return local, stamp(datetime.fromisoformat(local + hours).astimezone(UTC), seconds=clock.count(":") > 1), ()
    except (ValueError, OverflowError):
        return local, None, ()


def _sniffed(text: str) -> tuple[str, list[list[str]]]:
    """The separator that splits the first rows most evenly, and these rows."""
    lines = [line for line in text[:100_000].splitlines()[:20] if line.strip()]
    best, rows = ",", [[""]]
    most = (0, 0)
    for sign in SEPARATORS:
        try:
            split = list(csv.reader(lines, delimiter=sign))
        except csv.Error:
            continue
        count, times = Counter(map(len, split)).most_common(1)[0] if split else (0, 0)
        if count > 1 and (times, count) > most:
            best, rows, most = sign, split, (times, count)
    return best, rows


def _known(heading: list[str]) -> Columns:
    """Columns by their headings, or as Viber writes them without any: day, time, name, number, text."""
    names = [cell.strip().strip("\ufeff").casefold() for cell in heading]
    found = {what: [names.index(word) for word in words if word in names][:1] for what, words in HEADINGS.items()}
    when = [*found.pop("date"), *found["time"]]
    if found["sender"] and found["text"] and when:
        return {"sender": found["sender"], "time": when, "text": found["text"]}
    if len(names) >= FEWEST + 2 and _DAY.fullmatch(names[0]) and clock_of(names[1]):
        return {"sender": [2], "time": [0, 1], "text": [len(names) - 1]}
    return {}


def _chosen(columns: Mapping[str, str], heading: list[str]) -> Columns:
    names = [cell.strip().strip("\ufeff") for cell in heading]
    chosen: Columns = {}
    for what in ("sender", "time", "text"):
        chosen[what] = []
        for name in columns.get(what, "").split("+"):
            place = names.index(name) if name in names else int(name) - 1 if name.isascii() and name.isdigit() else -1
            if not 0 <= place < len(names):
                raise ChatRefused("columns", f"There is no column {name!r} for the {what}: give a heading or a number.")
            chosen[what].append(place)
    return chosen


def _cell(cells: list[str], places: list[int]) -> str:
    return " ".join(cells[place].strip() for place in places if place < len(cells))


def _lines(original: Original, skip: int) -> Iterator[str]:
    held = ""
    for block in text_blocks(original, skip):
        lines = (held + block).split("\n")
        held = lines.pop()
        yield from (line + "\n" for line in lines)
        if len(held) > LONGEST_MESSAGE:
            yield held
            held = ""
    if held:
        yield held


def _rows(original: Original, skip: int, separator: str) -> Iterator[Row]:
    """Rows with their bytes; a row goes on over line ends inside quotation marks."""
    encoding, errors = original.encoding, errors_of(original.encoding)
    place, row, is_inside = skip, "", False
    for line in _lines(original, skip):
        row += line
        is_inside ^= line.count('"') % 2 == 1
        if is_inside and len(row) < LONGEST_ROW:
            continue
        end = place + len(row.encode(encoding, errors))
        if cells := _split(row, separator):
            yield place, end, cells
        place, row, is_inside = end, "", False
    if cells := _split(row, separator):
        yield place, place + len(row.encode(encoding, errors)), cells


def _split(row: str, separator: str) -> list[str]:
    if len(row) > LONGEST_ROW or not row.strip():
        return []
    try:
        return next(csv.reader([row.replace("\0", "")], delimiter=separator), [])
    except csv.Error:
        return []
