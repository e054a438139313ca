"""E-mail: the headers as they stand, the words, and what is attached; of HTML the words only."""

import email.policy
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import BinaryIO

from lali.engines.viewing.described import Beware, Caution, Doubt, Fact, Kind, Member, Says, Seen, line
from lali.engines.viewing.reading import (
    LETTERS_ON_A_PAGE,
    MEMBERS_ON_A_PAGE,
    Cannot,
    Order,
    caution,
    of_name,
    shown_name,
    whole,
)
from lali.engines.viewing.recognising import lies
from lali.engines.viewing.texts import load_encodings, revealed

MOST_BYTES = 128 * 1024 * 1024
MOST_PARTS = 2_000
MOST_SEARCHED = 2 * 1024**3  # of a mailbox
PIECE = 256 * 1024
_SAYS = {
    "from": Says.FROM,
    "to": Says.TO,
    "cc": Says.COPY_TO,
    "bcc": Says.COPY_TO,
    "reply-to": Says.REPLY_TO,
    "subject": Says.SUBJECT,
    "date": Says.SENT,
    "message-id": Says.MESSAGE_ID,
    "received": Says.PASSED,
    "x-mailer": Says.SOFTWARE,
    "user-agent": Says.SOFTWARE,
    "x-originating-ip": Says.ADDRESS,
}
MOST_HEADERS = 200
_OUTSIDE = re.compile(rb"(?:src|background)\s*=\s*[\x22\x27]?\s*https?:", re.IGNORECASE)
_NEXT = re.compile(rb"(?:\A|\n)From \S{1,200} [^\r\n]{4,80}\r?\n(?=>?[A-Za-z][\w-]{1,40}:)")


def prepare(file: BinaryIO) -> None:  # noqa: ARG001 - every reader is prepared with the file
    """Load what a message may be written in."""
    load_encodings()
    sample = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\n"
    message = _parsed(sample)
    for part in message.walk():
        part.get_payload(decode=True)
    str(email.policy.default.header_factory("from", "=?utf-8?q?a?= <a@b.example>"))


def look(file: BinaryIO, order: Order) -> Seen:
    """A message, or a page of a mailbox."""
    if order.found.kind == Kind.MAILBOX:
        return _mailbox(file, order)
    message = _parsed(whole(file, MOST_BYTES))
    return seen_of(message, lies(order.name, order.found.format))


def _parsed(data: bytes) -> Message:
    return BytesParser(policy=email.policy.compat32).parsebytes(data)


def seen_of(message: Message, cautions: list[Caution]) -> Seen:
    """What a message shows."""
    parts = _parts(message)
    words = [_text(part) for part in parts if _is_words(part)]
    plain = [text for kind, text in words if kind == "plain"]
    text = "\n\n".join(plain) if any(one.strip() for one in plain) else "\n\n".join(text for _kind, text in words)
    shown, said = revealed(text[: LETTERS_ON_A_PAGE * 2])
    if len(text) > LETTERS_ON_A_PAGE * 2:
        said.append(caution(Beware.CUT))
    members = tuple(_member(number, part) for number, part in enumerate(parts, 1) if not _is_words(part))
    return Seen(
        kind=Kind.MAIL,
        format="MIME",
        text=shown,
        facts=tuple(_headers(message)),
        members=members[:MEMBERS_ON_A_PAGE],
        total=len(members),
        cautions=(*cautions, *_cautions(message, parts), *said),
    )


def _parts(message: Message) -> list[Message]:
    """Every part that holds something itself; a message in a message is one, and is opened as one."""
    found: list[Message] = []
    left = [message]
    while left and len(found) < MOST_PARTS:
        part = left.pop(0)
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            left = [one for one in inside if isinstance(one, Message)] + left
        else:
            found.append(part)
    return found


def _is_words(part: Message) -> bool:
    attached = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return part.get_content_type() in {"text/plain", "text/html"} and not attached


def _text(part: Message) -> tuple[str, str]:
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    try:
        text = data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = data.decode("utf-8", "replace")
    if part.get_content_subtype() == "html":
        return "html", words_of_html(text)
    return "plain", text


class _Words(HTMLParser):
    """The words of a page, and where its links lead; nothing of it is drawn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent += 1
        if tag in {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table"}:
            self.found.append("\n")
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(f"‹{address[:300]}› ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"} and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def words_of_html(text: str) -> str:
    """The words of a web page, links written out before what they are called."""
    reader = _Words()
    try:
        reader.feed(text[: LETTERS_ON_A_PAGE * 20])
        reader.close()
        found = "".join(reader.found)
    except (AssertionError, ValueError):
        found = re.sub(r"<[^<>]{0,500}>", " ", text)
    return re.sub(r"[ \t]+", " ", re.sub(r"\n\s*\n+", "\n\n", unescape(found))).strip()


def _headers(message: Message) -> Iterator[Fact]:
    for name, value in message.items()[:MOST_HEADERS]:
        says = _SAYS.get(name.lower(), "")
        doubt = Doubt.SENDERS_CLOCK if says == Says.SENT else ""
        yield Fact(says, _decoded(name, value), "" if says else line(name, 80), "MIME", doubt)


def _decoded(name: str, value: object) -> str:
    try:
        return line(email.policy.default.header_factory(name, str(value).replace("\r", " ").replace("\n", " ")), 1000)
    except Exception:  # noqa: BLE001 - a header the library does not take: as it stands
        return line(value, 1000)


def _cautions(message: Message, parts: list[Message]) -> Iterator[Caution]:
    pages = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"]
    data = b"".join(one for one in pages if isinstance(one, bytes))
    if b"<script" in data.lower():
        yield caution(Beware.SCRIPT)
    if _OUTSIDE.search(data):
        yield caution(Beware.OUTSIDE)
    if message.get_content_subtype() == "encrypted" or any("pkcs7-mime" in one.get_content_type() for one in parts):
        yield caution(Beware.ENCRYPTED)
    if message.defects or any(one.defects for one in parts):
        yield caution(Beware.DAMAGED)


def _member(number: int, part: Message) -> Member:
    data = _bytes(part)
    name = _decoded("subject", part.get_filename() or "") or f"{number}. {part.get_content_type()}"
    return Member(number, shown_name(name), size=len(data), cautions=tuple(of_name(name)))


def _bytes(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inside = part.get_payload()
        first = inside[0] if isinstance(inside, list) and inside else None
        return first.as_bytes() if isinstance(first, Message) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def member(file: BinaryIO, order: Order) -> Iterator[bytes]:
    """One attachment, or one message of a mailbox."""
    if order.found.kind == Kind.MAILBOX:
        return _of_mailbox(file, order.member)
    parts = _parts(_parsed(whole(file, MOST_BYTES)))
    if not 1 <= order.member <= len(parts):
        raise Cannot("no_such_part")
    return iter([_bytes(parts[order.member - 1])])


# -- mailboxes -------------------------------------------------------------------------------------------------------


def _begins(file: BinaryIO) -> Iterator[int]:
    """Where each message of a mailbox begins."""
    file.seek(0)
    at, kept = 0, b""
    while at < MOST_SEARCHED and (piece := file.read(PIECE)):
        data = kept + piece
        for match in _NEXT.finditer(data):
            start = match.start() + (data[match.start() : match.start() + 1] == b"\n")
            if at - len(kept) + start == 0 or start or not kept:
                yield at - len(kept) + start
        at += len(piece)
        kept = data[-400:]


def _places(file: BinaryIO, first: int, most: int) -> list[tuple[int, int]]:
    """Where some of the messages begin and end."""
    places: list[int] = []
    last = -1
    for number, place in enumerate(_distinct(_begins(file))):
        if number >= first:
            places.append(place)
        last = place
        if len(places) > most:
            break
    else:
        if last >= 0:
            places.append(file.seek(0, 2))
    return list(pairwise(places))


def _distinct(places: Iterator[int]) -> Iterator[int]:
    """Places that rise: what lies in two pieces is found twice."""
    last = -1
    for place in places:
        if place > last:
            last = place
            yield place


def _mailbox(file: BinaryIO, order: Order) -> Seen:
    first = order.first(MEMBERS_ON_A_PAGE)
    places = _places(file, first, MEMBERS_ON_A_PAGE)
    if first and not places:
        raise Cannot("no_such_part")
    more = len(places) == MEMBERS_ON_A_PAGE and places[-1][1] < order.size
    members = tuple(_message(file, first + number, *place) for number, place in enumerate(places, 1))
    return Seen(
        kind=Kind.MAILBOX, format="mbox", page=order.page, pages=0 if more else order.page, more=more,
        members=members, total=-1 if more or first else len(members),
        cautions=tuple(lies(order.name, "mbox")),
    )  # fmt: skip


def _message(file: BinaryIO, number: int, start: int, end: int) -> Member:
    file.seek(start)
    head = file.read(min(end - start, 16 * 1024)).partition(b"\n")[2]
    message = BytesParser(policy=email.policy.compat32).parsebytes(head, headersonly=True)
    said = " · ".join(_decoded(name, message.get(name, "")) for name in ("from", "subject"))
    return Member(number, shown_name(said), size=end - start, at=_decoded("subject", message.get("date", ""))[:40])


def _of_mailbox(file: BinaryIO, number: int) -> Iterator[bytes]:
    places = _places(file, number - 1, 1) if number >= 1 else []
    if not places:
        raise Cannot("no_such_part")
    start, end = places[0]
    file.seek(start)
    data = file.read(min(end - start, MOST_BYTES))
    yield re.sub(rb"(?m)^>(>*From )", rb"\1", data.partition(b"\n")[2])
