"""What the public site asks of conversations."""

from collections.abc import Iterable
from datetime import date

from lali.records.channels.models import Answered, Conversation, Outgoing
from lali.records.channels.vocabulary import FORGOTTEN_AFTER, Channel, Parcel, Place

MOST_IN_A_ROUND = 500


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


def parcels(channels: Iterable[Channel]) -> list[Parcel]:
    """Answers on their way, the oldest first: a handful, or as many as came while a platform was away."""
    rows = Outgoing.objects.filter(channel__in=channels)[:MOST_IN_A_ROUND]
    return [Parcel(row.pk, Channel(row.channel), bytes(row.token), bytes(row.sealed), row.tries) for row in rows]


def others_wait(channel: Channel, token: bytes, parcel: int) -> bool:
    """Whether an earlier answer to the same person is still on its way."""
    return Outgoing.objects.filter(channel=channel, token=token, pk__lt=parcel).exists()
