"""Telegram Desktop: `result.json` of one conversation, of several, or of a whole account."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from lali.engines.chats.conversation import MOST_NAMES, Choices, Reading
from lali.engines.chats.head import Head
from lali.engines.chats.json_elements import Element, Path
from lali.engines.chats.json_messages import Told, first_text, json_parts, moment, text_of, utc_of
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import Zone

NAME = "telegram"
QUARTER, FARTHEST = 15 * 60, 14 * 60 * 60  # seconds
FILES = ("file", "photo")
DETAILS = ("title", "members", "inviter", "new_title", "score", "duration_seconds", "discard_reason", "emoticon")
_OURS = re.compile(r'"(?:date_unixtime|from_id|actor_id)"\s*:')
_TYPED = re.compile(r'"type"\s*:\s*"(?:message|service)"')


def recognise(head: Head) -> float:
    """By names that only this format has."""
    if not head.text.lstrip().startswith("{") or '"messages"' not in head.text:
        return 0.0
    return 0.95 if _OURS.search(head.text) else 0.6 if _TYPED.search(head.text) else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file; the local times are those of the computer that exported."""
    zone = Zone(choices.timezone)
    return Reading(lambda: json_parts(originals[0], _wanted, lambda element: _tell(element, zone), _Chats().name))


def _wanted(path: Path) -> bool:
    return path[-1] == "messages"


class _Chats:
    """Names of conversations in one walk: two people may be called alike, and are not put together."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def name(self, element: Element) -> str:
        """The name; with its number where another conversation had the name before."""
        if len(element.path) <= 2:  # noqa: PLR2004 - the root and its messages
            return ""
        own = element.around[-2]
        name, number = text_of(own.get("name")), text_of(own.get("id"))
        if not name or self._numbers.setdefault(name, number) == number or len(self._numbers) > MOST_NAMES:
            return name or number
        return f"{name} ({number})"


def _tell(element: Element, zone: Zone) -> Told:
    values = element.value
    when, local = moment(values.get("date_unixtime")), text_of(values.get("date")) or None
    marks: tuple[str, ...] = ()
    utc = utc_of(when)
    if when is None:
        utc, marks = zone.utc(local)
    elif local is None:
        local = zone.local(when)
    elif _differ(local, when):
        marks = ("times_differ",)
    marks += ("edited",) if values.get("edited") or values.get("edited_unixtime") else ()
    marks += ("forwarded",) if values.get("forwarded_from") or values.get("saved_from") else ()
    marks += ("reactions",) if values.get("reactions") else ()
    sender = first_text(values, "from", "actor", "from_id", "actor_id")
    text = flat(values.get("text"))
    if values.get("type") == "service":
        return sender, local, utc, text or _service(values), "system", None, marks
    named = next((name for name in FILES if isinstance(values.get(name), str)), "")
    attachment = values[named] if named and not values[named].startswith("(") else None
    kind = "media" if named or values.get("media_type") else "message"
    return sender, local, utc, text or first_text(values, "sticker_emoji", "media_type"), kind, attachment, marks


def _differ(local: str, when: datetime) -> bool:
    """Whether no time zone has such an offset: quarters of an hour, fourteen hours at most."""
    try:
        offset = (datetime.fromisoformat(local).replace(tzinfo=UTC) - when).total_seconds()
    except ValueError:
        return True
    return offset % QUARTER != 0 or abs(offset) > FARTHEST


def _service(values: dict[str, Any]) -> str:
    details = (values[name] for name in DETAILS if name in values)
    told = (", ".join(map(text_of, one)) if isinstance(one, list) else text_of(one) for one in details)
    return " ".join(filter(None, [text_of(values.get("action")), *told]))


def flat(text: Any) -> str:
    """A text that may be a list of pieces, some of them with a kind."""
    if isinstance(text, list):
        return "".join(text_of(piece.get("text") if isinstance(piece, dict) else piece) for piece in text)
    return text_of(text)
