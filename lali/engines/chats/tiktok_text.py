"""TikTok direct messages as text, "download your data": one conversation after another, a message a line."""

import re
from collections.abc import Iterator, Sequence

from lali.engines.chats.conversation import LONGEST_MESSAGE, Choices, Message, Reading, Stretch
from lali.engines.chats.encoding import shown
from lali.engines.chats.head import Head
from lali.engines.chats.originals import Original
from lali.engines.chats.plain_lines import lines_of
from lali.engines.chats.zones import Zone

NAME = "tiktok_text"
MOST_LINES = 2_000  # of one message
_CHAT = re.compile(r">>> Chat History with (.*?):*\s*$")
_MESSAGE = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)( UTC)? ([^:\n]{1,200}): ?(.*)", re.DOTALL)
_OURS = re.compile(r"^>>> Chat History with ", re.MULTILINE)


def recognise(head: Head) -> float:
    """By the line before each conversation, which is English in every export."""
    return 0.95 if _OURS.search(head.text) else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file with all conversations. Its times are UTC where they say so."""
    zone = Zone(choices.timezone)
    return Reading(lambda: _parts(originals[0], zone))


def _parts(original: Original, zone: Zone) -> Iterator[Message | Stretch]:
    chat, number = "", 0
    held: Message | None = None
    reached = more = 0
    for line in lines_of(original):
        found = _MESSAGE.match(line.text) if chat else None
        named = None if found else _CHAT.match(line.text)
        if held and not found and not named:
            more += 1  # a line of the same message, or blank lines after it
            if line.text.strip() and more <= MOST_LINES and line.end - held.start <= LONGEST_MESSAGE:
                blank = more - held.text.count("\n")
                held = held._replace(text=held.text + "\n" * blank + shown(line.text.rstrip()), end=line.end)
            continue
        if held:
            yield held
            reached, held = held.end, None
        if found:
            number, more = number + 1, 0
            yield Stretch(reached, line.start)
            held = _message(found, zone)._replace(n=number, start=line.start, end=line.end, chat=chat)
        elif named:
            chat = shown(named[1])
    if held:
        yield held
        reached = held.end
    yield Stretch(reached, original.size)


def _message(found: re.Match[str], zone: Zone) -> Message:
    local: str | None = f"{found[1]}T{found[2]}"
    utc, marks = (f"{local}Z", ()) if found[3] else zone.utc(local)
    local = None if found[3] else local
    return Message(0, shown(found[4]), local, utc, shown(found[5].rstrip()), "message", None, 0, 0, 0, marks)
