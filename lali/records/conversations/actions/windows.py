"""Signs in pieces: what one sender wrote in several short messages, read together.

"Job offer", "1500 usd", "thailand", "no experience" are four messages of a minute; none of them says much. A window is
a few short messages of one sender in one thread, close in time and few in characters; answers of others between them
do not end it. What is found in a window and not in its single messages is marked on the messages whose words show it.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lali.engines import chats
from lali.engines.signs import Sign, read, read_if_telling
from lali.records.conversations.actions.batches import Batch
from lali.records.conversations.models import Conversation, Message, PieceOfSign, SignIn
from lali.records.conversations.vocabulary import MessageKind

WITHIN = timedelta(minutes=60)  # from the first message of a window to its last
MOST_MESSAGES, MOST_CHARACTERS = 12, 600
LONGEST = 200  # characters of a message that is a piece of something; a longer one speaks for itself
FARTHEST = 40  # messages of others between the first and the last
BEFORE = 80  # messages before a batch that its first windows reach back into
SPOKEN = (MessageKind.MESSAGE, MessageKind.MEDIA)
OFFERING = "recruitment"  # the stage whose signs people string over several messages
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One short message: by whom, in which thread, when (None where the file does not say), what."""

    n: int
    who: str
    thread: str
    at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of message `n` that show a sign, read together with messages `first` to `last`."""

    sign: str
    n: int
    start: int
    end: int
    first: int
    last: int


def pieces_in(conversation: Conversation, batch: Batch) -> list[Piece]:
    """Signs that show in several messages of a batch together, with those just before it. Writes nothing."""
    messages = batch.messages
    if not messages:
        return []
    before = Message.objects.filter(conversation=conversation, n__lt=messages[0].n).order_by("-n")
    before = list(before.select_related("participant", "thread")[:BEFORE])[::-1]
    lines = [*map(_kept, before), *map(_read, messages)]
    known = {(n, sign) for n, signs in batch.signs.items() for sign in signs}
    if before:
        signs = SignIn.objects.filter(conversation=conversation, n__gte=before[0].n, n__lt=messages[0].n)
        known |= set(signs.values_list("n", "sign"))
    found = []
    for window in windows((line for line in lines if line), since=messages[0].n):
        for piece in pieces_of(window, country=conversation.case.agency.country):
            if (piece.n, piece.sign) not in known:
                known.add((piece.n, piece.sign))
                found.append(piece)
    return found


def keep_pieces(conversation: Conversation, pieces: Iterable[Piece]) -> None:
    """Mark pieces on their messages, in the transaction of their batch."""
    pieces = list(pieces)
    SignIn.objects.bulk_create([SignIn(conversation=conversation, sign=one.sign[:60], n=one.n) for one in pieces])
    PieceOfSign.objects.bulk_create(
        [
            PieceOfSign(
                conversation=conversation, sign=one.sign[:60], n=one.n, start=one.start, end=one.end, first=one.first,
                last=one.last,
            )
            for one in pieces
        ]
    )  # fmt: skip


def _kept(row: Message) -> Line | None:
    if row.kind not in SPOKEN or row.participant is None:
        return None
    return _line(
        row.n, row.participant.name, row.thread.name if row.thread else "", row.local_time or row.utc, row.text
    )


def _read(message: chats.Message) -> Line | None:
    if message.kind not in SPOKEN:
        return None
    time = message.local_time or message.utc
    return _line(message.n, message.sender, message.chat, time, message.text)


def _line(n: int, who: str, thread: str, time: str | None, text: str) -> Line | None:
    if not who or not 0 < len(text) <= LONGEST or text.isspace():
        return None
    return Line(n, who, thread, _moment(time), text)


def _moment(time: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(time).replace(tzinfo=None) if time else None
    except ValueError:
        return None


def windows(lines: Iterable[Line], *, since: int = 0) -> Iterator[tuple[Line, ...]]:
    """Windows of two lines or more, each of which ends with message `since` or later.

    Where the next line does not fit any more the later half goes on, so that no two neighbours are always apart.
    """
    by_sender: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        by_sender[line.thread, line.who].append(line)
    for own in by_sender.values():
        yield from _sliding(own, since)


def _sliding(lines: Iterable[Line], since: int) -> Iterator[tuple[Line, ...]]:
    window: deque[Line] = deque()
    for line in lines:
        if window and not _fits(window, line):
            if len(window) > 1 and window[-1].n >= since:
                yield tuple(window)
            for _dropped in range((len(window) + 1) // 2):
                window.popleft()
            while window and not _fits(window, line):
                window.popleft()
        window.append(line)
    if len(window) > 1 and window[-1].n >= since:
        yield tuple(window)


def _fits(window: deque[Line], line: Line) -> bool:
    first, last = window[0], window[-1]
    if len(window) == MOST_MESSAGES or line.n - last.n > FARTHEST:
        return False
    if sum(len(one.text) for one in window) + len(line.text) > MOST_CHARACTERS:
        return False
    return first.at is None or line.at is None or timedelta() <= line.at - first.at <= WITHIN


def pieces_of(window: tuple[Line, ...], *, country: str) -> list[Piece]:
    """What a window shows, each sign on the messages whose words show it; those of single messages are among them.

    Each message is a sentence of its own, so that words of two never make one. Only an offer may be strung over
    several messages, and only where something was found already.
    """
    apart = read_if_telling("\n".join(one.text for one in window), country=country)
    if apart is None or apart.risk == NOTHING:
        return []
    strung = read(", ".join(one.text for one in window), country=country).signs
    over_several = [piece for sign in strung if sign.stage == OFFERING and len(piece := _placed(sign, window, 2)) > 1]
    found = [*(_placed(sign, window, 1) for sign in apart.signs), *over_several]
    return list(dict.fromkeys(piece for pieces in found for piece in pieces))


def _placed(sign: Sign, window: tuple[Line, ...], between: int) -> list[Piece]:
    """A sign found in joined lines, on each of its messages; `between` characters lie between two lines."""
    placed, at = [], 0
    for line in window:
        start, end = max(sign.start - at, 0), min(sign.end - at, len(line.text))
        if start < end and line.text[start:end].strip():
            placed.append(Piece(sign.id, line.n, start, end, window[0].n, window[-1].n))
        at += len(line.text) + between
    return placed
