"""Google Chat, from Takeout: `messages.json` of one group or conversation."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from lali.engines.chats.conversation import Choices, Reading
from lali.engines.chats.head import Head
from lali.engines.chats.json_elements import Element, Path
from lali.engines.chats.json_messages import Told, first_text, json_parts, text_of, utc_of
from lali.engines.chats.originals import Original
from lali.engines.chats.zones import Zone

NAME = "google_chat"
FORM = "%A, %B %d, %Y at %I:%M:%S %p %Z"  # Tuesday, January 31, 2024 at 9:06:00 AM UTC
_OURS = re.compile(r'"creator"\s*:\s*\{')
_BLANKS = re.compile(r"\s+")


def recognise(head: Head) -> float:
    """By names that only this format has."""
    text = head.text
    return 0.95 if text.lstrip().startswith("{") and _OURS.search(text) and '"messages"' in text else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file; its times are UTC, in English words."""
    zone = Zone(choices.timezone)
    return Reading(lambda: json_parts(originals[0], _wanted, lambda element: _tell(element, zone), lambda _element: ""))


def _wanted(path: Path) -> bool:
    return path == ("", "messages")


def _tell(element: Element, zone: Zone) -> Told:
    values = element.value
    creator = values.get("creator")
    sender = first_text(creator, "name", "email") if isinstance(creator, dict) else ""
    when = _moment(text_of(values.get("created_date")))
    files = values.get("attached_files")
    named = (
        [first_text(one, "export_name", "original_name") for one in files if isinstance(one, dict)]
        if isinstance(files, list)
        else []
    )
    kind = "media" if named else "message"
    if values.get("message_state") == "DELETED" or "deletion_metadata" in values:
        kind = "deleted"
    marks = ("edited",) if values.get("updated_date") else ()
    local = zone.local(when) if when else None
    return sender, local, utc_of(when), text_of(values.get("text")), kind, ", ".join(named) or None, marks


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(_BLANKS.sub(" ", text), FORM).replace(tzinfo=UTC) if text.endswith("UTC") else None
    except ValueError:
        return None
