"""What an export is to its reader."""

import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from lali.engines.chats.ledger import Ledger
from lali.engines.chats.originals import Original

BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
READER_VERSION = "2"  # grows with every change that can make a file read otherwise; kept with what was read
MOST_NAMES = 1_000_000  # participants that are counted one by one
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

    parts: Callable[[], Iterator[Message | Stretch]]
    ask: Ask | None = None
    told: Mapping[str, Any] = field(default_factory=dict)  # date_order, the reason, the candidates
    seen: Counter[str] = field(default_factory=Counter)  # heads_inside: counted anew by each walk through all parts


class Conversation:
    """An opened export."""

    def __init__(self, form: str, originals: list[Original], reading: Reading, *, chat: str | None = None) -> None:
        self.format, self.originals, self.ask, self.told = form, originals, reading.ask, dict(reading.told)
        self._reading, self._chat = reading, chat
        self._ledger: Ledger | None = None
        self._names: Counter[str] = Counter()
        self._chats: Counter[str] = Counter()

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
        ledger, names, chats = Ledger([one.size for one in self.originals]), Counter[str](), Counter[str]()
        add, unread, file, start, end, chosen = ledger.add, None, 0, 0, 0, self._chat
        before, run = "", 0
        try:
            for part in self._reading.parts():
                if part.start == end and part.file == file:
                    end = part.end
                else:
                    add(file, start, end)
                    file, start, end = part.file, part.start, part.end
                if type(part) is Message:
                    if part.chat != before:
                        _count(chats, before, run)
                        before, run = part.chat, 0
                    run += 1
                if type(part) is Message and (chosen is None or part.chat == chosen):
                    if unread:
                        yield unread
                        unread = None
                    sender = part.sender
                    if sender in names or len(names) < MOST_NAMES:
                        names[sender] += 1
                    yield part
                else:
                    why = "chat" if type(part) is Message else ""
                    if unread and unread[1:] == (part.start, part.file, why):
                        unread = Stretch(unread.start, part.end, part.file, why)  # one stretch, however it was come by
                    elif part.end > part.start:
                        if unread:
                            yield unread
                        unread = Stretch(part.start, part.end, part.file, why)
            add(file, start, end)
            if unread:
                yield unread
        except BROKEN:
            raise ChatRefused("broken", "This file is damaged, and cannot be read to its end.") from None
        _count(chats, before, run)
        self._ledger, self._names, self._chats = ledger, names, chats

    def messages(self) -> Iterator[Message]:
        """Messages only."""
        return (part for part in self.parts() if isinstance(part, Message))

    def _read(self) -> Ledger:
        if self._ledger is None:
            for _part in self.parts():
                pass
        assert self._ledger is not None
        return self._ledger

    @property
    def heads_inside(self) -> int:
        """How many lines that look like heads of messages were left in the message that they stand in."""
        self._read()
        return self._reading.seen["heads_inside"]

    @property
    def accounted(self) -> bool:
        """Whether messages and unread stretches are the whole of every file, without overlap."""
        return self._read().is_whole

    @property
    def participants(self) -> list[dict[str, Any]]:
        """Who wrote, with how many messages; system lines have nobody."""
        self._read()
        return [{"name": name, "messages": count} for name, count in self._names.items() if name]

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The conversations of the export, with how many messages; one without a name where the format has one only."""
        self._read()
        return [{"name": name, "messages": count} for name, count in self._chats.items()]


def _count(counted: Counter[str], name: str, times: int) -> None:
    if times and (name in counted or len(counted) < MOST_NAMES):
        counted[name] += times
