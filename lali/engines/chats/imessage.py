"""Messages of an iPhone or a Mac as text, as imessage-exporter writes it: a line with the time, one with the name."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lali.engines.chats.clock_words import clock_of
from lali.engines.chats.conversation import LONGEST_MESSAGE, Choices, Message, Reading, Stretch
from lali.engines.chats.encoding import shown
from lali.engines.chats.head import Head
from lali.engines.chats.months import day_in
from lali.engines.chats.originals import Original
from lali.engines.chats.plain_lines import Line, lines_of
from lali.engines.chats.zones import Zone

NAME = "imessage_text"
MOST_LINES = 2_000  # of one message
_TIME = r"[A-Z][a-z]{2} \d{1,2}, \d{4} {1,2}\d{1,2}:\d{2}:\d{2} [AP]M"
_HEAD = re.compile(rf"({_TIME})(?: \(Read by [^()\n]{{1,200}}\))?\s*")
_NOTICE = re.compile(rf"({_TIME}) ([^(\s].*)", re.DOTALL)
_OURS = re.compile(rf"\A\s*{_TIME}(?: \(Read by [^()\n]{{1,200}}\))?\r?\n[^\r\n]", re.ASCII)
_FILE = re.compile(r"(?:~|\.{0,2})/[^\n]*\.\w{2,5}|attachments/[^\n]*\.\w{2,5}")


def recognise(head: Head) -> float:
    """By its first two lines."""
    return 0.9 if _OURS.match(head.text.lstrip("\ufeff")) else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file. Times are clock times of the computer that exported."""
    zone = Zone(choices.timezone)
    return Reading(lambda: _parts(originals[0], zone))


def _parts(original: Original, zone: Zone) -> Iterator[Message | Stretch]:
    reached, latest = 0, ""
    for number, lines in enumerate(_groups(original), 1):
        message = _message(lines, zone)
        if message.local_time and message.local_time[:10] < latest:
            message = message._replace(marks=(*message.marks, "time_runs_back"))
        latest = max(latest, (message.local_time or "")[:10])
        yield Stretch(reached, message.start)
        yield message._replace(n=number)
        reached = message.end
    yield Stretch(reached, original.size)


def _groups(original: Original) -> Iterator[list[Line]]:
    """The lines of each message, without blank ones at its end."""
    held: list[Line] = []
    for line in lines_of(original):
        is_new = _HEAD.fullmatch(line.text) or _NOTICE.match(line.text)
        if is_new and held:
            yield _without_blank(held)
            held = []
        if is_new or (held and len(held) < MOST_LINES and line.end - held[0].start <= LONGEST_MESSAGE):
            held.append(line)
    if held:
        yield _without_blank(held)


def _without_blank(lines: list[Line]) -> list[Line]:
    while len(lines) > 1 and not lines[-1].text.strip():
        lines.pop()
    return lines


def _message(lines: list[Line], zone: Zone) -> Message:
    head = _HEAD.fullmatch(lines[0].text)
    notice = None if head else _NOTICE.match(lines[0].text)
    found = head or notice
    local = _local(found[1]) if found else None
    utc, marks = zone.utc(local)
    sender = shown(lines[1].text.strip()) if head and len(lines) > 1 else ""
    first = [notice[2]] if notice else []
    text = "".join([*first, *(line.text for line in lines[2 if head else 1 :])]).replace("\r\n", "\n").rstrip("\r\n")
    files = [line for line in text.split("\n") if _FILE.fullmatch(line)]
    kind = "system" if not sender else "media" if files else "message"
    return Message(
        0,
        sender,
        local,
        utc,
        shown(text),
        kind,
        shown(", ".join(files)) or None,
        lines[0].start,
        lines[-1].end,
        0,
        marks,
    )


def _local(text: str) -> str | None:
    day, rest = day_in(text) or ("", "")
    clock = clock_of(rest)
    try:
        return f"{date.fromisoformat(day).isoformat()}T{clock}" if clock else None
    except ValueError:
        return None
