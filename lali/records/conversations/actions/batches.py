"""One batch of what a reader gives, with the signs and identifiers in it, and how it is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import TracebackType
from typing import IO, Self

from lali.engines import chats
from lali.engines.identifiers import find
from lali.engines.signs import read
from lali.records.conversations.models import (
    LONGEST_NAME,
    LONGEST_VALUE,
    SHOWN_BYTES,
    Conversation,
    Day,
    FoundIdentifier,
    FoundIn,
    Message,
    Participant,
    SignIn,
    Stretch,
    Thread,
)
from lali.records.conversations.vocabulary import MessageKind

SHORT = 200  # characters of a text that is worth remembering: greetings come again and again
WORTH_SHOWING = 256  # bytes of an unread stretch between the records of a structured file
LINE_BY_LINE = ("whatsapp", "signal", "table")
MOST_SHOWN = 2_000  # stretches of one piece of reading whose beginning is kept

Key = tuple[str, str]  # kind and normalised value of an identifier
Seen = tuple[tuple[str, ...], tuple[tuple[str, str, str, bool], ...]]  # signs; kind, value, raw, weak


@dataclass(slots=True)
class Batch:
    """Some parts of an export, looked through outside of any transaction."""

    parts: list[chats.Message | chats.Stretch]
    beginnings: dict[int, str] = field(default_factory=dict)  # by place in `parts`
    signs: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by number of the message
    found: dict[int, set[Key]] = field(default_factory=dict)
    by_name: dict[int, set[Key]] = field(default_factory=dict)  # in the name of who wrote it
    raw: dict[Key, tuple[str, bool]] = field(default_factory=dict)

    @property
    def messages(self) -> list[chats.Message]:
        """Those that are messages."""
        return [part for part in self.parts if isinstance(part, chats.Message)]


class Beginnings:
    """How unread stretches begin, read beside the messages and never backwards: an archive would be unpacked anew."""

    def __init__(self, opened: chats.Conversation) -> None:
        self._opened, self._files = opened, {}
        self._stack, self._left = ExitStack(), MOST_SHOWN
        self._least = 1 if opened.format in LINE_BY_LINE else WORTH_SHOWING

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def of(self, stretch: chats.Stretch) -> str:
        """The first bytes as text; nothing where they are not worth it."""
        if stretch.end - stretch.start < self._least or stretch.why or not self._left:
            return ""
        file, original = self._file(stretch.file), self._opened.originals[stretch.file]
        if file.tell() > stretch.start:
            return ""
        self._left -= 1
        file.seek(stretch.start)
        data = file.read(min(stretch.end - stretch.start, SHOWN_BYTES))
        text = data.decode(original.encoding or "utf-8", "replace")
        return "".join(one if one.isprintable() else " " for one in text).strip()[:SHOWN_BYTES]

    def _file(self, number: int) -> IO[bytes]:
        if number not in self._files:
            self._files[number] = self._stack.enter_context(self._opened.originals[number].open())
        return self._files[number]


def taken(parts: list[chats.Message | chats.Stretch], *, country: str, beginnings: Beginnings) -> Batch:
    """Look parts through for signs and identifiers."""
    batch = Batch(parts)
    for place, part in enumerate(parts):
        if isinstance(part, chats.Message):
            _look(batch, part, country)
        elif words := beginnings.of(part):
            batch.beginnings[place] = words
    return batch


def _look(batch: Batch, message: chats.Message, country: str) -> None:
    if message.kind in {MessageKind.MESSAGE, MessageKind.MEDIA} and message.text:
        signs, identifiers = (_read_short if len(message.text) < SHORT else _read)(message.text, country)
        if signs:
            batch.signs[message.n] = signs
        _put(batch, batch.found, message.n, identifiers)
    if message.sender:
        _put(batch, batch.by_name, message.n, _in_name(message.sender, country))


def _put(batch: Batch, where: dict[int, set[Key]], n: int, identifiers: Iterable[tuple[str, str, str, bool]]) -> None:
    for kind, value, raw, weak in identifiers:
        where.setdefault(n, set()).add((kind, value))
        batch.raw.setdefault((kind, value), (raw, weak))


def _read(text: str, country: str) -> Seen:
    reading = read(text, country=country)
    signs = tuple(dict.fromkeys(sign.id for sign in reading.signs))
    return signs, tuple(_told(one) for one in reading.identifiers)


_read_short = lru_cache(maxsize=8_192)(_read)


@lru_cache(maxsize=8_192)
def _in_name(name: str, country: str) -> tuple[tuple[str, str, str, bool], ...]:
    """Who is in nobody's list of contacts stands there by number."""
    return tuple(_told(one) for one in find(name[:LONGEST_NAME], country=country))


def _told(one: object) -> tuple[str, str, str, bool]:
    return one.kind, clean(one.normalised, LONGEST_VALUE), clean(one.raw, LONGEST_VALUE), one.weak


def clean(text: str | None, longest: int | None = None) -> str:
    """Words as both databases keep them: PostgreSQL knows no NUL."""
    return (text or "").replace("\x00", "\ufffd")[:longest]


# -- keeping, in a transaction ----------------------------------------------------------------------------------------


def keep(conversation: Conversation, batch: Batch) -> None:
    """Keep a batch, and how far the reading came with it."""
    messages = batch.messages
    people = _rows(Participant, conversation, (one.sender for one in messages))
    threads = _rows(Thread, conversation, (one.chat for one in messages))
    rows = [_row(conversation, one, people, threads) for one in messages]
    Message.objects.bulk_create(rows, batch_size=500)
    _days(conversation, rows)
    _stretches(conversation, batch)
    SignIn.objects.bulk_create(
        [SignIn(conversation=conversation, sign=sign[:60], n=n) for n, signs in batch.signs.items() for sign in signs]
    )
    _identifiers(conversation, batch)
    kinds = Counter(one.kind for one in messages)
    conversation.messages_count += kinds["message"]
    conversation.system_count += kinds["system"]
    conversation.deleted_count += kinds["deleted"]
    conversation.media_count += kinds["media"]
    conversation.parts_read += len(batch.parts)
    conversation.reached += sum(part.end - part.start for part in batch.parts)
    conversation.save()


def _rows(model: type, conversation: Conversation, names: Iterable[str | None]) -> dict[str, int]:
    """Keys of participants or threads by name; those not known yet are made."""
    wanted = {name for one in names if (name := clean(one, LONGEST_NAME))}
    rows = model.objects.filter(conversation=conversation)
    known = dict(rows.filter(name__in=wanted).values_list("name", "pk"))
    if new := sorted(wanted - known.keys()):
        model.objects.bulk_create([model(conversation=conversation, name=name) for name in new])
        known = dict(rows.filter(name__in=wanted).values_list("name", "pk"))
    return known


def _row(conversation: Conversation, one: chats.Message, people: dict[str, int], threads: dict[str, int]) -> Message:
    return Message(
        conversation=conversation,
        n=one.n,
        thread_id=threads.get(clean(one.chat, LONGEST_NAME)),
        participant_id=people.get(clean(one.sender, LONGEST_NAME)),
        local_time=clean(one.local_time, 40),
        utc=clean(one.utc, 24),
        day=_day(one.local_time) or _day(one.utc),
        kind=one.kind,
        text=clean(one.text),
        attachment=clean(one.attachment, LONGEST_VALUE),
        file=one.file,
        start=one.start,
        end=one.end,
        marks=" ".join(one.marks)[:200],
    )


def _day(told: str | None) -> date | None:
    try:
        return date.fromisoformat(told[:10]) if told else None
    except ValueError:
        return None


def _days(conversation: Conversation, rows: list[Message]) -> None:
    numbers: dict[date, list[int]] = defaultdict(list)
    for one in rows:
        if one.day:
            numbers[one.day].append(one.n)
    known = {one.day: one for one in Day.objects.filter(conversation=conversation, day__in=list(numbers))}
    new, changed = [], []
    for day, found in numbers.items():
        if one := known.get(day):
            one.first, one.last = min(one.first, *found), max(one.last, *found)
            one.messages += len(found)
            changed.append(one)
        else:
            new.append(Day(conversation=conversation, day=day, first=min(found), last=max(found), messages=len(found)))
    Day.objects.bulk_create(new)
    Day.objects.bulk_update(changed, ["first", "last", "messages"], batch_size=300)


def _stretches(conversation: Conversation, batch: Batch) -> None:
    rows, after = [], _last_before(conversation, batch)
    for place, part in enumerate(batch.parts):
        if isinstance(part, chats.Message):
            after = part.n
        else:
            words = batch.beginnings.get(place, "")
            rows.append(
                Stretch(
                    conversation=conversation, after=after, file=part.file, start=part.start, end=part.end,
                    beginning=words,
                )
            )  # fmt: skip
    Stretch.objects.bulk_create(rows, batch_size=1_000)
    conversation.stretches_count += len(rows)
    conversation.unread_bytes += sum(row.size for row in rows)


def _last_before(conversation: Conversation, batch: Batch) -> int:
    """The message that was read before this batch; 0 at the beginning. Asked for only where a stretch comes first."""
    if not batch.parts or isinstance(batch.parts[0], chats.Message) or not conversation.parts_read:
        return 0
    before = Message.objects.filter(conversation=conversation).order_by("-pk").values_list("n", flat=True)
    ours = {part.n for part in batch.messages}
    return next((n for n in before[: len(ours) + 1] if n not in ours), 0)


def _identifiers(conversation: Conversation, batch: Batch) -> None:
    numbers: dict[Key, set[int]] = defaultdict(set)
    for where in (batch.found, batch.by_name):
        for n, keys in where.items():
            for key in keys:
                numbers[key].add(n)
    if not numbers:
        return
    values = sorted({value for _kind, value in numbers})
    rows = FoundIdentifier.objects.filter(conversation=conversation, value__in=values)
    known = {(one.kind, one.value): one for one in rows}
    changed = []
    for key, found in numbers.items():
        if one := known.get(key):
            one.first, one.last = min(one.first, *found), max(one.last, *found)
            one.messages += len(found)
            changed.append(one)
    FoundIdentifier.objects.bulk_update(changed, ["first", "last", "messages"], batch_size=300)
    new = [
        FoundIdentifier(
            conversation=conversation, kind=key[0], value=key[1], raw=batch.raw[key][0], weak=batch.raw[key][1],
            first=min(found), last=max(found), messages=len(found),
        )
        for key, found in numbers.items()
        if key not in known
    ]  # fmt: skip
    if new:
        FoundIdentifier.objects.bulk_create(new, batch_size=300)
        known = {(one.kind, one.value): one for one in rows.all()}
    FoundIn.objects.bulk_create(
        [
            FoundIn(conversation=conversation, found=known[key], n=n)
            for n, keys in batch.found.items()
            for key in sorted(keys)
        ],
        batch_size=1_000,
    )
