"""From objects of a JSON file to messages, the envelope between them as stretches that are no message."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from lali.engines.chats.conversation import Message, Stretch
from lali.engines.chats.encoding import shown
from lali.engines.chats.json_elements import Element, Wanted, elements
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import stamp

LATEST = 253_402_300_799  # seconds: the end of the year 9999

Told = tuple[str, str | None, str | None, str, str, str | None, tuple[str, ...]]
"""Sender, local time, UTC, text, kind, attachment, marks."""


def json_parts(
    original: Original, wanted: Wanted, tell: Callable[[Element], Told | None], chat: Callable[[Element], str]
) -> Iterator[Message | Stretch]:
    """The whole of one file, in its order. What `tell` gives nothing for is no message."""
    reached, number = 0, 0
    for element in elements(original, wanted):
        told = tell(element)
        if told is None:
            continue
        yield Stretch(reached, element.start)
        number += 1
        yield message(number, told, element, chat=chat(element))
        reached = element.end
    yield Stretch(reached, original.size)


def message(number: int, told: Told, element: Element, *, file: int = 0, chat: str = "") -> Message:
    """One message, its texts without what is no character."""
    sender, local, utc, text, kind, attachment, marks = told
    sender, text, chat = shown(sender), shown(text), shown(chat)
    attachment = shown(attachment) if attachment else None
    return Message(number, sender, local, utc, text, kind, attachment, element.start, element.end, file, marks, chat)


def text_of(value: Any) -> str:
    """A value as text; nothing for what is none."""
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def first_text(values: dict[str, Any], *names: str) -> str:
    """The first of these members that says something."""
    return next((text for name in names if (text := text_of(values.get(name)))), "")


def moment(value: Any, *, thousandths: bool = False) -> datetime | None:
    """A moment from seconds or thousandths since 1970, as a number or as text."""
    try:
        seconds = int(value) / (1000 if thousandths else 1)
    except (TypeError, ValueError, OverflowError):
        return None
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= LATEST else None


def utc_of(when: datetime | None) -> str | None:
    """UTC as it is printed."""
    return stamp(when) if when else None
