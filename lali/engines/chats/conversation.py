"""What an export is to its reader."""

import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from lali.engines.chats.ledger import Ledger
from lali.engines.chats.originals import Original

BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
READER_VERSION = "5"  # grows with every change that can make a file read otherwise; kept with what was read
MOST_NAMES = 1_000_000  # participants that are counted one by one
_SENDER, _START, _END, _WHERE = itemgetter(1), itemgetter(7), itemgetter(8), itemgetter(9, 11)  # of a message
LONGEST_MESSAGE = 1024 * 1024  # bytes; what comes beyond is a stretch that was not read


class ChatRefused(Exception):
    """The file is no conversation that can be read; the reason in one sentence (English; a code for translation)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Message(NamedTuple):
    """One message or system line: who, when, what, and the bytes of the original where it stands."""

    n: int
    sender: str
    local_time: str | None  # as exactly as the file says it
    utc: str | None
    text: str
    kind: str  # message, system, deleted, media
    attachment: str | None
    start: int
    end: int
    file: int = 0  # which of the source's files
    marks: tuple[str, ...] = ()  # what a person should look at: see docs/chats.md
    chat: str = ""  # which conversation, in a file that has several


class Stretch(NamedTuple):
    """Bytes that are no message: an envelope, a blank line, something that could not be read."""

    start: int
    end: int
    file: int = 0
    why: str = ""  # "chat": messages of another conversation than the one that was chosen


Part = Message | Stretch | list[Message]
"""What a format gives; a list is a run of messages, each of which begins where the one before it ends."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said about the file."""

    date_order: str | None = None
    timezone: str | None = None
    country: str | None = None
    not_after: date | None = None  # no message can be younger: the day on which the file was received
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """What only a person can say, with the candidates and what speaks for and against each."""

    what: str  # date_order, file, columns
    candidates: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format made of its files: its parts, which can be read again and again, and what was found out first."""

    parts: Callable[[], Iterator[Part]]
    ask: Ask | None = None
    told: Mapping[str, Any] = field(default_factory=dict)  # date_order, the reason, the candidates
    seen: Counter[str] = field(default_factory=Counter)  # heads_inside: counted anew by each walk through all parts


class Conversation:
    """An opened export."""

    def __init__(self, form: str, originals: list[Original], reading: Reading, *, chat: str | None = None) -> None:
        self.format, self.originals, self.ask, self.told = form, originals, reading.ask, dict(reading.told)
        self._reading, self._chat = reading, chat
        self._count: _Count | None = None

    @property
    def source(self) -> dict[str, Any]:
        """Which bytes were read, and as what."""
        files = [one.as_record() for one in self.originals]
        first = dict(files[0]) if files else {"file": None, "member": None, "size": 0, "sha256": None, "encoding": None}
        return {"format": self.format, **first} | ({"files": files} if len(files) > 1 else {})

    def parts(self) -> Iterator[Message | Stretch]:  # noqa: C901, PLR0912 - for each message: calls would cost too much
        """Messages and unread stretches as the format gives them; then `accounted` and `participants` are known.

        They are the same each time: whoever stopped after some goes on behind as many of them (`itertools.islice`).
        """
        count = _Count([one.size for one in self.originals], self._chat)
        unread: Stretch | None = None
        try:
            for part in self._reading.parts():
                if isinstance(part, list):
                    told = count.run(part)
                    if told is part:  # messages only: given on as they are
                        if unread and part:
                            yield unread
                            unread = None
                        yield from part
                        continue
                else:
                    told = (count.one(part),)
                for one in told:
                    if isinstance(one, Message):
                        if unread:
                            yield unread
                            unread = None
                        yield one
                    elif unread and unread[1:] == (one.start, one.file, one.why):
                        unread = Stretch(unread.start, one.end, one.file, one.why)  # one, however it was come by
                    elif one.end > one.start:
                        if unread:
                            yield unread
                        unread = one
            if unread:
                yield unread
        except BROKEN:
            raise ChatRefused("broken", "This file is damaged, and cannot be read to its end.") from None
        self._count = count

    def messages(self) -> Iterator[Message]:
        """Messages only."""
        return (part for part in self.parts() if isinstance(part, Message))

    def _counted(self) -> "_Count":
        if self._count is None:
            for _part in self.parts():
                pass
        assert self._count is not None
        return self._count

    @property
    def heads_inside(self) -> int:
        """How many lines that look like heads of messages were left in the message that they stand in."""
        self._counted()
        return self._reading.seen["heads_inside"]

    @property
    def accounted(self) -> bool:
        """Whether messages and unread stretches are the whole of every file, without overlap."""
        return self._counted().ledger.is_whole

    @property
    def participants(self) -> list[dict[str, Any]]:
        """Who wrote, with how many messages; system lines have nobody."""
        return [{"name": name, "messages": count} for name, count in self._counted().names.items() if name]

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The conversations of the export, with how many messages; one without a name where the format has one only."""
        return [{"name": name, "messages": count} for name, count in self._counted().chats.items()]


class _Count:
    """Adds up what a walk gives: bytes, names, conversations."""

    def __init__(self, sizes: list[int], chosen: str | None) -> None:
        self.ledger = Ledger(sizes)
        self.names, self.chats = Counter[str](), Counter[str]()
        self._chosen = chosen

    def run(self, messages: list[Message]) -> Sequence[Message | Stretch]:
        """Messages of one file and conversation, all at once where they are what they are said to be."""
        starts, ends = list(map(_START, messages)), list(map(_END, messages))
        alike = self._chosen is None and len(self.names) + len(messages) < MOST_NAMES and starts[1:] == ends[:-1]
        if not alike or len(where := set(map(_WHERE, messages))) != 1:
            return list(map(self.one, messages))
        [(file, chat)] = where
        self.ledger.add(file, starts[0], ends[-1])
        self.names.update(map(_SENDER, messages))
        _add(self.chats, chat, len(messages))
        return messages

    def one(self, part: Message | Stretch) -> Message | Stretch:
        """One part; what is of another conversation than was chosen is no message of this one."""
        self.ledger.add(part.file, part.start, part.end)
        if not isinstance(part, Message):
            return part
        _add(self.chats, part.chat, 1)
        if self._chosen not in (None, part.chat):
            return Stretch(part.start, part.end, part.file, "chat")
        _add(self.names, part.sender, 1)
        return part


def _add(counted: Counter[str], name: str, times: int) -> None:
    if name in counted or len(counted) < MOST_NAMES:
        counted[name] += times
