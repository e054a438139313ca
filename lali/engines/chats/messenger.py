"""Facebook Messenger and Instagram, "download your information": `message_1.json` and its followers, newest first."""

import json
import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from lali.engines.chats.conversation import Choices, Message, Reading, Stretch
from lali.engines.chats.head import Head
from lali.engines.chats.json_elements import Element, Path, elements
from lali.engines.chats.json_messages import Told, first_text, message, moment, text_of, utc_of
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import Zone

NAME = "messenger_or_instagram"  # both write the same
SEVERAL_FILES = True
MOST_HELD = 32 * 1024 * 1024  # bytes of a file whose messages are given in the order of time; a true one is far smaller
FILES = ("photos", "videos", "audio_files", "gifs", "files", "media")
SYSTEM = {"Subscribe", "Unsubscribe", "Call"}
_OURS = re.compile(r'"(?:sender_name|senderName)"\s*:')
_TIMED = re.compile(r'"(?:timestamp_ms|timestamp)"\s*:\s*\d')


def recognise(head: Head) -> float:
    """By names that only this format has."""
    text = head.text
    return 0.95 if text.lstrip().startswith("{") and _OURS.search(text) and _TIMED.search(text) else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """All files of one conversation, the one with the oldest messages first."""
    zone = Zone(choices.timezone)
    return Reading(lambda: _parts(originals, zone))


def _wanted(path: Path) -> bool:
    return path[-1] == "messages"


def _parts(originals: Sequence[Original], zone: Zone) -> Iterator[Message | Stretch]:
    places = [_places(original) for original in originals]
    number = 0
    for file in sorted(range(len(originals)), key=lambda one: min(places[one][2], default=0)):
        starts, ends, times = places[file]
        order = sorted(range(len(starts)), key=times.__getitem__)
        if len(times) > 1 and times[0] >= times[-1]:  # newest first: of two at one moment the later line is the older
            order = sorted(range(len(starts)), key=lambda index: (times[index], -index))
        if originals[file].size <= MOST_HELD:
            yield from _in_time(originals[file], file, (starts, ends, order), number, zone)
        else:
            yield from _in_file(originals[file], file, order, number, zone)
        number += len(starts)


def _places(original: Original) -> tuple["array[int]", "array[int]", "array[int]"]:
    starts, ends, times = array("Q"), array("Q"), array("q")
    for element in elements(original, _wanted):
        starts.append(element.start)
        ends.append(element.end)
        when = _moment(element.value)
        times.append(int(when.timestamp() * 1000) if when else 0)
    return starts, ends, times


def _in_time(
    original: Original, file: int, places: tuple["array[int]", "array[int]", list[int]], number: int, zone: Zone
) -> Iterator[Message | Stretch]:
    starts, ends, order = places
    data = b"".join(original.blocks())
    for index in order:
        number += 1
        start, end = starts[index], ends[index]
        value = json.loads(data[start:end].decode(original.encoding, "replace"))
        yield message(number, _tell(value, zone), Element(start, end, value, (), ()), file=file)
        yield Stretch(ends[index - 1] if index else 0, start, file)
    yield Stretch(ends[-1] if ends else 0, original.size, file)


def _in_file(original: Original, file: int, order: list[int], number: int, zone: Zone) -> Iterator[Message | Stretch]:
    ranks = array("Q", bytes(8 * len(order)))
    for rank, index in enumerate(order, 1):
        ranks[index] = rank
    reached = 0
    for index, element in enumerate(elements(original, _wanted)):
        yield Stretch(reached, element.start, file)
        yield message(number + ranks[index], _tell(element.value, zone), element, file=file)
        reached = element.end
    yield Stretch(reached, original.size, file)


def _moment(values: dict[str, Any]) -> Any:
    return moment(values.get("timestamp_ms", values.get("timestamp")), thousandths=True)


def _tell(values: dict[str, Any], zone: Zone) -> Told:
    when = _moment(values)
    sender = repaired(first_text(values, "sender_name", "senderName"))
    text = repaired(first_text(values, "content", "text"))
    marks = ("reactions",) if values.get("reactions") else ()
    local = zone.local(when) if when else None
    attachments = list(_attachments(values))
    share = values.get("share")
    if isinstance(share, dict):
        text = "\n".join(filter(None, (text, repaired(first_text(share, "share_text")), first_text(share, "link"))))
    kind = "media" if attachments else "message"
    if values.get("is_unsent") or values.get("isUnsent"):
        kind = "deleted"
    elif values.get("type") in SYSTEM:
        kind = "system"
    return sender, local, utc_of(when), text, kind, ", ".join(attachments) or None, marks


def _attachments(values: dict[str, Any]) -> Iterator[str]:
    found = [one for name in FILES if isinstance(values.get(name), list) for one in values[name]]
    for one in [*found, values.get("sticker")]:
        if isinstance(one, dict) and (uri := text_of(one.get("uri"))):
            yield repaired(uri)


def repaired(text: str) -> str:
    """UTF-8 that was written as if each of its bytes were a character; any other text as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
