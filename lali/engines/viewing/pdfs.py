"""PDF: each page made anew as a picture, its text beside it; nothing in it is started."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from lali.engines.viewing import metadata, pictures
from lali.engines.viewing.described import Beware, Caution, Fact, Kind, Member, Says, Seen, line
from lali.engines.viewing.reading import LETTERS_ON_A_PAGE, Cannot, Order, caution, of_name, shown_name, whole
from lali.engines.viewing.recognising import lies
from lali.engines.viewing.texts import revealed

MOST_BYTES = 256 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_FILES = 500
MOST_UNPACKED = 64 * 1024 * 1024  # of its packed objects, looked through for what starts by itself
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_PACKED = re.compile(rb"/Type\s*/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
_STARTS = (
    (re.compile(rb"/(?:JavaScript|JS)\b"), Beware.SCRIPT),
    (
        re.compile(rb"/(?:OpenAction\b(?!\s*\[)|AA\b)"),
        Beware.OPENS_BY_ITSELF,
    ),
    (re.compile(rb"/Launch\b"), Beware.STARTS_A_PROGRAM),
    (re.compile(rb"/(?:AcroForm|XFA)\b"), Beware.FORM),
    (re.compile(rb"/(?:URI|GoToR|SubmitForm)\b"), Beware.OUTSIDE),
)
_SAYS = {
    "Title": Says.TITLE,
    "Author": Says.AUTHOR,
    "Subject": Says.SUBJECT,
    "Keywords": Says.KEYWORDS,
    "Creator": Says.SOFTWARE,
    "Producer": Says.SOFTWARE,
    "CreationDate": Says.CREATED,
    "ModDate": Says.CHANGED,
}
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d)?'?(\d\d)?")


def prepare(file: BinaryIO) -> None:
    """Load what pictures of pages need."""
    pictures.prepare(file)


def look(file: BinaryIO, order: Order) -> Seen:
    """One page of a PDF, and what the whole of it says and holds."""
    data = whole(file, MOST_BYTES)
    cautions = lies(order.name, order.found.format) + _cautions(data)
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as why:
        if "password" in str(why).lower():
            return _seen(cautions=[*cautions, caution(Beware.ENCRYPTED)], format="PDF")
        raise Cannot("damaged") from None
    with pdf:
        count = len(pdf)
        if not 1 <= order.page <= max(count, 1):
            raise Cannot("no_such_part")
        text, said = _text(pdf, order.page) if count else ("", [])
        members = tuple(_files(pdf))
        if members:
            cautions.append(caution(Beware.FILES_INSIDE, len(members)))
        version = f"PDF {pdf.get_version() / 10:.1f}" if pdf.get_version() else "PDF"
        facts = [Fact(Says.PAGES, str(count)), *_facts(pdf), *metadata.of_xmp(data)]
        return _seen(
            format=version, page=order.page, pages=count, picture=bool(count), text=text,
            members=members, total=len(members), facts=facts, cautions=cautions + said,
        )  # fmt: skip


def _seen(*, facts: list[Fact] | None = None, cautions: list[Caution], **more: Any) -> Seen:
    return Seen(kind=Kind.PDF, facts=tuple(facts or []), cautions=tuple(cautions), **more)


def _text(pdf: Any, page: int) -> tuple[str, list[Caution]]:
    with suppress(pypdfium2.PdfiumError):
        words = pdf[page - 1].get_textpage().get_text_bounded()
        text, cautions = revealed(words[:LETTERS_ON_A_PAGE])
        if len(words) > LETTERS_ON_A_PAGE:
            cautions.append(caution(Beware.CUT))
        return text, cautions
    return "", []


def _facts(pdf: Any) -> list[Fact]:
    found = []
    for name, words in pdf.get_metadata_dict(skip_empty=True).items():
        says = _SAYS.get(name, "")
        value = _moment(words) if name.endswith("Date") else line(words, 500)
        found.append(Fact(says, value, "" if says else name, "PDF"))
    return found


def _moment(words: str) -> str:
    """A date as PDF writes it, as people do; its zone stays."""
    match = _DATE.match(words)
    if not match:
        return line(words, 60)
    year, month, day, hour, minute, second, zone, rest = match.groups()
    zone = "UTC" if zone == "Z" else f"{zone}:{rest or '00'}" if zone else ""
    return f"{year}-{month or '??'}-{day or '??'} {hour or '??'}:{minute or '??'}:{second or '??'} {zone}".strip()


def _files(pdf: Any) -> Iterator[Member]:
    for number in range(min(pdf.count_attachments(), MOST_FILES)):
        attached = pdf.get_attachment(number)
        name = attached.get_name()
        with suppress(pypdfium2.PdfiumError):
            yield Member(number + 1, shown_name(name), size=len(attached.get_data()), cautions=tuple(of_name(name)))


def _cautions(data: bytes) -> list[Caution]:
    """What starts by itself, wherever its name stands: plainly, written in numbers, or in packed objects."""
    plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data) + b"".join(_unpacked(data))
    found = [caution(code) for mark, code in _STARTS if mark.search(plain)]
    if (at := data[:1024].find(b"%PDF-")) > 0:
        found.append(caution(Beware.BYTES_BEFORE, at))
    if b"PK\x05\x06" in data[-66_000:]:
        found.append(caution(Beware.ALSO_ARCHIVE))
    if data.count(b"%%EOF") > 1:
        found.append(caution(Beware.CHANGED_LATER, data.count(b"%%EOF")))
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    room = MOST_UNPACKED
    for match in _PACKED.finditer(data):
        with suppress(zlib.error):
            piece = zlib.decompressobj().decompress(data[match.end() :][: 8 * 1024 * 1024], room)
            room -= len(piece)
            yield _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), piece)
        if room <= 0:
            return


def picture(file: BinaryIO, order: Order) -> bytes:
    """One page as a picture; what stands in form fields is on it, as on paper."""
    with pypdfium2.PdfDocument(whole(file, MOST_BYTES)) as pdf:
        if not 1 <= order.page <= len(pdf):
            raise Cannot("no_such_part")
        with suppress(pypdfium2.PdfiumError):
            if pdf.get_formtype() != pdfium.FORMTYPE_NONE and not pdfium.FPDFDoc_GetJavaScriptActionCount(pdf):
                pdf.init_forms()
        page = pdf[order.page - 1]
        wide, high = page.get_width(), page.get_height()
        scale = min(order.wide / max(wide, 1), order.wide * 1.5 / max(high, 1), 4)
        if wide * high * scale * scale > MOST_PIXELS:
            raise Cannot("too_large")
        return pictures.small(page.render(scale=scale).to_pil(), max(order.wide, int(order.wide * 1.5)))


def member(file: BinaryIO, order: Order) -> Iterator[bytes]:
    """A file that is attached to it."""
    with pypdfium2.PdfDocument(whole(file, MOST_BYTES)) as pdf:
        if not 1 <= order.member <= min(pdf.count_attachments(), MOST_FILES):
            raise Cannot("no_such_part")
        yield bytes(pdf.get_attachment(order.member - 1).get_data())
