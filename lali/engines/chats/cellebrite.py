"""Cellebrite: `report.xml`, alone or in its `.ufdr` archive; messages of every application in it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from lali.engines.chats.conversation import Choices, Reading
from lali.engines.chats.head import Head
from lali.engines.chats.json_messages import Told
from lali.engines.chats.originals import Original
from lali.engines.chats.xml_elements import Node
from lali.engines.chats.xml_messages import refuse_definitions, xml_parts
from lali.engines.chats.zones import Zone, stamp

NAME = "cellebrite"
MODELS = {"InstantMessage", "SMS", "MMS"}


def recognise(head: Head) -> float:
    """By its outermost element and its name space."""
    text = head.text
    return 0.95 if "<project" in text and ("cellebrite" in text.lower() or "<decodedData" in text) else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One report; its times have their offsets."""
    refuse_definitions(originals[0])
    zone = Zone(choices.timezone)
    return Reading(lambda: xml_parts(originals[0], _wanted, lambda node: _tell(node, zone)))


def _wanted(tag: str, attributes: dict[str, str]) -> bool:
    return tag == "model" and attributes.get("type") in MODELS


def _tell(node: Node, zone: Zone) -> tuple[Told, str]:
    local, utc, marks = _times(_field(node, "TimeStamp"), zone)
    sender = next((_party(party) for name in ("From", "Party") for party in _models(node, name)), "")
    named = [_field(one, "Filename") or _field(one, "Title") for one in _models(node, "Attachments", "Attachment")]
    is_deleted = node.attributes.get("deleted_state") == "Deleted"
    kind = "deleted" if is_deleted else "media" if named else "message"
    told = (sender, local, utc, _field(node, "Body"), kind, ", ".join(filter(None, named)) or None, marks)
    chat = next((one.get("id", "") for one in reversed(node.around) if one.get("type") == "Chat"), "")
    return told, chat or _field(node, "Source")


def _field(node: Node, name: str) -> str:
    for child in node.children:
        if child.tag == "field" and child.attributes.get("name") == name:
            return "".join(text for value in child.children for text in value.texts).strip("\n")
    return ""


def _models(node: Node, *names: str) -> Iterator[Node]:
    for child in node.children:
        if child.tag in {"modelField", "multiModelField"} and child.attributes.get("name") in names:
            yield from (one for one in child.children if one.tag == "model")


def _party(party: Node) -> str:
    return _field(party, "Name") or _field(party, "Identifier")


def _times(text: str, zone: Zone) -> tuple[str | None, str | None, tuple[str, ...]]:
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None, None, ()
    local = when.replace(tzinfo=None, microsecond=0).isoformat()
    if when.tzinfo is None:
        utc, marks = zone.utc(local)
        return local, utc, marks
    moment = when.astimezone(UTC)
    return zone.local(moment.replace(microsecond=0)) or local, stamp(moment), ()
