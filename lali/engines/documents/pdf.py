"""A document as PDF: A4, outline, contents and page references with the true numbers, page x of y."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont
from PIL import Image

from lali.engines.documents.fonts import BAR, BAR_LETTER, DEVANAGARI, LATIN, font_for, is_devanagari
from lali.engines.documents.laying import Breaker, Run, has_unshown, showable
from lali.engines.documents.model import Block, Document, Facts, Heading, Paragraph, Picture, Quote, Ref, Section, Table
from lali.engines.documents.pdf_page import (
    BODY,
    FLOOR,
    INK,
    LEFT,
    LINE,
    LINE_HEIGHT,
    OCHRE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINT,
    RIGHT,
    SEA,
    SMALL,
    SOFT,
    SUNK,
    TABLE_SIZE,
    TOP,
    WIDTH,
)
from lali.engines.documents.pdf_tables import TableWriter
from lali.engines.documents.texts import texts_of

MOST_PASSES = 4
BETWEEN = 9.0  # mm between a section and the next one on the same page
MOST_OF_A_PAGE = 60  # lines; what holds more parts does not fit on a page
BAR_WIDTH, BASELINE = 0.6, 1.05  # in sizes


@dataclass(frozen=True, slots=True)
class MadePdf:
    """The file, its number of pages, and on which page each anchor stands."""

    data: bytes
    pages: int
    page_of: Mapping[str, int]


@dataclass(slots=True)
class _Known:
    """What the pass before learnt."""

    pages: int = 0
    page_of: dict[str, int] = field(default_factory=dict)
    height_of: dict[str, float] = field(default_factory=dict)


def as_pdf(document: Document) -> MadePdf:
    """Write a document. It is laid out twice: the second time every page number is known, and is the true one."""
    with tempfile.TemporaryDirectory(prefix="lali-fonts-") as folder, _blank(document, Path(folder)) as pdf:
        breakers = _Breakers(pdf)
        known = _Known()
        for _pass in range(MOST_PASSES):
            measuring = _Writer(document, pdf, breakers, known, draws=False)
            measuring.write()
            settled = (measuring.learnt.pages, measuring.learnt.page_of) == (known.pages, known.page_of)
            known = measuring.learnt
            if settled:
                break
        _Writer(document, pdf, breakers, known, draws=True).write()
        return MadePdf(bytes(pdf.output()), known.pages, known.page_of)


@contextmanager
def _blank(document: Document, folder: Path) -> Iterator[FPDF]:
    """Give a PDF without pages that has its fonts and says what it is."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_creation_date(document.made_at)
    pdf.set_lang(document.language)
    pdf.set_title(f"{document.number} {document.title}")
    pdf.set_author(document.issuer)
    pdf.set_creator("Lali")
    pdf.set_producer("Lali")
    for (script, style), path in _fonts(document, folder).items():
        pdf.add_font(script, style, str(path))
    try:
        yield pdf
    finally:
        for font in pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()


def _fonts(document: Document, folder: Path) -> dict[tuple[str, str], Path]:
    letters = set(chain.from_iterable(map(showable, texts_of(document)))) | set("0123456789")
    letters.discard(BAR_LETTER)
    hindi = {letter for letter in letters if is_devanagari(letter)}
    fonts = {}
    for script, wanted in ((LATIN, letters - hindi), (DEVANAGARI, hindi)):
        for style in ("", "B") if wanted else ():
            fonts[script, style] = folder / f"{script}{style}.ttf"
            fonts[script, style].write_bytes(font_for(script, style, wanted))
    return fonts


class _Breakers:
    """The line breaker of each style and size; what one pass measured the next one knows."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._breakers: dict[tuple[str, float], Breaker] = {}
        self._lines: dict[tuple[str, float, float, str], list[str]] = {}

    def of(self, style: str, size: float) -> Breaker:
        """Give the breaker for a style and size."""
        if (style, size) not in self._breakers:

            def width_of(text: str, script: str) -> float:
                if script == BAR:
                    return len(text) * size * POINT * BAR_WIDTH
                self.use(script, style, size)
                return self._pdf.get_string_width(text)

            self._breakers[style, size] = Breaker(width_of)
        return self._breakers[style, size]

    def use(self, script: str, style: str, size: float) -> None:
        """Turn to a font; only Devanagari needs its letters shaped."""
        self._pdf.set_font(script, style, size)
        self._pdf.set_text_shaping(script == DEVANAGARI)

    def lines(self, text: str, width: float, style: str, size: float) -> list[str]:
        """Break a text of the document, once."""
        key = (style, size, width, text)
        if key not in self._lines:
            self._lines[key] = self.of(style, size).lines(showable(text), width)
        return self._lines[key]


class _Writer:
    """One pass over the document; it measures, or it draws as well."""

    def __init__(self, document: Document, pdf: FPDF, breakers: _Breakers, known: _Known, *, draws: bool) -> None:
        self.document = document
        self.pdf = pdf
        self.breakers = breakers
        self.known = known
        self.draws = draws
        self.learnt = _Known()
        self._links: dict[str, int] = {}
        self.y = TOP

    # -- letters -------------------------------------------------------------------------------------------------------

    def lines(self, text: str, width: float, style: str = "", size: float = BODY) -> list[str]:
        """Break a text of the document."""
        return self.breakers.lines(text, width, style, size)

    def width(self, text: str, style: str, size: float) -> float:
        """Give the width of a line."""
        return self.breakers.of(style, size).width(text)

    def print(  # noqa: PLR0917 - where, what, how
        self, x: float, y: float, line: str, style: str = "", size: float = BODY, colour: tuple[int, int, int] = INK
    ) -> float:
        """Write one line with its top at y; give its width."""
        breaker = self.breakers.of(style, size)
        if not self.draws:
            return breaker.width(line)
        self.pdf.set_text_color(*colour)
        start = x
        for run in breaker.runs(line):
            if run.text.strip():
                self._letters(x, y, run, style, size)
            x += breaker.width(run.text)
        return x - start

    def _letters(self, x: float, y: float, run: Run, style: str, size: float) -> None:
        high = size * POINT
        if run.script == BAR:
            self.fill((0, 0, 0), x, y + 0.2 * high, len(run.text) * high * BAR_WIDTH, high)
            return
        self.breakers.use(run.script, style, size)
        if run.script == DEVANAGARI:  # only a cell shapes what it writes; its baseline is 0.5 heights + 0.3 sizes down
            self.pdf.set_xy(x, y)
            self.pdf.cell(None, 2 * (BASELINE - 0.3) * high, run.text)
        else:
            self.pdf.text(x, y + BASELINE * high, run.text)

    # -- pages ---------------------------------------------------------------------------------------------------------

    def new_page(self) -> None:
        """Begin a page: head line, classification, foot line."""
        if self.draws:
            self.pdf.add_page()
        self.learnt.pages += 1
        document, number = self.document, self.learnt.pages
        self.fill(SEA, LEFT, 18.2, WIDTH, 0.5)
        self.print(LEFT, 12.5, self._cut(f"{document.number} · {document.kind}", WIDTH * 0.6), "", 8, SOFT)
        self._print_right(12.5, document.classification, "B", 8, OCHRE)
        self.fill(LINE, LEFT, PAGE_HEIGHT - 18, WIDTH, 0.2)
        below = f"{document.number} · {document.title}" if document.kind != document.title else document.number
        self.print(LEFT, PAGE_HEIGHT - 16, self._cut(below, WIDTH * 0.7), "", 8, SOFT)
        page_of = document.words.page_of.format(page=number, pages=self.known.pages or "000")
        self._print_right(PAGE_HEIGHT - 16, page_of, "", 8, SOFT)
        self.y = TOP

    def _cut(self, text: str, width: float) -> str:
        lines = self.lines(text.replace("\n", " "), width, "", 8)
        return lines[0] + (" …" if len(lines) > 1 else "")

    def _print_right(self, y: float, text: str, style: str, size: float, colour: tuple[int, int, int]) -> None:
        shown = showable(text).replace("\n", " ")
        self.print(PAGE_WIDTH - RIGHT - self.width(shown, style, size), y, shown, style, size, colour)

    def fill(self, colour: tuple[int, int, int], x: float, y: float, width: float, height: float) -> None:
        """Fill a box."""
        if self.draws:
            self.pdf.set_fill_color(*colour)
            self.pdf.rect(x, y, width, height, style="F")

    def need(self, height: float) -> None:
        """Begin a new page unless so much room is left."""
        if self.y + height > FLOOR:
            self.new_page()

    def gap(self, height: float) -> None:
        """Leave room, but none at the top of a page."""
        if self.y > TOP:
            self.y += height

    # -- places --------------------------------------------------------------------------------------------------------

    def mark(self, anchor: str) -> None:
        """Note that the anchor stands here."""
        if anchor:
            self.learnt.page_of.setdefault(anchor, self.learnt.pages)
            self.learnt.height_of.setdefault(anchor, self.y)

    def _outline(self, title: str, level: int) -> None:
        if self.draws:
            self.pdf.set_y(self.y)
            self.pdf.start_section(showable(title), level=level)

    def link_to(self, anchor: str) -> int | None:
        """Give the link to an anchor that the pass before has found."""
        page = self.known.page_of.get(anchor)
        if page is None or not self.draws:
            return None
        if anchor not in self._links:
            self._links[anchor] = self.pdf.add_link(y=self.known.height_of[anchor] - 2, page=page)
        return self._links[anchor]

    def shown(self, cell: str | Ref) -> str:
        """Give what stands in a cell: a text, or the page number of what is referred to."""
        if isinstance(cell, str):
            return cell
        if not self.known.pages:
            return "000"
        return str(self.known.page_of.get(cell.anchor, "–"))

    # -- the whole -----------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write title page, contents, sections."""
        self._title_page()
        if not self.document.is_short:
            self._contents()
        self._sections()
        if self.document.is_short:
            self._signing()

    def _title_page(self) -> None:
        document = self.document
        self.new_page()
        self.y = 42
        self._woven(LEFT, self.y - 9, WIDTH)
        over = [(document.kind, "B", 12, SEA)] if document.kind != document.title else []
        for text, style, size, colour in (*over, (document.title, "B", 22, INK)):
            self._paragraph(text, style, size, colour)
            self.y += 2
        self.y += 4
        self._facts(Facts(document.facts))
        if document.notice:
            self.y += 4
            self._boxed(document.notice)
        if any(map(has_unshown, texts_of(document))):
            self.y += 3
            self._paragraph(document.words.not_shown, "", SMALL, SOFT)
        if not document.is_short:
            self._signing()

    def _woven(self, x: float, y: float, width: float) -> None:
        """Draw a thin band of triangles, as on bark cloth."""
        if not self.draws:
            return
        self.pdf.set_fill_color(*INK)
        step = 4.0
        for number in range(int(width / step)):
            at = x + number * step
            self.pdf.polygon([(at, y), (at + step, y), (at + step / 2, y + 2.6)], style="F")

    def _signing(self) -> None:
        if not self.document.signing:
            return
        height = 17.0
        self.y = max(self.y + 6, FLOOR - height * len(self.document.signing))
        for words in self.document.signing:
            self.need(height)
            self.fill(SOFT, LEFT, self.y + 9, WIDTH * 0.7, 0.2)
            self.print(LEFT, self.y + 10, showable(words), "", SMALL, SOFT)
            self.y += height

    def _contents(self) -> None:
        words = self.document.words
        self.new_page()
        self._outline(words.contents, 0)
        self._paragraph(words.contents, "B", 16, INK)
        self.y += 3
        for section in self.document.sections:
            title = self.lines(section.title, WIDTH - 16, "", BODY)
            self.need(len(title) * 5.6)
            top = self.y
            number = self.shown(Ref(section.anchor))
            for line in title:
                end = self.print(LEFT, self.y, line)
                self.y += 5.6
            self._dots(LEFT + end + 2, PAGE_WIDTH - RIGHT - self.width(number, "", BODY) - 2, self.y - 5.6)
            self._print_right(self.y - 5.6, number, "", BODY, INK)
            self.linked(section.anchor, LEFT, top, WIDTH, self.y - top)
            self.fill(LINE, LEFT, self.y - 0.6, WIDTH, 0.1)

    def _dots(self, start: float, end: float, y: float) -> None:
        step = 1.8
        if end - start > step:
            for number in range(int((end - start) / step)):
                self.fill(LINE, end - (number + 1) * step, y + 3.4, 0.4, 0.4)

    def linked(self, anchor: str, x: float, y: float, width: float, height: float) -> None:
        """Make a box lead to an anchor, where that is known."""
        link = self.link_to(anchor)
        if link is not None:
            self.pdf.link(x, y, width, height, link)

    def _sections(self) -> None:
        """Write the sections: each on a page of its own, but one that fits whole where the last one ended stands there.

        Schedules that say only "None." so take a few lines and not a page each, and none is torn that need not be.
        """
        for number, section in enumerate(self.document.sections):
            height = self._height_of(section) if number or self.document.is_short else None
            if height is None or self.y + BETWEEN + height > FLOOR:
                self.new_page()
            else:
                self.y += BETWEEN
            self._section(section)

    def _height_of(self, section: Section) -> float | None:
        """Give how high a section is that fits on one page; None for any other, long ones without a trial."""
        if sum(_size_of(block) for block in section.blocks) > MOST_OF_A_PAGE:
            return None
        trial = _Writer(self.document, self.pdf, self.breakers, self.known, draws=False)
        trial.new_page()
        trial._section(section)
        return trial.y - TOP if trial.learnt.pages == 1 else None

    def _section(self, section: Section) -> None:
        self.mark(section.anchor)
        self._outline(section.title, 0)
        self._paragraph(section.title, "B", 16, INK)
        self.fill(SEA, LEFT, self.y + 0.6, 18, 0.9)
        self.y += 6
        for block in section.blocks:
            match block:
                case Paragraph():
                    self._running(block)
                case Heading():
                    self._heading(block)
                case Facts():
                    self._facts(block)
                case Table():
                    self._table(block)
                case Quote():
                    self._quote(block)
                case Picture():
                    self._picture(block)

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _paragraph(
        self, text: str, style: str = "", size: float = BODY, colour: tuple[int, int, int] = INK, indent: float = 0
    ) -> None:
        height = size * POINT * LINE_HEIGHT
        for line in self.lines(text, WIDTH - indent, style, size):
            self.need(height)
            if line:
                self.print(LEFT + indent, self.y, line, style, size, colour)
            self.y += height

    def _running(self, block: Paragraph) -> None:
        style, size, colour = {"note": ("", SMALL, SOFT), "strong": ("B", BODY, INK)}.get(block.style, ("", BODY, INK))
        self._paragraph(block.text, style, size, colour)
        self.y += 2.2

    def _boxed(self, text: str) -> None:
        lines = self.lines(text, WIDTH - 10, "", BODY)
        height = len(lines) * BODY * POINT * LINE_HEIGHT + 5
        self.need(height)
        self.fill(SUNK, LEFT, self.y, WIDTH, height)
        self.fill(OCHRE, LEFT, self.y, 1, height)
        self.y += 2.5
        for line in lines:
            self.print(LEFT + 5, self.y, line)
            self.y += BODY * POINT * LINE_HEIGHT
        self.y += 2.5

    def _heading(self, block: Heading) -> None:
        size = 12.5 if block.level == 2 else 10.5  # noqa: PLR2004 - below 2 is small
        self.gap(3)
        self.need(size * POINT * LINE_HEIGHT + 18)  # never alone at the foot of a page
        self.mark(block.anchor)
        if block.level == 2:  # noqa: PLR2004
            self._outline(block.text, 1)
        self._paragraph(block.text, "B", size, SEA if block.level == 2 else INK)  # noqa: PLR2004
        self.y += 1.2

    def _facts(self, block: Facts) -> None:
        widest = max((self.width(showable(word), "B", SMALL) for word, _cell in block.rows), default=0)
        key = min(max(widest + 4, 46.0), 54.0)
        height = BODY * POINT * LINE_HEIGHT
        for word, cell in block.rows:
            words = self.lines(word, key - 4, "B", SMALL)
            values, size = self._value(self.shown(cell), WIDTH - key)
            self.need(height * min(max(len(words), len(values)), 3))
            top = self.y
            for number in range(max(len(words), len(values))):
                self.need(height)
                if number < len(words):
                    self.print(LEFT, self.y + 0.4, words[number], "B", SMALL, SOFT)
                if number < len(values):
                    self.print(LEFT + key, self.y, values[number], "", size)
                self.y += height
            if isinstance(cell, Ref):
                self.linked(cell.anchor, LEFT + key, top, WIDTH - key, height)
            self.y += 0.8
        self.y += 2

    def _value(self, text: str, width: float) -> tuple[list[str], float]:
        """Break a value; one long word (a digest) is written smaller where that keeps it whole."""
        for size in (BODY, TABLE_SIZE, SMALL):
            lines = self.lines(text, width, "", size)
            if len(lines) == 1 or " " in text or "\n" in text:
                return lines, size
        return self.lines(text, width), BODY

    def _quote(self, block: Quote) -> None:
        height = BODY * POINT * LINE_HEIGHT
        self.gap(0.8)
        self.need(height * 3)
        self.mark(block.anchor)
        parts = [
            (block.head, "B", SMALL, SOFT, SMALL * POINT * LINE_HEIGHT),
            (block.text, "", BODY, INK, height),
            (block.source, "", 8.0, SOFT, 8 * POINT * LINE_HEIGHT),
        ]
        for text, style, size, colour, step in parts:
            for line in self.lines(text, WIDTH - 5, style, size) if text else ():
                self.need(step)
                self.fill(LINE, LEFT, self.y, 0.8, step)
                self.print(LEFT + 5, self.y, line, style, size, colour)
                self.y += step
        self.y += 2.6

    def _picture(self, block: Picture) -> None:
        with Image.open(BytesIO(block.data), formats=("PNG", "JPEG")) as found:
            wide, high = found.size
        room = FLOOR - TOP - 14
        scale = min(WIDTH / wide, room / high, 25.4 / 96)
        self.need(high * scale + 8)
        self.mark(block.anchor)
        if self.draws:
            self.pdf.image(BytesIO(block.data), LEFT, self.y, wide * scale, high * scale)
            self.pdf.set_draw_color(*LINE)
            self.pdf.rect(LEFT, self.y, wide * scale, high * scale, style="D")
        self.y += high * scale + 1.5
        if block.caption:
            self._paragraph(block.caption, "", SMALL, SOFT)
        self.y += 2

    # -- tables --------------------------------------------------------------------------------------------------------

    def _table(self, block: Table) -> None:
        if not block.rows:
            self._running(Paragraph(block.empty, "note"))
            return
        shares = sum(column.share for column in block.columns)
        widths = [WIDTH * column.share / shares for column in block.columns]
        TableWriter(self, block, widths).write()
        self.y += 4


def _size_of(block: Block) -> int:
    """Give roughly how much a block holds: parts that take a line at least."""
    match block:
        case Table():
            return len(block.rows) + 1
        case Facts():
            return len(block.rows)
        case _:
            return 1
