"""How WhatsApp and Messenger write to us, and how they are written to: their wire formats, and nothing else.

Taken from Meta's documents (developers.facebook.com): WhatsApp Business Platform, "messages webhook reference",
"Interactive reply buttons messages", "Interactive list messages", "Business-scoped user IDs"; Messenger Platform,
"Webhook Events Reference", "Quick replies", "Send API". What is no message of a person is passed over: statuses,
echoes, read marks, edits, what is said in a group. Of a picture, a sound or a place only that it came is read.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lali.engines.flows import decoded

LONGEST_TEXT = 4000  # characters looked at
LONGEST_ID = 600  # characters of the id of a message
MOST_BUTTONS, BUTTON = 3, 20  # WhatsApp: reply buttons, and characters of a title
MOST_ROWS, ROW = 10, 72  # WhatsApp: rows of a list, and characters of a description
INTERACTIVE = 1024  # WhatsApp: characters of a text with buttons
MOST_QUICK, QUICK = 13, 20  # Messenger: quick replies, and characters of a title
_NUMBER = re.compile(r"\d{7,15}")
_SCOPED = re.compile(r"([A-Z]{2})\.[A-Za-z0-9.]{1,140}")  # a person of WhatsApp as this business alone knows them
_PERSON = re.compile(r"\d{1,30}")  # a person of Messenger as this page alone knows them
_NO_WORDS_OF_A_PERSON = frozenset({"system", "revoke", "edit", "request_welcome", "errors"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be pressed: what pressing sends, the number it has in the text, and its words."""

    id: str
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Written:
    """One message of a person. `to`: how the platform is told to whom an answer goes; `at`: seconds since 1970.

    `pressed`: the id of a choice; `wordless`: a picture, a sound, a place, a mark. `country`: if the platform says it.
    """

    person: str = field(repr=False)
    to: dict[str, Any] = field(repr=False)
    id: str = field(repr=False)
    at: int
    text: str = field(default="", repr=False)
    pressed: str = ""
    wordless: bool = False
    country: str = ""


# -- reading ----------------------------------------------------------------------------------------------------------


def parsed(raw: bytes) -> Mapping[str, Any]:
    """Return what a body holds; nothing where it is no object."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def from_whatsapp(payload: Mapping[str, Any], account: str) -> Iterator[Written]:
    """Give the messages of persons to one of our numbers."""
    if payload.get("object") != "whatsapp_business_account":
        return
    for entry in _objects(payload, "entry"):
        for change in _objects(entry, "changes"):
            value = _object(change, "value")
            if change.get("field") == "messages" and _object(value, "metadata").get("phone_number_id") == account:
                yield from filter(None, map(_of_whatsapp, _objects(value, "messages")))


def _of_whatsapp(message: Mapping[str, Any]) -> Written | None:
    kind, number, scoped = _word(message, "type"), _word(message, "from"), _word(message, "from_user_id")
    known = _SCOPED.fullmatch(scoped)
    number = number if _NUMBER.fullmatch(number) and number.isascii() else ""
    at, named = _seconds(message.get("timestamp")), _word(message, "id")
    if not (number or known) or at is None or not named or kind in _NO_WORDS_OF_A_PERSON or "group_id" in message:
        return None
    if kind == "reaction" and not _word(_object(message, "reaction"), "emoji"):
        return None  # taken back
    interactive = _object(message, "interactive")
    pressed = next(
        (_word(_object(interactive, part), "id") for part in ("button_reply", "list_reply") if part in interactive), ""
    )
    text = _words(_object(message, "text").get("body")) or _words(_object(message, "button").get("text"))
    return Written(
        person=scoped if known else number,  # a number may be hidden later, the other name stays
        to={"to": number} if number else {"recipient": scoped},
        id=named,
        at=at,
        text=text,
        pressed=pressed,
        wordless=not text and not pressed and kind != "text",
        country=known[1] if known and not number else "",
    )


def from_messenger(payload: Mapping[str, Any], account: str) -> Iterator[Written]:
    """Give the messages of persons to our page."""
    if payload.get("object") != "page":
        return
    for entry in _objects(payload, "entry"):
        for event in _objects(entry, "messaging"):
            if _word(_object(event, "recipient"), "id") == account and (written := _of_messenger(event)):
                yield written


def _of_messenger(event: Mapping[str, Any]) -> Written | None:
    person, at = _word(_object(event, "sender"), "id"), _seconds(event.get("timestamp"), parts=1000)
    if not (_PERSON.fullmatch(person) and person.isascii()) or at is None:
        return None
    message, postback, reaction = (_object(event, part) for part in ("message", "postback", "reaction"))
    named, text, pressed = _word(message, "mid"), "", ""
    if message and not message.get("is_echo") and not message.get("is_deleted"):
        text, pressed = _words(message.get("text")), _word(_object(message, "quick_reply"), "payload")
    elif postback:
        text = _words(postback.get("title"))
        named = _word(postback, "mid") or f"postback {event.get('timestamp')}"
    elif reaction.get("action") == "react":
        named = f"reaction {event.get('timestamp')} {_word(reaction, 'mid')}"
    else:
        return None
    if not named:
        return None
    wordless = not text and not pressed and not postback and "text" not in message
    return Written(person, {"id": person}, named, at, text, pressed, wordless)


def _object(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def _objects(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = holder.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _word(holder: Mapping[str, Any], name: str) -> str:
    found = holder.get(name)
    return found if isinstance(found, str) and len(found) <= LONGEST_ID else ""


def _words(found: object) -> str:
    """Return a text as every channel reads it: without signs that nobody sees."""
    return decoded(found[:LONGEST_TEXT].encode("utf-8", "replace")) if isinstance(found, str) else ""


def _seconds(found: object, parts: int = 1) -> int | None:
    digits = str(found) if isinstance(found, int | str) and not isinstance(found, bool) else ""
    return int(digits) // parts if digits.isascii() and digits.isdecimal() and len(digits) <= 15 else None  # noqa: PLR2004 - milliseconds for thirty thousand years


# -- writing ----------------------------------------------------------------------------------------------------------


def to_whatsapp(to: Mapping[str, Any], text: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """Return the body of an answer: with buttons or a list within the limits, else the text with its numbers."""
    body: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual", **to}
    if not choices or len(choices) > MOST_ROWS or len(text) > INTERACTIVE:
        return body | {"type": "text", "text": {"preview_url": False, "body": text}}
    if len(choices) <= MOST_BUTTONS:
        titles = _titles(choices, BUTTON)
        buttons = [{"type": "reply", "reply": {"id": one.id, "title": titles[one.id]}} for one in choices]
        shown: dict[str, Any] = {"type": "button", "body": {"text": text}, "action": {"buttons": buttons}}
    else:
        rows = [{"id": one.id, "title": one.number, "description": one.label[:ROW]} for one in choices]
        numbers = sorted(one.number for one in choices)
        action = {"button": f"{numbers[0]} - {numbers[-1]}", "sections": [{"rows": rows}]}
        shown = {"type": "list", "body": {"text": text}, "action": action}
    return body | {"type": "interactive", "interactive": shown}


def to_messenger(to: Mapping[str, Any], text: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """Return the body of an answer, with quick replies where there is something to press."""
    message: dict[str, Any] = {"text": text}
    if 0 < len(choices) <= MOST_QUICK:
        titles = _titles(choices, QUICK)
        message["quick_replies"] = [
            {"content_type": "text", "title": titles[one.id], "payload": one.id} for one in choices
        ]
    return {"recipient": dict(to), "messaging_type": "RESPONSE", "message": message}


def _titles(choices: Sequence[Choice], room: int) -> dict[str, str]:
    """Return what stands on each button: number and words, or, where one does not fit, the numbers of all."""
    full = {one.id: f"{one.number} {one.label}" for one in choices}
    return full if all(len(title) <= room for title in full.values()) else {one.id: one.number for one in choices}
