"""What the public site asks of conversations."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Min

from lali.records.channels.models import Answered, Conversation, Outgoing
from lali.records.channels.vocabulary import FORGOTTEN_AFTER, Channel, Parcel, Place

MOST_IN_A_ROUND = 500  # persons of each channel


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
    """The first answer on its way to each person, the least tried first: nobody stands behind who cannot be reached."""
    rows: list[Outgoing] = []
    for channel in channels:  # one by one: a channel that is away takes no room from another
        waiting = Outgoing.objects.filter(channel=channel)
        first = waiting.order_by().values("token").annotate(first=Min("pk")).values("first")
        rows += waiting.filter(pk__in=first).order_by("tries", "pk")[:MOST_IN_A_ROUND]
    return [_parcel(row) for row in sorted(rows, key=lambda row: (row.tries, row.pk))]


def parcel_of(number: int) -> Parcel | None:
    """One answer on its way; None where it is gone."""
    row = Outgoing.objects.filter(pk=number).first()
    return _parcel(row) if row else None


def _parcel(row: Outgoing) -> Parcel:
    return Parcel(row.pk, Channel(row.channel), bytes(row.token), bytes(row.sealed), row.tries)


def others_wait(channel: Channel, token: bytes, parcel: int) -> bool:
    """Whether an earlier answer to the same person is still on its way."""
    return Outgoing.objects.filter(channel=channel, token=token, pk__lt=parcel).exists()
