"""What is kept of a turn of a conversation, and what is let go. Journalled once a day: that messages were answered."""

import os
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.audit.actions import record
from lali.records.audit.models import Entry
from lali.records.channels.models import Answered, Conversation, NumberKey, Outgoing, Waiting
from lali.records.channels.vocabulary import (
    FORGOTTEN_AFTER,
    HOP_DAYS,
    MOST_WAITING,
    REPLAYED_WITHIN,
    SENT_WITHIN,
    Channel,
    Hop,
    Place,
)
from lali.records.refusals import Refused


class AnsweredAlready(Refused):
    """The gateway asked twice at once, and the other question was quicker."""

    sentence = _("This message was answered already.")


@transaction.atomic(using=settings.LETTERBOX)
def make_number_key(*, by: str) -> bytes:
    """Return this node's half of the key of numbers; made at the first message, and never changed."""
    row, made = NumberKey.objects.get_or_create(pk=1, defaults={"key": os.urandom(32)})
    if made:
        record(by=by, verb="channels.key_made", subject="channels", day_only=True, using=settings.LETTERBOX)
    return bytes(row.key)


@transaction.atomic(using=settings.LETTERBOX)
def claim_message(*, by: str, message: bytes | None, sealed: bytes, today: date) -> None:
    """Keep the sealed answer to a message before it is handed over; AnsweredAlready when another has claimed it."""
    if message is not None:
        _kept, made = Answered.objects.get_or_create(message=message, defaults={"sealed": sealed, "day": today})
        if not made:
            raise AnsweredAlready
    _journal_once(by)


@transaction.atomic(using=settings.LETTERBOX)
def let_go_of_message(*, by: str, message: bytes | None) -> None:
    """Give a claim back: the answer could not be handed over, and the gateway asks again."""
    Answered.objects.filter(message=message).delete()
    _journal_once(by)


@transaction.atomic(using=settings.LETTERBOX)
def keep_turn(
    *,
    by: str,
    channel: Channel,
    token: bytes,
    message: bytes | None,
    sealed: bytes,
    before: Place,
    place: Place,
    hop: Hop | None,
    today: date,
    parcel: bytes = b"",
    known_for: timedelta = timedelta(0),
) -> int | None:
    """Keep where a conversation stands after an answer, and the sealed answer under its message if that has an id.

    AnsweredAlready when the message was answered before: then nothing changes. Who sent STOP while this answer was on
    its way stays stopped, and what else was on its way to them is let go. `parcel`: the answer sealed for the platform
    that it goes to, kept in the same breath; returns its number. `known_for`: how much longer than others this message
    is known as answered.
    """
    claim_message(by=by, message=message, sealed=sealed, today=today + known_for)
    there = Conversation.objects.select_for_update().filter(channel=channel, token=token).first()
    if there is not None and there.stopped and not before.stopped:
        return None
    facts = {"language": place.language, "flow": place.flow, "node": place.node, "answered": place.answered}
    if place.stopped:
        facts = {"language": "", "flow": "", "node": "", "answered": 0}
    day = None if place.stopped else today
    Conversation.objects.update_or_create(
        channel=channel, token=token, defaults={**facts, "stopped": place.stopped, "day": day}
    )
    if hop is not None:
        Waiting.objects.create(lookup=hop.lookup, sealed=hop.sealed, kept_until=today + timedelta(days=HOP_DAYS))
    if place.stopped:
        Outgoing.objects.filter(channel=channel, token=token).delete()
    if not parcel:
        return None
    kept = Outgoing.objects.create(channel=channel, token=token, sealed=parcel, day=today).pk
    # Who wrote much while their platform was away reads the first answer, which says what the platform sees, and the
    # newest, which say where they stand. What was said between is past, and would only keep others waiting.
    waiting = list(Outgoing.objects.filter(channel=channel, token=token).values_list("pk", flat=True))
    Outgoing.objects.filter(pk__in=waiting[1 : 1 - MOST_WAITING]).delete()
    return kept


@transaction.atomic(using=settings.LETTERBOX)
def take_parcel(*, by: str, parcel: int, tries: int, sealed: bytes) -> bool:
    """Take an answer to send it, sealed anew with when it may be tried again; False when another was quicker."""
    _journal_once(by)
    return Outgoing.objects.filter(pk=parcel, tries=tries).update(tries=tries + 1, sealed=sealed) == 1


@transaction.atomic(using=settings.LETTERBOX)
def let_go_of_parcel(*, by: str, parcel: int) -> None:
    """Let go of an answer that was sent, or that nobody will take any more."""
    Outgoing.objects.filter(pk=parcel).delete()
    _journal_once(by)


def _journal_once(by: str) -> None:
    """That messages were answered: one line a day, whoever wrote and however often."""
    answered = Entry.objects.using(settings.LETTERBOX).about("channels").filter(verb="channels.answered")
    newest = answered.order_by("-index").values_list("at", flat=True).first()
    if newest is None or newest.date() < timezone.now().date():
        record(by=by, verb="channels.answered", subject="channels", day_only=True, using=settings.LETTERBOX)


@transaction.atomic(using=settings.LETTERBOX)
def open_waiting(*, by: str, lookup: bytes, today: date) -> bytes | None:
    """Give the sealed words under a one-time code; None when there are none.

    Once opened they stay only until that day is over: a page lost on a bad line can be asked for again.
    """
    waiting = Waiting.objects.filter(lookup=lookup, kept_until__gte=today).first()
    if waiting is None:
        return None
    if waiting.kept_until != today:
        Waiting.objects.filter(pk=waiting.pk).update(kept_until=today)
        record(by=by, verb="channels.hopped", subject="channels", day_only=True, using=settings.LETTERBOX)
    return bytes(waiting.sealed)


@transaction.atomic(using=settings.LETTERBOX)
def forget_silent(*, by: object, today: date) -> int:
    """Let go what is over: silent conversations, answers that nobody asks for again, words that were not fetched."""
    gone = [
        Conversation.objects.filter(stopped=False, day__lt=today - FORGOTTEN_AFTER).delete()[0],
        Answered.objects.filter(day__lt=today - REPLAYED_WITHIN).delete()[0],
        Waiting.objects.filter(kept_until__lt=today).delete()[0],
        Outgoing.objects.filter(day__lt=today - SENT_WITHIN).delete()[0],
    ]
    if any(gone):
        record(by=by, verb="channels.forgotten", subject="channels", day_only=True, using=settings.LETTERBOX)
    return sum(gone)
