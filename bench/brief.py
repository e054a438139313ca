"""A brief at its ceiling: 5,000 messages and 101 victims as PDF, DOCX and pages; a covered PDF; the memory it takes."""

import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from fpdf import FPDF

from bench.figures import Figure
from lali.engines.custody import FolderFile, zipped
from lali.engines.documents import (
    Box,
    Column,
    Document,
    Quote,
    Ref,
    Row,
    Section,
    Table,
    as_docx,
    as_html,
    as_pdf,
    redacted_pdf,
)

MESSAGES, VICTIMS, PAGES = 5_000, 101, 20
SAID = "Golden Lagoon Careers asked for the fee of FJ$ 300 before any work, and said that Nguyễn would pay it back. "


def figures() -> Iterator[Figure]:
    """Seconds of processor time, pages, megabytes."""
    at = datetime(2026, 11, 26, tzinfo=UTC)
    quotes = [Quote(f"{SAID}({n})", "Tavita Example, 3 Mar 2026", f"E-002, {n}", f"q{n}") for n in range(MESSAGES)]
    rows = [Row([f"V-{n:03d}", SAID, Ref(f"q{n * 40}")]) for n in range(VICTIMS)]
    persons = Table([Column("Person"), Column("Role", 4), Column("Page", is_number=True)], rows)
    sections = [Section("Persons", "persons", [persons]), Section("Messages", "messages", quotes)]
    paper = Document("en", "Brief of evidence", "FJ-2026-1/B-001", "Bench", "TEST", at, [("Case", "x")], sections)
    made = as_pdf(paper)  # and once more, with the fonts cut
    yield _timed("PDF, 5,000 messages and 101 victims", lambda: as_pdf(paper), 20)
    yield Figure("its pages", made.pages, "")
    yield Figure("its size", len(made.data) / 1e6, "MB", at_most=20)
    yield _timed("the same as DOCX", lambda: as_docx(paper), 10)
    yield _timed("the same as pages", lambda: as_html(paper), 5)
    yield Figure("memory at most", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", at_most=400)
    started = time.perf_counter()
    redacted_pdf(_letter(), [Box(1, 0, 0, 5000, 5000)])
    yield Figure("a page covered in a PDF of 20", (time.perf_counter() - started) / PAGES * 1000, "ms a page")
    yield _zip()


def _timed(name: str, work, at_most: float) -> Figure:
    started = time.process_time()
    work()
    return Figure(name, time.process_time() - started, "s", at_most=at_most)


def _letter() -> bytes:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for number in range(PAGES):
        pdf.add_page()
        for line in range(40):
            pdf.text(20, 20 + line * 6, f"Line {line} of page {number}")
    return bytes(pdf.output())


def _zip() -> Figure:
    """A folder with a large exhibit, written straight through."""
    piece, count = bytes(1024 * 1024), 512
    digest = sha256()
    for _ in range(count):
        digest.update(piece)
    large = FolderFile("exhibits/E-001.bin", len(piece) * count, digest.hexdigest(), lambda: [piece] * count)
    started = time.perf_counter()
    size = sum(len(one) for one in zipped([large], at=datetime(2026, 11, 26, tzinfo=UTC)))
    return Figure("a folder's zip, written", size / 1e6 / (time.perf_counter() - started), "MB/s", at_least=20)


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure.name:>45} {figure.value:10.2f} {figure.unit}")
