"""Facebook Messenger and Instagram, "download your information" as HTML: `message_1.html` and its followers."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from lali.engines.chats.clock_words import clock_of
from lali.engines.chats.conversation import Choices, Message, Reading, Stretch
from lali.engines.chats.dates import Calendar, decide
from lali.engines.chats.encoding import shown
from lali.engines.chats.head import Head
from lali.engines.chats.html_elements import Block, Element, blocks, parsed
from lali.engines.chats.messenger import MOST_HELD
from lali.engines.chats.months import day_in
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import Zone

NAME = "messenger_or_instagram_html"
SEVERAL_FILES = True
SENDER, TEXT, TIMES, REACTIONS = "_a6-h", "_a6-p", ("_a6-o", "_a72d"), "_a6-q"  # names of classes
_BEGINS = re.compile(r'<div class="(?:[^"]*\s)?_a6-g(?:\s[^"]*)?"')
_NUMERIC = re.compile(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}")
_NUMBER = re.compile(r"(\d*)\.\w+$")


def recognise(head: Head) -> float:
    """By the classes of its elements. Other pages of such an export have them too: they are not called `message`."""
    if not _BEGINS.search(head.text) or TEXT not in head.text or SENDER not in head.text:
        return 0.0
    return 0.95 if head.name.startswith("message") else 0.5


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """All files of one conversation, the one with the oldest messages first. Times are clock times without a zone."""
    zone = Zone(choices.timezone)
    order = sorted(range(len(originals)), key=lambda one: -_number(originals[one]))
    days = (found[0] for file in reversed(order) for _block, _root, text in _blocks(originals[file])
            if not day_in(text) and (found := _NUMERIC.search(text)))  # fmt: skip
    first = next(days, None)
    if first is None:
        return Reading(lambda: _parts(originals, order, None, zone))
    every = reversed([first, *days])  # the newest stands first in these files
    decision = decide(every, choices, name=originals[0].shown)
    told = {"date_order": decision.calendar.order if decision.calendar else None, "reason": decision.reason,
            "candidates": decision.candidates}  # fmt: skip
    return Reading(lambda: _parts(originals, order, decision.calendar, zone), decision.ask, told)


def _number(original: Original) -> int:
    found = _NUMBER.search(PurePosixPath(original.member or original.shown).name)
    return int(found[1][-9:] or 0) if found else 0


def _blocks(original: Original) -> Iterator[tuple[Block, Element, str]]:
    """Messages of one file with what is written where their time stands."""
    for block in blocks(original, _BEGINS):
        root = parsed(block.html)
        when = next((one for name in TIMES if (one := root.first(name))), None)
        yield block, root, when.text() if when else ""


def _parts(
    originals: Sequence[Original], order: Sequence[int], calendar: Calendar | None, zone: Zone
) -> Iterator[Message | Stretch]:
    number = 0
    for file in order:
        original = originals[file]
        found = (_message(block, root, _local(text, calendar), zone, file) for block, root, text in _blocks(original))
        if original.size <= MOST_HELD:
            held = list(found)
            edges = [0, *(one.end for one in held)]
            pairs = list(zip(held, edges, strict=False))
            for message, before in reversed(pairs) if _is_newest_first(held) else pairs:
                number += 1
                yield message._replace(n=number)
                yield Stretch(before, message.start, file)
            yield Stretch(edges[-1], original.size, file)
        else:
            reached, last = 0, number + sum(1 for _one in blocks(original, _BEGINS))
            for place, message in enumerate(found):
                yield Stretch(reached, message.start, file)
                yield message._replace(n=last - place)
                reached = message.end
            yield Stretch(reached, original.size, file)
            number = last


def _is_newest_first(messages: Sequence[Message]) -> bool:
    times = [one.local_time for one in messages if one.local_time]
    return len(times) < 2 or times[0] >= times[-1]  # noqa: PLR2004 - a first and a last one


def _message(block: Block, root: Element, local: str | None, zone: Zone, file: int) -> Message:
    utc, marks = zone.utc(local)
    sender, body = root.first(SENDER), root.first(TEXT)
    files = list(dict.fromkeys(filter(None, map(_file, body.all() if body else ()))))
    marks += ("reactions",) if root.first(REACTIONS) else ()
    marks += ("cut",) if block.rest > block.end else ()
    return Message(
        0, shown(sender.text()) if sender else "", local, utc, shown(body.text(REACTIONS)) if body else "",
        "media" if files else "message", shown(", ".join(files)) or None, block.start, block.end, file, marks,
    )  # fmt: skip


def _file(one: Element) -> str:
    link = one.attributes.get("src", "") or one.attributes.get("href", "")
    return link if one.tag in {"img", "a", "video", "audio", "source"} and ":" not in link else ""


def _local(text: str, calendar: Calendar | None) -> str | None:
    named = day_in(text)
    if named:
        day, rest = named
    else:
        found = _NUMERIC.search(text)
        numeric = calendar.day(found[0]) if found and calendar else None
        if found is None or numeric is None:
            return None
        day, rest = numeric.isoformat(), text[: found.start()] + text[found.end() :]
    clock = clock_of(rest)
    try:
        return f"{date.fromisoformat(day).isoformat()}T{clock}" if clock else None
    except ValueError:
        return None
