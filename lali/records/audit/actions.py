"""Writing to the journal: the only write that journals nothing but itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lali.engines.custody import Frontier, canonical, leaf_hash, sign_head
from lali.records.audit.models import Entry, LogState, SignedHead
from lali.records.keyring import KeysAreElsewhere, keys


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
