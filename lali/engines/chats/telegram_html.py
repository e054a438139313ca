"""Telegram Desktop: `messages.html`, `messages2.html`, ... of one conversation."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from lali.engines.chats.conversation import Choices, Message, Reading, Stretch
from lali.engines.chats.encoding import shown
from lali.engines.chats.head import Head
from lali.engines.chats.html_elements import Block, Element, blocks, parsed
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import Zone, stamp

NAME = "telegram_html"
SEVERAL_FILES = True
DAY = "message-"  # how the name of a line with a day begins: it is nobody's message
_BEGINS = re.compile(r'<div class="message (?:default|service)[^"]*"')
_TIME = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d):?(\d\d))?")
_NUMBER = re.compile(r"(\d*)\.\w+$")


def recognise(head: Head) -> float:
    """By the classes of its elements."""
    return 0.95 if _BEGINS.search(head.text) and "from_name" in head.text else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """All files of one conversation, in the order of their numbers. Times are those of the computer that exported."""
    zone = Zone(choices.timezone)
    return Reading(lambda: _parts(originals, zone))


def _parts(originals: Sequence[Original], zone: Zone) -> Iterator[Message | Stretch]:
    sender, number = "", 0
    for file in sorted(range(len(originals)), key=lambda one: _number(originals[one])):
        reached = 0
        for block in blocks(originals[file], _BEGINS):
            root = parsed(block.html)
            outer = next(root.all(), root)
            if outer.attributes.get("id", "").startswith(DAY):
                continue
            number += 1
            yield Stretch(reached, block.start, file)
            message = _message(outer, block, zone, sender)
            if message.kind != "system":
                sender = message.sender
            yield message._replace(n=number, file=file)
            reached = block.end
        yield Stretch(reached, originals[file].size, file)


def _number(original: Original) -> int:
    found = _NUMBER.search(PurePosixPath(original.member or original.shown).name)
    return int(found[1][-9:] or 1) if found else 0


def _message(outer: Element, block: Block, zone: Zone, before: str) -> Message:
    marks: tuple[str, ...] = ("cut",) if block.rest > block.end else ()
    if outer.has("service"):
        return Message(0, "", None, None, shown(outer.text()), "system", None, block.start, block.end, 0, marks)
    forwarded, from_name = outer.first("forwarded", "body"), outer.first("from_name")
    inside = {id(one) for one in forwarded.all()} if forwarded else set()
    own = from_name is not None and id(from_name) not in inside
    sender = from_name.text("details") if from_name and own else before  # not written again where it is the same
    body = forwarded or outer
    text = body.first("text")
    local, utc, more = _times(outer, zone)
    marks = (
        *more,
        *(("forwarded",) if forwarded else ()),
        *(("reactions",) if outer.first("reactions") else ()),
        *marks,
    )
    files = [link for one in body.all() if (link := _file(one))]
    media = body.first("media_wrap")
    told = text.text() if text else media.text() if media else ""
    return Message(
        0, shown(sender), local, utc, shown(told), "media" if files or media else "message",
        shown(", ".join(files)) or None, block.start, block.end, 0, marks,
    )  # fmt: skip


def _file(one: Element) -> str:
    """The file that a link in the media of a message leads to; nothing outside the export."""
    link = one.attributes.get("href", "")
    is_media = any(
        name.endswith("_wrap") or name.startswith("media") for name in one.attributes.get("class", "").split()
    )
    return link if one.tag == "a" and is_media and ":" not in link and not link.startswith("#") else ""


def _times(outer: Element, zone: Zone) -> tuple[str | None, str | None, tuple[str, ...]]:
    date = outer.first("date", "details")
    found = _TIME.search(date.attributes.get("title", "")) if date else None
    if not found:
        return None, None, ()
    day, month, year, clock, hours, minutes = found.groups()
    local = f"{year}-{month}-{day}T{clock}"
    try:
        moment = datetime.fromisoformat(local)
        if hours is None:
            return local, *zone.utc(local)
        away = timedelta(hours=int(hours), minutes=int(hours[0] + minutes))
        return local, stamp(moment - away), ()
    except (ValueError, OverflowError):
        return None, None, ("time_impossible",)
