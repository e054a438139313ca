"""One batch of what a reader gives, with the signs and identifiers in it, and how it is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import TracebackType
from typing import IO, Self

from django.db.models import QuerySet

from lali.engines import chats
from lali.engines.finding import tokens_of
from lali.engines.identifiers import find
from lali.engines.signs import glance
from lali.records.conversations.actions.rows import add_up, insert
from lali.records.conversations.findable import leaf_of, of_leaf
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
from lali.records.search.index import put_more

SHORT = 200  # characters of a text that is worth remembering: greetings come again and again
WORTH_SHOWING = 256  # bytes of an unread stretch between the records of a structured file
LINE_BY_LINE = ("whatsapp", "signal", "table")
AT_ONCE = 500  # keys that are asked for at once
MOST_SHOWN = 2_000  # stretches of one piece of reading whose beginning is kept

Key = tuple[str, str]  # kind and normalised value of an identifier
Told = tuple[str, str, str, bool]  # an identifier: kind, value, raw, weak
Seen = tuple[tuple[str, ...], tuple[Told, ...], frozenset[str]]  # signs, identifiers, what the text is found by


@dataclass(slots=True)
class Batch:
    """Some parts of an export, looked through outside of any transaction."""

    parts: list[chats.Message | chats.Stretch]
    beginnings: dict[int, str] = field(default_factory=dict)  # by place in `parts`
    signs: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by number of the message
    found: dict[int, set[Key]] = field(default_factory=dict)
    by_name: dict[int, set[Key]] = field(default_factory=dict)  # in the name of who wrote it
    raw: dict[Key, tuple[str, bool]] = field(default_factory=dict)
    tokens: dict[int, set[str]] = field(default_factory=dict)  # by leaf: what its messages are found by

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
    tokens = batch.tokens.setdefault(leaf_of(message.n), set())
    if message.text:
        looks = message.kind in {MessageKind.MESSAGE, MessageKind.MEDIA}
        signs, identifiers, words = (_read_short if len(message.text) < SHORT else _read)(message.text, country, looks)
        tokens |= words
        if signs:
            batch.signs[message.n] = signs
        _put(batch, batch.found, message.n, identifiers)
    if message.attachment:
        tokens |= tokens_of(clean(message.attachment, LONGEST_VALUE))
    if message.sender:
        identifiers, words = _in_name(message.sender, country)
        tokens |= words
        _put(batch, batch.by_name, message.n, identifiers)


def _put(batch: Batch, where: dict[int, set[Key]], n: int, identifiers: Iterable[Told]) -> None:
    for kind, value, raw, weak in identifiers:
        where.setdefault(n, set()).add((kind, value))
        batch.raw.setdefault((kind, value), (raw, weak))


def _read(text: str, country: str, looks: bool) -> Seen:
    """What a text shows, where it is looked at (`looks`): no line of the application is."""
    words = frozenset(tokens_of(clean(text)))
    if not looks:
        return (), (), words
    seen = glance(text, country=country)
    return seen.signs, tuple(map(_told, seen.identifiers)), words


_read_short = lru_cache(maxsize=8_192)(_read)


@lru_cache(maxsize=8_192)
def _in_name(name: str, country: str) -> tuple[tuple[Told, ...], frozenset[str]]:
    """Who is in nobody's list of contacts stands there by number."""
    name = clean(name, LONGEST_NAME)
    return tuple(_told(one) for one in find(name, country=country)), frozenset(tokens_of(name))


def _told(one: object) -> Told:
    return one.kind, clean(one.normalised, LONGEST_VALUE), clean(one.raw, LONGEST_VALUE), one.weak


def clean(text: str | None, longest: int | None = None) -> str:
    """Words as both databases keep them: PostgreSQL knows no NUL."""
    return (text or "").replace("\x00", "\ufffd")[:longest]


# -- keeping, in a transaction ----------------------------------------------------------------------------------------

_PERSON, _STRETCH = ("conversation", "name", "messages"), ("conversation", "after", "file", "start", "end", "beginning")
_MESSAGE = (
    "conversation", "n", "thread", "participant", "local_time", "utc", "day", "kind", "text", "attachment", "file",
    "start", "end", "marks",
)  # fmt: skip
_FOUND = ("conversation", "kind", "value", "raw", "weak", "first", "last", "messages")
MOST_KNOWN = 100_000  # keys of one table that are remembered


@dataclass(slots=True)
class Known:
    """Keys of rows that this reading has met, so that no batch asks for them again."""

    people: dict[str, int] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    found: dict[Key, int] = field(default_factory=dict)


def keep(conversation: Conversation, batch: Batch, known: Known) -> None:
    """Keep a batch, and how far the reading came with it. It goes into the search index with it."""
    messages = batch.messages
    people = _rows(Participant, conversation, (one.sender for one in messages), known.people)
    threads = _rows(Thread, conversation, (one.chat for one in messages), known.threads)
    stretches = list(_stretches(conversation, batch))
    rows = [_row(conversation, one, people, threads) for one in messages]
    insert(Message, _MESSAGE, rows)
    _days(conversation, rows)
    insert(Stretch, _STRETCH, stretches)
    signs = [(conversation.pk, sign[:60], n) for n, signs in batch.signs.items() for sign in signs]
    insert(SignIn, ("conversation", "sign", "n"), signs)
    _identifiers(conversation, batch, known.found)
    kinds = Counter(one.kind for one in messages)
    conversation.messages_count += kinds["message"]
    conversation.system_count += kinds["system"]
    conversation.deleted_count += kinds["deleted"]
    conversation.media_count += kinds["media"]
    conversation.stretches_count += len(stretches)
    conversation.unread_bytes += sum(row[4] - row[3] for row in stretches)
    conversation.parts_read += len(batch.parts)
    conversation.reached += sum(part.end - part.start for part in batch.parts)
    conversation.save()
    for leaf, tokens in sorted(batch.tokens.items()):
        put_more(of_leaf(conversation, leaf, tokens))


def _rows(
    model: type, conversation: Conversation, names: Iterable[str | None], known: dict[str, int]
) -> dict[str, int]:
    """Keys of participants or threads by name; those not known yet are made."""
    wanted = {name for one in names if (name := clean(one, LONGEST_NAME))}
    if len(known) > MOST_KNOWN:
        known.clear()
    if unknown := sorted(wanted - known.keys()):
        rows = model.objects.filter(conversation=conversation)
        known |= _keys_of(rows, unknown)
        if new := [name for name in unknown if name not in known]:
            insert(model, _PERSON, [(conversation.pk, name, 0) for name in new])
            known |= _keys_of(rows, new)
    return known


def _keys_of(rows: QuerySet, names: list[str]) -> dict[str, int]:
    return {
        name: pk
        for at in range(0, len(names), AT_ONCE)
        for name, pk in rows.filter(name__in=names[at : at + AT_ONCE]).values_list("name", "pk")
    }


def _row(
    conversation: Conversation, one: chats.Message, people: dict[str, int], threads: dict[str, int]
) -> tuple[object, ...]:
    """A message in the order of `_MESSAGE`."""
    return (
        conversation.pk,
        one.n,
        threads.get(clean(one.chat, LONGEST_NAME)),
        people.get(clean(one.sender, LONGEST_NAME)),
        clean(one.local_time, 40),
        clean(one.utc, 24),
        _day(one.local_time) or _day(one.utc),
        one.kind,
        clean(one.text),
        clean(one.attachment, LONGEST_VALUE),
        one.file,
        one.start,
        one.end,
        " ".join(one.marks)[:200],
    )


def _day(told: str | None) -> str | None:
    """The day in ISO 8601; None for what is no day."""
    return _known_day(told[:10]) if told else None


@lru_cache(maxsize=1_024)
def _known_day(told: str) -> str | None:
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError:
        return None


def _days(conversation: Conversation, rows: list[tuple[object, ...]]) -> None:
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row[6]:
            numbers[row[6]].append(row[1])
    told = [(conversation.pk, day, min(found), max(found), len(found)) for day, found in numbers.items()]
    add_up(Day, ("conversation", "day"), ("conversation", "day", "first", "last", "messages"), told)


def _stretches(conversation: Conversation, batch: Batch) -> Iterator[tuple[object, ...]]:
    """Unread stretches in the order of `_STRETCH`."""
    after = _last_before(conversation, batch)
    for place, part in enumerate(batch.parts):
        if isinstance(part, chats.Message):
            after = part.n
        else:
            yield conversation.pk, after, part.file, part.start, part.end, batch.beginnings.get(place, "")


def _last_before(conversation: Conversation, batch: Batch) -> int:
    """The message that was read before this batch; 0 at the beginning. Asked for only where a stretch comes first."""
    if not batch.parts or isinstance(batch.parts[0], chats.Message) or not conversation.parts_read:
        return 0
    before = Message.objects.filter(conversation=conversation).order_by("-pk").values_list("n", flat=True)
    return before.first() or 0


def _identifiers(conversation: Conversation, batch: Batch, known: dict[Key, int]) -> None:
    numbers: dict[Key, set[int]] = defaultdict(set)
    for where in (batch.found, batch.by_name):
        for n, keys in where.items():
            for key in keys:
                numbers[key].add(n)
    if not numbers:
        return
    told = [
        (conversation.pk, *key, *batch.raw[key], min(found), max(found), len(found)) for key, found in numbers.items()
    ]
    add_up(FoundIdentifier, ("conversation", "kind", "value"), _FOUND, told)
    if len(known) > MOST_KNOWN:
        known.clear()
    unknown = sorted({value for kind, value in numbers if (kind, value) not in known})
    rows = FoundIdentifier.objects.filter(conversation=conversation)
    for at in range(0, len(unknown), AT_ONCE):
        some = rows.filter(value__in=unknown[at : at + AT_ONCE])
        known |= {(kind, value): pk for kind, value, pk in some.values_list("kind", "value", "pk")}
    places = [(conversation.pk, known[key], n) for n, keys in batch.found.items() for key in sorted(keys)]
    insert(FoundIn, ("conversation", "found", "n"), places)
