"""Reading an export in pieces: a stop anywhere leaves it listed, and it goes on behind what is kept."""

import io
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import islice
from secrets import token_hex
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines import chats
from lali.engines.custody import SealBroken
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.actions.writing import touch, writable
from lali.records.cases.findable import of_identifier
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.conversations.access import conversation_in
from lali.records.conversations.actions.batches import Batch, Beginnings, Known, keep, taken
from lali.records.conversations.actions.media import keep_files
from lali.records.conversations.actions.windows import keep_pieces, pieces_in
from lali.records.conversations.models import Conversation, FoundIdentifier, Message
from lali.records.conversations.vocabulary import ReadingState
from lali.records.entities.actions import note_identifiers
from lali.records.evidence.actions.opening import IsRestricted, SealIsBroken, open_original
from lali.records.evidence.models import Exhibit
from lali.records.refusals import Refused
from lali.records.search.index import put_entry, take_out

IN_A_BATCH = 1_000
HELD = timedelta(minutes=2)  # a reading whose process was killed may be taken up after so long
MOST_NOTED = 300  # identifiers of one conversation that the case speaks of: the surest and most frequent
COMMON = ("url", "domain")  # there can be thousands: the rest comes first


class IsBeingRead(Refused):
    """Somebody is at it."""

    sentence = _("This export is being read already.")


class _TakenOver(Exception):
    """Another process reads it now: this one was held up too long."""


def read_on(*, by: Member, ref: str, number: int, seconds: float | None = None) -> Conversation:
    """Go on reading an export until it is read, asks something, is refused, or so many seconds are over.

    Each batch is one transaction, with how far it came. IsBeingRead when somebody else is at it; nothing happens to one
    that waits for nothing.
    """
    conversation = _hold(by, ref, number)
    if conversation.state != ReadingState.READING:
        return conversation
    until = time.monotonic() + seconds if seconds is not None else None
    try:
        _exhibit, original = open_original(by=by, ref=ref, number=conversation.exhibit.number)
        with closing(original), closing(io.BufferedReader(original, 256 * 1024)) as stream:
            _read(by, conversation, stream, until)
    except chats.ChatRefused as why:
        _refuse(by, conversation, why.code, str(why))
    except (SealBroken, SealIsBroken):
        _refuse(by, conversation, "seal", str(SealIsBroken.sentence))
    except _TakenOver:
        pass
    finally:
        Conversation.objects.filter(pk=conversation.pk, holder=conversation.holder).update(holder="", held_until=None)
    conversation.refresh_from_db()
    return conversation


@transaction.atomic
def _hold(by: Member, ref: str, number: int) -> Conversation:
    case = writable(by, ref)
    conversation = conversation_in(case, number)
    if conversation.state != ReadingState.READING:
        return conversation
    if conversation.held_until and conversation.held_until > timezone.now():
        raise IsBeingRead
    conversation.holder, conversation.held_until = token_hex(16), timezone.now() + HELD
    if conversation.parts_read and conversation.reader_version != chats.READER_VERSION:
        forget_what_was_read(conversation)  # another version of the reader may count otherwise
    conversation.reader_version = chats.READER_VERSION
    conversation.save()
    facts = {"parts": conversation.parts_read}
    record(by=by, verb="conversation.taken_up", subject=conversation.subject, facts=facts)
    return conversation


def forget_what_was_read(conversation: Conversation) -> None:
    """Let all go that was read so far, out of the search index too."""
    take_out(conversation.subject)
    for rows in (
        "messages",
        "stretchs",
        "days",
        "signins",
        "pieceofsigns",
        "foundins",
        "foundidentifiers",
        "participants",
        "threads",
    ):
        getattr(conversation, rows).all().delete()
    for name in ("parts_read", "reached", "messages_count", "system_count", "deleted_count", "media_count"):
        setattr(conversation, name, 0)
    conversation.stretches_count = conversation.unread_bytes = 0


def _opened(conversation: Conversation, stream: io.BufferedReader) -> chats.Conversation:
    return chats.read(
        stream,
        name=conversation.exhibit.file_name,
        date_order=conversation.date_order or None,
        timezone=conversation.zone or None,
        country=conversation.case.agency.country,
        not_after=conversation.exhibit.sealed_at.date() + timedelta(days=1),  # days begin earlier east of Greenwich
        member=conversation.member or None,
        columns=conversation.columns or None,
    )


def _read(by: Member, conversation: Conversation, stream: io.BufferedReader, until: float | None) -> None:
    opened = _opened(conversation, stream)
    if opened.ask:
        _ask(by, conversation, opened)
        return
    conversation.format, conversation.source, conversation.told = opened.format, opened.source, _plain(opened.told)
    conversation.size = sum(one.size for one in opened.originals)
    parts, known = islice(opened.parts(), conversation.parts_read, None), Known()
    with Beginnings(opened) as beginnings:
        while batch := _next(parts, conversation, beginnings):
            pieces = pieces_in(conversation, batch)
            with transaction.atomic():
                _still_ours(by, conversation)
                keep(conversation, batch, known)
                keep_pieces(conversation, pieces)
            if until is not None and time.monotonic() > until and len(batch.parts) == IN_A_BATCH:
                return
    _finish(by, conversation, opened)


def _next(parts: Iterator[Any], conversation: Conversation, beginnings: Beginnings) -> Batch | None:
    found = list(islice(parts, IN_A_BATCH))
    return taken(found, country=conversation.case.agency.country, beginnings=beginnings) if found else None


def _still_ours(by: Member, conversation: Conversation) -> None:
    """Ask the door again for each batch: reading may take hours. Also hold it longer.

    The case is held, as whoever restricts an exhibit holds it: what was read before is then forgotten, and nothing
    comes behind. IsRestricted.
    """
    case_for(by, conversation.case.ref, Level.CONTRIBUTE, lock=True)
    if Exhibit.objects.filter(pk=conversation.exhibit_id, restricted_at__isnull=False).exists():
        raise IsRestricted
    held = Conversation.objects.select_for_update(of=("self",)).filter(
        pk=conversation.pk, holder=conversation.holder, state=ReadingState.READING
    )
    if not held.exists():
        raise _TakenOver
    conversation.held_until = timezone.now() + HELD


def _plain(told: Any) -> Any:
    """What the reader told, as it can be kept: tuples as lists, everything else as it is."""
    if isinstance(told, dict):
        return {name: _plain(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_plain(one) for one in told]
    return told.replace("\x00", "") if isinstance(told, str) else told


def _ask(by: Member, conversation: Conversation, opened: chats.Conversation) -> None:
    asked = {"what": opened.ask.what, "candidates": _plain(list(opened.ask.candidates))}
    with transaction.atomic():
        _still_ours(by, conversation)
        conversation.state, conversation.asked = ReadingState.ASKS, asked
        conversation.format = opened.format
        conversation.save()
        facts = {"what": opened.ask.what}
        record(by=by, verb="conversation.asked", subject=conversation.subject, facts=facts)
        touch(conversation.case)


@transaction.atomic
def _refuse(by: Member, conversation: Conversation, code: str, words: str) -> None:
    try:
        _still_ours(by, conversation)
    except (_TakenOver, IsRestricted):
        return
    forget_what_was_read(conversation)
    conversation.state, conversation.refusal = ReadingState.REFUSED, code[:20]
    conversation.refused_in_words = words.replace("\x00", "")[:400]
    conversation.save()
    record(by=by, verb="conversation.refused", subject=conversation.subject, facts={"why": code})
    touch(conversation.case)


@transaction.atomic
def _finish(by: Member, conversation: Conversation, opened: chats.Conversation) -> None:
    _still_ours(by, conversation)
    _count(conversation)
    keep_files(conversation, opened)
    conversation.accounted, conversation.heads_inside = opened.accounted, opened.heads_inside
    conversation.left_out = _note(by, conversation)
    conversation.state, conversation.read_at = ReadingState.READ, timezone.now()
    conversation.save()
    facts = {
        "exhibit": conversation.exhibit.ref,
        "messages": conversation.total,
        "unread_bytes": conversation.unread_bytes,
        "accounted": conversation.accounted,
        "date_order": conversation.told.get("date_order") or "",
    }
    record(by=by, verb="conversation.finished", subject=conversation.subject, facts=facts)
    touch(conversation.case)


def _count(conversation: Conversation) -> None:
    """Who wrote how much, in one walk over the messages."""
    messages = Message.objects.filter(conversation=conversation).order_by()
    for field, rows in (("participant", conversation.participants), ("thread", conversation.threads)):
        counted = dict(messages.values_list(field).annotate(n=Count("pk")))
        changed = []
        for row in rows.all():
            row.messages = counted.get(row.pk, 0)
            changed.append(row)
        rows.model.objects.bulk_update(changed, ["messages"], batch_size=300)


def _note(by: Member, conversation: Conversation) -> int:
    """Let the case speak of the identifiers found: the surest and most frequent; how many are kept here only."""
    case = conversation.case
    found = FoundIdentifier.objects.filter(conversation=conversation)
    surest = sorted(
        found.values_list("weak", "kind", "messages", "pk").iterator(),
        key=lambda one: (one[0], one[1] in COMMON, -one[2], one[3]),
    )
    chosen = list(found.filter(pk__in=[pk for *_other, pk in surest[:MOST_NOTED]]))
    told = [{"kind": one.kind, "normalised": one.value, "raw": one.raw, "weak": one.weak} for one in chosen]
    if told:
        noted = note_identifiers(by=by, found=told, about=case.subject, kept_from=case.walled_members())
        for one, identifier in zip(chosen, noted, strict=True):
            one.noted = identifier
            put_entry(of_identifier(case, identifier))
        FoundIdentifier.objects.bulk_update(chosen, ["noted"], batch_size=300)
    return max(0, len(surest) - MOST_NOTED)


def go_on_with_readings(*, by: str, seconds: float) -> int:
    """Go on with every reading that nobody is at, in the name of who began it: for `lali digest`. Returns how many.

    What that member may not do any more stays listed, for a colleague to go on with.
    """
    until, done = time.monotonic() + seconds, 0
    for one in _stopped():
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            read_on(by=one.begun_by, ref=one.case.ref, number=one.number, seconds=left)
        except (Refused, Http404, PermissionDenied):
            continue
        done += 1
        record(by=by, verb="conversation.gone_on_with", subject=one.subject)
    return done


def _stopped() -> list[Conversation]:
    """Readings that were begun and that nobody is at."""
    waiting = Conversation.objects.filter(state=ReadingState.READING).exclude(held_until__gt=timezone.now())
    waiting = waiting.filter(exhibit__restricted_at__isnull=True)
    waiting = waiting.exclude(case__state__in=[CaseState.CLOSED, CaseState.DISPOSED])
    return list(waiting.select_related("case", "begun_by").order_by("pk"))
