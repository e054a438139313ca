"""SMS Backup & Restore: `sms-….xml`, text and multimedia messages of an Android telephone, all conversations in one."""

from collections.abc import Sequence

from lali.engines.chats.conversation import Choices, Reading
from lali.engines.chats.head import Head
from lali.engines.chats.json_messages import Told, moment, utc_of
from lali.engines.chats.originals import Original
from lali.engines.chats.xml_elements import Node
from lali.engines.chats.xml_messages import refuse_definitions, xml_parts
from lali.engines.chats.zones import Zone

NAME = "sms_backup"
OWNER = "(this telephone)"
RECEIVED = "1"
FROM = "137"  # what an address of a multimedia message is, after the standard for them
LAYOUT = "application/smil"


def recognise(head: Head) -> float:
    """By its outermost element."""
    return 0.95 if "<smses" in head.text else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file."""
    refuse_definitions(originals[0])
    zone = Zone(choices.timezone)
    return Reading(lambda: xml_parts(originals[0], _wanted, lambda node: _tell(node, zone)))


def _wanted(tag: str, _attributes: dict[str, str]) -> bool:
    return tag in {"sms", "mms"}


def _tell(node: Node, zone: Zone) -> tuple[Told, str]:
    facts = node.attributes
    when = moment(facts.get("date"), thousandths=True)
    other = _said(facts, "contact_name") or _said(facts, "address")
    is_received = facts.get("type", facts.get("msg_box")) == RECEIVED
    parts = [part for part in node.all("part") if part.attributes.get("ct") != LAYOUT]
    texts = [_said(part.attributes, "text") for part in parts]
    files = [_said(part.attributes, "cl") or _said(part.attributes, "name") or _said(part.attributes, "ct")
             for part, text in zip(parts, texts, strict=True) if not text]  # fmt: skip
    sender = (_sender(node) or other) if is_received else OWNER
    text = _said(facts, "body") or "\n".join(filter(None, [_said(facts, "sub"), *texts]))
    told = (sender, zone.local(when) if when else None, utc_of(when), text, "media" if files else "message",
            ", ".join(filter(None, files)) or None, ())  # fmt: skip
    return told, other


def _sender(node: Node) -> str:
    """Who of several sent a multimedia message."""
    if "~" not in node.attributes.get("address", ""):
        return ""
    return next(
        (_said(one.attributes, "address") for one in node.all("addr") if one.attributes.get("type") == FROM), ""
    )


def _said(facts: dict[str, str], name: str) -> str:
    value = facts.get(name, "")
    return "" if value in {"null", "(Unknown)"} else value
