"""A document as DOCX, for prosecutors who go on writing in it: real heading styles, repeated table heads, fields.

Page numbers are fields: the word processor that opens the file counts its own pages, which are not those of the PDF.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from lali.engines.documents.model import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Ref,
    Section,
    Table,
)

_NAMESPACES = nsdecls("w", "r")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT_WIDTH = 9524  # twentieths of a point: A4 less the margins
_DAY = (1980, 1, 1, 0, 0, 0)
_LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
_PICTURE_WIDTH = Mm(160)
SHORT = 12  # lines; a section of so few follows another such one on the same page


def as_docx(document: Document) -> bytes:
    """Write a document."""
    return _Docx(document).written()


class _Docx:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.docx: Docx = docx.Document()
        self.body = self.docx.element.body
        self.end = self.body.sectPr
        self._bookmarks: dict[str, int] = {}

    def written(self) -> bytes:
        """Give the file."""
        self._set_up()
        self._title_page()
        self._contents()
        before = False
        for section in self.document.sections:
            short = sum(map(_size_of, section.blocks)) <= SHORT
            self._section(section, on_new_page=not (before and short))
            before = short
        written = BytesIO()
        self.docx.save(written)
        return _with_fixed_dates(written)

    # -- the frame -----------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        document, page = self.document, self.docx.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(21)
        page.top_margin, page.bottom_margin = Mm(25), Mm(22)
        facts = self.docx.core_properties
        at = document.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
        facts.created = facts.modified = at
        facts.title, facts.author = f"{document.number} {document.title}"[:255], document.issuer[:255]
        facts.last_modified_by, facts.comments, facts.revision = "", "", 1
        facts.language = _LANGUAGES.get(document.language, document.language)
        self._styles()
        head = f"{document.number} · {document.kind} · {document.classification}"
        self._into(page.header, self._paragraph(head, "Header"))
        of = document.words.page_of.replace("{page}", "\0PAGE\0").replace("{pages}", "\0NUMPAGES\0").split("\0")
        fields = "".join(_field(part) if part in {"PAGE", "NUMPAGES"} else _run(part) for part in of if part)
        self._into(page.footer, _p(_run(f"{document.number} · ") + fields, "Footer"))
        self.docx.settings.element.append(parse_xml(f'<w:updateFields {_NAMESPACES} w:val="true"/>'))

    def _styles(self) -> None:
        language = _LANGUAGES.get(self.document.language, self.document.language)
        for style in self.docx.styles.element.findall(f"{{{_W}}}docDefaults//{{{_W}}}lang"):
            style.set(f"{{{_W}}}val", language)
        for name, font, size in (
            ("Normal", "Noto Sans", 10),
            ("Title", "Noto Sans", 24),
            ("Heading 1", "Noto Sans", 16),
        ):
            style = self.docx.styles[name]
            style.font.name = font
            style.font.size = docx.shared.Pt(size)

    def _into(self, part: object, xml: str) -> None:
        paragraph = part.paragraphs[0]._p  # type: ignore[attr-defined]  # noqa: SLF001 - python-docx has no other way
        paragraph.addnext(_parsed(xml)[0])
        paragraph.getparent().remove(paragraph)

    def _put(self, xml: str) -> None:
        for element in _parsed(xml):
            self.end.addprevious(element)

    def _paragraph(self, text: str, style: str = "", *, anchor: str = "", bold: bool = False, size: int = 0) -> str:
        return _p(self._marked(_run(text, bold=bold, size=size), anchor), style)

    def _marked(self, runs: str, anchor: str) -> str:
        if not anchor or anchor in self._bookmarks:
            return runs
        number = self._bookmarks[anchor] = len(self._bookmarks) + 1
        return f'<w:bookmarkStart w:id="{number}" w:name="{_name(anchor)}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'

    # -- the whole -----------------------------------------------------------------------------------------------------

    def _title_page(self) -> None:
        document = self.document
        over = self._paragraph(document.kind, "Subtitle") if document.kind != document.title else ""
        self._put(over + self._paragraph(document.title, "Title"))
        self._block(Facts(document.facts))
        if document.notice:
            self._put(self._paragraph(document.notice, "Intense Quote"))
        for words in document.signing:
            self._put(_p("") + self._paragraph("_" * 48) + self._paragraph(words, size=17))
        self._put(_PAGE_BREAK)

    def _contents(self) -> None:
        """Write the table of contents: a field with what it showed when it was written, for readers without fields."""
        sections = self.document.sections
        self._put(self._paragraph(self.document.words.contents, "TOC Heading"))
        begin = _mark("begin") + _instruction('TOC \\o "1-2" \\h \\z \\u') + _mark("separate")
        for number, section in enumerate(sections):
            link = f'<w:hyperlink w:anchor="{_name(section.anchor)}">{_run(section.title)}</w:hyperlink>'
            first, last = begin if number == 0 else "", _mark("end") if number == len(sections) - 1 else ""
            self._put(_p(first + link + last))

    def _section(self, section: Section, *, on_new_page: bool) -> None:
        self._put(
            (_PAGE_BREAK if on_new_page else "") + self._paragraph(section.title, "Heading 1", anchor=section.anchor)
        )
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                small = 17 if block.style == "note" else 0
                self._put(self._paragraph(block.text, bold=block.style == "strong", size=small))
            case Heading():
                self._put(self._paragraph(block.text, f"Heading {block.level}", anchor=block.anchor))
            case Facts():
                rows = [self._row([word, cell], bold_first=True) for word, cell in block.rows]
                self._put(_table([3, 7], rows) + _p("") if rows else "")
            case Table():
                self._table(block)
            case Quote():
                self._put(self._quote(block))
            case Picture():
                self._picture(block)

    def _table(self, block: Table) -> None:
        if not block.rows:
            self._put(self._paragraph(block.empty, size=17))
            return
        head = "".join(f"<w:tc>{_p(_run(column.title, bold=True))}</w:tc>" for column in block.columns)
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
        rows += [self._row(row.cells, anchor=row.anchor) for row in block.rows]
        self._put(_table([column.share for column in block.columns], rows) + _p(""))

    def _row(self, cells: Iterable[Cell], *, anchor: str = "", bold_first: bool = False) -> str:
        written = []
        for number, cell in enumerate(cells):
            if isinstance(cell, Ref):
                runs = _field(f"PAGEREF {_name(cell.anchor)} \\h", shown="…")
            else:
                runs = _run(cell, bold=bold_first and not number, size=18)
            written.append(f"<w:tc>{_p(self._marked(runs, '' if number else anchor))}</w:tc>")
        return f"<w:tr>{''.join(written)}</w:tr>"

    def _quote(self, block: Quote) -> str:
        head = _p(self._marked(_run(block.head, bold=True, size=17), block.anchor), keep=True)
        source = self._paragraph(block.source, size=16) if block.source else ""
        return head + self._paragraph(block.text, "Quote") + source

    def _picture(self, block: Picture) -> None:
        shown = self.docx.add_picture(BytesIO(block.data))
        if shown.width > _PICTURE_WIDTH:
            shown.height = int(shown.height * _PICTURE_WIDTH / shown.width)
            shown.width = _PICTURE_WIDTH
        shown._inline.docPr.set("descr", _plain(block.alt))  # noqa: SLF001
        self._put(self._paragraph(block.caption, "Caption", anchor=block.anchor))


def _size_of(block: Block) -> int:
    """Give roughly how many lines a block takes; the word processor alone knows."""
    match block:
        case Table():
            return 2 * len(block.rows) + 1
        case Facts():
            return len(block.rows)
        case Picture():
            return SHORT + 1
        case Heading():
            return 2
        case Paragraph() | Quote():
            return 1 + len(block.text) // 90


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _parsed(xml: str) -> list[object]:
    return list(parse_xml(f"<w:body {_NAMESPACES}>{xml}</w:body>"))


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)


def _p(runs: str, style: str = "", *, keep: bool = False) -> str:
    facts = f"<w:pStyle w:val={quoteattr(style.replace(' ', ''))}/>" if style else ""
    facts += "<w:keepNext/>" if keep else ""
    return f"<w:p><w:pPr>{facts}</w:pPr>{runs}</w:p>"


def _run(text: str, *, bold: bool = False, size: int = 0) -> str:
    """Write text; `size` is in half points."""
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    lines = _plain(text).replace("\r\n", "\n").split("\n")
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r><w:rPr>{look}</w:rPr>{said}</w:r>"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'


def _field(code: str, shown: str = "1") -> str:
    return _mark("begin") + _instruction(code) + _mark("separate") + _run(shown) + _mark("end")


def _table(shares: list[int], rows: list[str]) -> str:
    widths = [_TEXT_WIDTH * share // sum(shares) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    facts = '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{facts}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _name(anchor: str) -> str:
    """Give a bookmark's name: letters, digits and lines, at most forty."""
    return "b_" + re.sub(r"\W", "_", anchor, flags=re.ASCII)[:38]


def _with_fixed_dates(written: BytesIO) -> bytes:
    """Pack the parts again, each with the same date: python-docx writes today's."""
    packed = BytesIO()
    with ZipFile(written) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for part in _in_order(old):
            entry = ZipInfo(part.filename, _DAY)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(part))
    return packed.getvalue()


def _in_order(archive: ZipFile) -> Iterator[ZipInfo]:
    """Give the parts, the list of kinds first, as the format wants it."""
    return iter(sorted(archive.infolist(), key=lambda part: (part.filename != "[Content_Types].xml", part.filename)))
