"""TikTok direct messages, "download your data": `user_data.json`, or the text of one conversation after another."""

import re
from collections.abc import Sequence

from lali.engines.chats.conversation import Choices, Reading
from lali.engines.chats.head import Head
from lali.engines.chats.json_elements import Element, Path
from lali.engines.chats.json_messages import Told, first_text, json_parts, text_of
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import Zone

NAME = "tiktok"
WITH = "Chat History with "
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)( UTC)?")


def recognise(head: Head) -> float:
    """By the name of the list of conversations."""
    return 0.95 if head.text.lstrip().startswith("{") and f'"{WITH}' in head.text else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file with all conversations. Its times are UTC where they say so."""
    zone = Zone(choices.timezone)
    return Reading(lambda: json_parts(originals[0], _wanted, lambda element: _tell(element, zone), _chat))


def _wanted(path: Path) -> bool:
    return path[-1].startswith(WITH)


def _chat(element: Element) -> str:
    return element.path[-1].removeprefix(WITH).rstrip(":")


def _tell(element: Element, zone: Zone) -> Told:
    values = element.value
    found = _TIME.fullmatch(text_of(values.get("Date")))
    local, utc = None, None
    marks: tuple[str, ...] = ()
    if found and found[3]:
        utc = f"{found[1]}T{found[2]}Z"
    elif found:
        local = f"{found[1]}T{found[2]}"
        utc, marks = zone.utc(local)
    return text_of(values.get("From")), local, utc, first_text(values, "Content", "Link"), "message", None, marks
