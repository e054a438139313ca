"""Writing to the journal: the only write that journals nothing but itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lali.engines.custody import (
    Frontier,
    StampRefused,
    ask_stamp,
    canonical,
    leaf_hash,
    read_head,
    read_stamp,
    sign_head,
)
from lali.records.audit.models import CountersignedHead, Entry, LogState, SignedHead, TimeStamp
from lali.records.keyring import KeysAreElsewhere, keys

STAMP_EVERY = timedelta(hours=1)  # one stamp covers all entries before it: authorities need not be asked more often
MOST_STAMPS_AT_ONCE = 20


def record(
    *,
    by: object,
    verb: str,
    subject: str,
    facts: Mapping[str, object] | None = None,
    reading: bool = False,
    keep_head: bool = False,
    day_only: bool = False,
    using: str = "default",
) -> Entry:
    """Append one entry and sign the log's new head.

    `by` is a member (anything with `journal_name`) or one of the words of the vocabulary; `subject` is a text
    reference such as `case:FJ-2026-0001`; `facts` are plain values without personal data. With `keep_head` the
    signed head is kept for good; with `day_only` the entry says on which day, at no hour. Runs inside the caller's
    transaction: no entry without the deed, no deed without the entry.
    """
    with transaction.atomic(using=using):
        state = LogState.objects.using(using).locked()
        at = _moment(using, day_only=day_only)
        entry = Entry(
            index=state.size,
            at=at,
            by=getattr(by, "journal_name", by),
            verb=verb,
            subject=subject,
            record=subject.partition("/")[0],
            reading=reading,
            facts=dict(facts or {}),
        )
        entry.line = canonical(entry.as_logged()).decode()
        _append(state, entry.line.encode(), at)
        entry.save(using=using)
        state.save(using=using)
        if keep_head and state.head:
            SignedHead.objects.using(using).create(size=state.size, head=state.head, at=at, occasion=subject)
        return entry


def record_listing(*, by: object, what: str, subjects: Iterable[str], verb: str = "list.read") -> Entry | None:
    """Note that somebody saw a list in which each of `subjects` (text references) had a line, its title perhaps.

    One entry for the list; which records it showed stands in its facts. A list without a line showed nothing.
    """
    shown = list(subjects)
    return record(by=by, verb=verb, subject=what, facts={"shown": shown}, reading=True) if shown else None


def _moment(using: str, *, day_only: bool) -> datetime:
    now = timezone.now()
    if day_only:
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    if using != settings.LETTERBOX:
        return now
    return now.replace(minute=0, second=0, microsecond=0)  # when a visitor wrote is nobody's business


def _append(state: LogState, line: bytes, at: datetime) -> None:
    frontier = Frontier.from_bytes(bytes(state.frontier)) if state.frontier else Frontier()
    frontier.append(leaf_hash(line))
    state.size = frontier.size
    state.frontier = frontier.to_bytes()
    try:
        signing_key = keys().log
    except KeysAreElsewhere:
        return  # the public process only appends; the workspace signs when it collects
    state.head = sign_head(
        origin=settings.LOG_ORIGIN, size=frontier.size, root=frontier.root(), at=at, signing_key=signing_key
    )


@transaction.atomic
def keep_countersigned(*, by: object, head: str, name: str, key: str, at: datetime, occasion: str) -> CountersignedHead:
    """Keep a head of ours that a partner countersigned; who calls has verified both signatures. Journalled once."""
    size = read_head(head).size
    facts = {"entries": size, "partner": name, "at": at.isoformat()}
    kept, made = CountersignedHead.objects.get_or_create(
        size=size,
        key=key,
        at=at,
        defaults={"head": head, "name": name, "taken_at": timezone.now(), "occasion": occasion},
    )
    if made:
        record(by=by, verb="journal.countersigned", subject="journal", facts=facts)
    return kept


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a round of asking for time-stamps came to."""

    stamped: int
    waiting: int
    said: str = ""  # why the last one was not stamped


def stamp_heads(*, by: object, ask: Callable[[bytes], bytes], authorities: bytes, now: datetime) -> Stamped:
    """Queue the newest kept head, and ask the authority for all that wait; each answer is checked before it counts.

    `ask` sends a question and gives the answer; OSError where nobody answers: the heads wait for the next round. A stop
    in between loses nothing: a head is asked for again.
    """
    _queue_head(now)
    done, said = 0, ""
    for waiting in TimeStamp.objects.waiting().order_by("size")[:MOST_STAMPS_AT_ONCE]:
        asked = ask_stamp(waiting.head)
        try:
            answer = ask(asked.request)
            stamp = read_stamp(answer, head=waiting.head, nonce=asked.nonce, authorities=authorities)
        except (OSError, StampRefused) as why:
            said = str(why)[:300]
            TimeStamp.objects.filter(pk=waiting.pk).update(tried_at=now, said=said)
            if isinstance(why, OSError):
                break
            continue
        with transaction.atomic():
            TimeStamp.objects.filter(pk=waiting.pk).update(
                tried_at=now, said="", stamped_at=stamp.at, authority=stamp.authority, token=stamp.token
            )
            facts = {"entries": waiting.size, "at": stamp.at.isoformat(), "authority": stamp.authority}
            record(by=by, verb="journal.stamped", subject="journal", facts=facts)
        done += 1
    return Stamped(done, TimeStamp.objects.waiting().count(), said)


def _queue_head(now: datetime) -> None:
    """Queue the newest head that was kept, unless it is queued, or one was a short while ago."""
    kept = SignedHead.objects.order_by("-size").first()
    last = TimeStamp.objects.order_by("-size").first()
    if kept is None or (last and (last.size >= kept.size or last.queued_at > now - STAMP_EVERY)):
        return
    TimeStamp.objects.get_or_create(size=read_head(kept.head).size, defaults={"head": kept.head, "queued_at": now})
