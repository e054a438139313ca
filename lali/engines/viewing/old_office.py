"""Old office files and Outlook messages (OLE): what they say, macros, parts; of a message its words and attachments."""

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import olefile
from oxmsg import Message
from oxmsg.attachment import Attachment

from lali.engines.viewing.described import Beware, Caution, Doubt, Fact, Kind, Member, Says, Seen, line
from lali.engines.viewing.mails import words_of_html
from lali.engines.viewing.reading import (
    LETTERS_ON_A_PAGE,
    MEMBERS_ON_A_PAGE,
    Cannot,
    Order,
    caution,
    of_name,
    shown_name,
)
from lali.engines.viewing.recognising import lies
from lali.engines.viewing.texts import load_encodings, revealed

_MSG = "__properties_version1.0"
_KINDS = (("WordDocument", "Word"), ("Workbook", "Excel"), ("Book", "Excel"), ("PowerPoint Document", "PowerPoint"))
_SAYS = {
    "author": Says.AUTHOR,
    "last_saved_by": Says.CHANGED_BY,
    "company": Says.COMPANY,
    "title": Says.TITLE,
    "subject": Says.SUBJECT,
    "keywords": Says.KEYWORDS,
    "comments": Says.WORDS,
    "template": Says.TEMPLATE,
    "creating_application": Says.SOFTWARE,
    "create_time": Says.CREATED,
    "last_saved_time": Says.CHANGED,
    "last_printed": Says.PRINTED,
    "total_edit_time": Says.EDITING,
}
_HEADERS = {
    "From": Says.FROM,
    "To": Says.TO,
    "Cc": Says.COPY_TO,
    "Reply-To": Says.REPLY_TO,
    "Message-ID": Says.MESSAGE_ID,
}
MOST_STREAM = 256 * 1024 * 1024


def prepare(file: BinaryIO) -> None:  # noqa: ARG001 - every reader is prepared with the file
    """Load what it may be written in."""
    load_encodings()


def look(file: BinaryIO, order: Order) -> Seen:
    """What an OLE file is and says."""
    with _opened(file) as ole:
        streams = [one for one in ole.listdir() if one]
        if ole.exists(_MSG):
            return _message(file, order)
        form = next((form for mark, form in _KINDS if ole.exists(mark)), "OLE")
        cautions = lies(order.name, form) + _cautions(ole, streams, form)
        members = tuple(_stream(ole, number, one) for number, one in enumerate(streams[:MEMBERS_ON_A_PAGE], 1))
        return Seen(
            kind=Kind.OLD_OFFICE, format=form, members=members, total=len(streams), facts=tuple(_facts(ole)),
            cautions=tuple(cautions),
        )  # fmt: skip


def _opened(file: BinaryIO) -> Any:
    file.seek(0)
    try:
        return olefile.OleFileIO(file)
    except (OSError, ValueError, TypeError, IndexError):
        raise Cannot("damaged") from None


def _cautions(ole: Any, streams: list[list[str]], form: str) -> list[Caution]:
    found = []
    if macros := [
        "/".join(one) for one in streams if any(part.upper() in {"VBA", "MACROS", "_VBA_PROJECT_CUR"} for part in one)
    ]:
        found.append(caution(Beware.MACROS, ", ".join(macros[:3])))
    if ole.exists("EncryptedPackage"):
        found.append(caution(Beware.ENCRYPTED))
    if any("ObjectPool" in one or "\x01Ole10Native" in one for one in streams):
        found.append(caution(Beware.FILES_INSIDE, "ObjectPool"))
    if form != "OLE":
        found.append(caution(Beware.WORDS_NOT_SHOWN, form))
    return found


def _facts(ole: Any) -> Iterator[Fact]:
    try:
        said = ole.get_metadata()
    except Exception:  # noqa: BLE001 - damaged properties: there are none
        return
    for name, says in _SAYS.items():
        value = getattr(said, name, None)
        if value:
            words = f"{value:%Y-%m-%d %H:%M:%S} UTC" if hasattr(value, "strftime") else line(value, 300)
            yield Fact(says, words, source="OLE")


def _stream(ole: Any, number: int, path: list[str]) -> Member:
    return Member(number, shown_name("/".join(path)), size=ole.get_size(path))


def member(file: BinaryIO, order: Order) -> Iterator[bytes]:
    """A part, or an attachment."""
    with _opened(file) as ole:
        if ole.exists(_MSG):
            return _attached(file, order.member)
        streams = [one for one in ole.listdir() if one]
        if not 1 <= order.member <= len(streams):
            raise Cannot("no_such_part")
        stream = ole.openstream(streams[order.member - 1])
        return iter([stream.read(MOST_STREAM)])


# -- Outlook -----------------------------------------------------------------------------------------------------------


def _loaded(file: BinaryIO) -> Message:
    file.seek(0)
    return Message.load(cast("Any", file))


def _message(file: BinaryIO, order: Order) -> Seen:
    said = _loaded(file)
    body = said.body or words_of_html(said.html_body or "")
    shown, cautions = revealed(body[: LETTERS_ON_A_PAGE * 2])
    if len(body) > LETTERS_ON_A_PAGE * 2:
        cautions.append(caution(Beware.CUT))
    members = tuple(_attachment(number, one) for number, one in enumerate(said.attachments, 1))[:MEMBERS_ON_A_PAGE]
    return Seen(
        kind=Kind.MAIL, format="Outlook", text=shown, facts=tuple(_of_message(said)), members=members,
        total=len(members), cautions=(*lies(order.name, "Outlook"), *cautions),
    )  # fmt: skip


def _attachment(number: int, one: Attachment) -> Member:
    name = one.file_name or "?"
    return Member(number, shown_name(name), size=len(one.file_bytes or b""), cautions=tuple(of_name(name)))


def _of_message(said: Message) -> Iterator[Fact]:
    headers = said.message_headers
    yield Fact(Says.SUBJECT, line(said.subject or "", 500), source="Outlook")
    if said.sender:
        yield Fact(Says.FROM, line(said.sender, 300), source="Outlook")
    for one in said.recipients:
        yield Fact(Says.TO, line(f"{one.name} <{one.email_address}>", 300), source="Outlook")
    if said.sent_date:
        yield Fact(Says.SENT, f"{said.sent_date:%Y-%m-%d %H:%M:%S %Z}", source="Outlook", doubt=Doubt.SENDERS_CLOCK)
    for name, value in headers.items():
        says = _HEADERS.get(name, "")
        yield Fact(says, line(value, 500), "" if says else line(name, 80), "MIME")


def _attached(file: BinaryIO, number: int) -> Iterator[bytes]:
    attached = list(_loaded(file).attachments)
    if not 1 <= number <= len(attached):
        raise Cannot("no_such_part")
    return iter([attached[number - 1].file_bytes or b""])
