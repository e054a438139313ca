"""What the public site asks of conversations."""

from datetime import date

from lali.records.channels.models import Answered, Conversation
from lali.records.channels.vocabulary import FORGOTTEN_AFTER, Channel, Place


def place_of(channel: Channel, token: bytes, today: date) -> Place:
    """Where a conversation stands; at its beginning for who is not known, or not any more."""
    found = Conversation.objects.filter(channel=channel, token=token).first()
    if found is None:
        return Place()
    if found.stopped:
        return Place(stopped=True)
    if found.day is None or found.day < today - FORGOTTEN_AFTER:
        return Place()
    return Place(found.language, found.flow, found.node, answered=found.answered if found.day == today else 0)


def answered_before(message: bytes) -> bytes | None:
    """The sealed answer to this very message; None for a new one."""
    found = Answered.objects.filter(message=message).first()
    return bytes(found.sealed) if found else None
