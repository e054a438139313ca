"""Answers to platforms: kept in the same breath as the turn, sent at once, tried again for as long as it is allowed.

A platform gives the webhook and takes the answer elsewhere. Until that has taken it, the answer waits in the letterbox
database, sealed together with whom it goes to; then it is gone. A platform takes answers for twenty-four hours after
the last word of a person; what is older is let go. A stop in the middle sends one answer twice at most, and loses none.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone
from django.utils.translation import override

from lali.engines.flows import Command, heard
from lali.engines.helplines import COUNTRIES, ELSEWHERE
from lali.records.audit.vocabulary import PUBLIC
from lali.records.channels.actions import AnsweredAlready, keep_turn, let_go_of_parcel, take_parcel
from lali.records.channels.queries import answered_before, others_wait, parcel_of, parcels, place_of
from lali.records.channels.vocabulary import SENT_WITHIN, STOPPED_WITHIN, Channel, Parcel, Place
from lali.web.public.answering import channel_key, country_of, digest, host, salt, seal, unseal
from lali.web.public.gateway import Delivery, send_json
from lali.web.public.platforms import Written, from_messenger, from_whatsapp, to_messenger, to_whatsapp
from lali.web.public.talking import Asked, choices, notice, pressed, turn

WINDOW = int(SENT_WITHIN.total_seconds()) - 300  # seconds; five minutes for clocks that differ
FRESH = 600  # seconds: START that comes later, behind a STOP, begins nothing
LEASE, LONGEST_PAUSE = 60, 3600  # seconds until an answer is tried again: twice as long each time


@dataclass(frozen=True, slots=True)
class Platform:
    """How one platform is read and written to, and where: its token goes in a header, or in the address."""

    read: Callable[..., Iterator[Written]]
    body: Callable[..., dict[str, Any]]
    path: str


PLATFORMS = {
    Channel.WHATSAPP: Platform(from_whatsapp, to_whatsapp, "{account}/messages"),
    Channel.MESSENGER: Platform(from_messenger, to_messenger, "me/messages?access_token={token}"),
}


def reply(channel: Channel, written: Written, *, now: float) -> int | None:
    """Answer one message: keep the turn, and the answer until it is sent. Returns the number of what is to be sent."""
    key = channel_key(channel)
    token, message = digest(key, "number", written.person), digest(key, "message", written.person, written.id)
    if answered_before(message) is not None:
        return None
    today = timezone.localdate()
    before = place_of(channel, token, today)
    words = pressed(before, written.pressed) if written.pressed else written.text
    age, stops = now - written.at, heard(words).command is Command.STOP
    if age > (STOPPED_WITHIN.total_seconds() if stops else WINDOW):
        return None
    here = turn(before, Asked(words, _country(written), host(), salt(), written.wordless))
    begins_late = before.stopped and not here.place.stopped and age > FRESH
    if begins_late or (not here.answer and here.place == before and not stops):
        return None
    parcel = b""
    if here.answer and age <= WINDOW:
        said = here.answer + _notice(channel, before, here.place)
        with override(here.place.language or "en"):
            body = PLATFORMS[channel].body(written.to, said, choices(here.place))
        parcel = _wrapped(key, {"body": body, "due": now + LEASE, "until": min(written.at, now) + WINDOW})
    with suppress(AnsweredAlready):
        return keep_turn(
            by=PUBLIC,
            channel=channel,
            token=token,
            message=message,
            sealed=b"",
            before=before,
            place=here.place,
            hop=here.hop,
            today=today,
            parcel=parcel,
            known_for=STOPPED_WITHIN if stops else timedelta(0),  # as long as it would stop: START may come meanwhile
        )
    return None


def _country(written: Written) -> str:
    """Return the country whose numbers are given, where we know some; else the node's."""
    if number := written.to.get("to"):
        return country_of(number)
    return written.country if written.country in COUNTRIES or written.country in ELSEWHERE else settings.COUNTRY


def _notice(channel: Channel, before: Place, here: Place) -> str:
    """Say once, with the first answer, what the platform sees; never to who only wants silence."""
    return "" if here.stopped or before != Place() else "\n\n" + notice(channel.label, host(), here.language)


# -- sending ----------------------------------------------------------------------------------------------------------


def send_at_once(number: int) -> None:
    """Send what was just kept, unless something earlier waits for the same person."""
    parcel = parcel_of(number)
    if parcel is not None and not others_wait(parcel.channel, parcel.token, parcel.pk):
        _send(parcel, now=time.time(), at_once=True)


def send_due(*, now: float) -> float | None:
    """Send what is due. Returns when the next is due; None when nothing waits."""
    while True:
        later = [_send(parcel, now=now) for parcel in parcels(_open_channels())]
        if None not in later:
            return min((due for due in later if due is not None), default=None)
        # what was said first has arrived: now what stood behind it


def _send(parcel: Parcel, *, now: float, at_once: bool = False) -> float | None:
    """Send one answer. Returns when it is due where it still waits, and None once it is gone."""
    key = channel_key(parcel.channel)
    content = unseal(digest(key, "outgoing"), parcel.sealed)
    facts = json.loads(content) if content else {"until": 0}  # under another secret: nobody can open it any more
    if facts["until"] <= now:
        let_go_of_parcel(by=PUBLIC, parcel=parcel.pk)
        return None
    if facts["due"] > now and not at_once:
        return float(facts["due"])
    due = now + min(LEASE * 2**parcel.tries, LONGEST_PAUSE)
    if not take_parcel(by=PUBLIC, parcel=parcel.pk, tries=parcel.tries, sealed=_wrapped(key, facts | {"due": due})):
        return due  # another process has it
    if _handed_over(parcel.channel, facts["body"]) is Delivery.LATER:
        return due
    let_go_of_parcel(by=PUBLIC, parcel=parcel.pk)
    return None


def _handed_over(channel: Channel, body: dict[str, Any]) -> Delivery:
    path = PLATFORMS[channel].path
    account, token = (quote(settings.CHANNELS[f"{channel}_{part}"], safe="") for part in ("account", "token"))
    address = f"{settings.CHANNELS['meta']}/{path.format(account=account, token=token)}"
    bearer = "" if "{token}" in path else settings.CHANNELS[f"{channel}_token"]
    return send_json(address, json.dumps(body, ensure_ascii=False).encode(), token=bearer)


def _wrapped(key: bytes, facts: dict[str, Any]) -> bytes:
    return seal(digest(key, "outgoing"), json.dumps(facts, ensure_ascii=False).encode())


def _open_channels() -> list[Channel]:
    return [channel for channel in PLATFORMS if settings.CHANNELS.get(channel)]


# -- what waits is tried again, by a thread of its own that ends when nothing waits -----------------------------------

_AT_WORK, _WANTED = threading.Lock(), threading.Event()


def try_again_later() -> None:
    """See to it that what waits is sent: one thread in each process, gone when nothing waits."""
    _WANTED.set()
    if _open_channels() and _AT_WORK.acquire(blocking=False):
        threading.Thread(target=_rounds, daemon=True, name="outbox").start()


def _rounds() -> None:
    try:
        while True:
            _WANTED.clear()
            try:
                due = send_due(now=time.time())
            except DatabaseError:  # busy, or away for a moment: the answers stand there still
                due = time.time() + LEASE
            finally:
                connections.close_all()
            if due is None and not _WANTED.is_set():
                return
            time.sleep(max(1.0, min((due or 0.0) - time.time(), LEASE)))
    finally:
        _AT_WORK.release()
        if _WANTED.is_set():  # asked for while this thread was about to end
            try_again_later()
