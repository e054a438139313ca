"""A document with something of everything."""

import io
from datetime import UTC, datetime

from PIL import Image

from lali.engines.documents import (
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Ref,
    Row,
    Section,
    Table,
    Words,
)

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
VIETNAMESE, HINDI = "Nguyễn Thị Hạnh Mẫu", "प्रिया नमूना"
LONG = "Golden Lagoon Careers asked for the fee of FJ$ 300 before any work, and said it would be paid back. "


def picture():
    written = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(written, "PNG")
    return written.getvalue()


def paper(*, quotes=30, language="en", extra=()):
    exhibits = [f"E-{number:03d}" for number in range(1, 41)]
    index = [Row((name, LONG[: 20 + at * 2], Ref(name))) for at, name in enumerate(exhibits)]
    sheets = [
        block for name in exhibits for block in (Heading(name, name), Facts([("SHA-256", "ab" * 32), ("How", LONG)]))
    ]
    return Document(
        language=language,
        kind="Brief of evidence",
        number="FJ-2026-00012/B-001",
        title="Golden Lagoon Careers",
        classification="CONFIDENTIAL",
        made_at=AT,
        facts=[("Case", "FJ-2026-00012"), ("Quotes", Ref("quotes"))],
        notice="Names of possible victims stand as code names.",
        signing=("Approved by", "Received by"),
        issuer="Example unit",
        words=Words(),
        sections=[
            Section(
                "Index",
                "index",
                [Table([Column("Exhibit"), Column("What", 5), Column("Page", 1, is_number=True)], index)],
            ),
            Section("Exhibits", "exhibits", sheets),
            Section(
                "Quotes",
                "quotes",
                [
                    Quote(f"{LONG}{VIETNAMESE} {HINDI} ({n})", "Tavita Example", f"E-002, {n}", f"q{n}")
                    for n in range(quotes)
                ],
            ),
            Section(
                "Pictures",
                "pictures",
                [
                    Picture(picture(), "A blue field", "E-003", "p1"),
                    Paragraph("A note", "note"),
                    Paragraph("Strong", "strong"),
                ],
            ),
            Section(
                "Nothing", "nothing", [Table([Column("x")], [], "There is none."), Heading("Small", level=3), *extra]
            ),
        ],
    )
