"""Pages of a PDF are pictures made anew, its text stands beside them, and what would start by itself is named."""

import io

import pytest
from PIL import Image

from lali.engines.viewing import Beware, CannotLook, Kind, Says, Where, picture, taken
from tests.engines.viewing.files import codes, looked, pdf_file, says


def test_pages_text_and_what_it_says():
    data = pdf_file("First page", "Second page: ring +679 410 0142")
    seen = looked(data, "a.pdf", page=2)
    assert (seen.kind, seen.page, seen.pages, seen.picture) == (Kind.PDF, 2, 2, True)
    assert "410 0142" in seen.text
    assert says(seen, Says.AUTHOR) == "Nobody Inparticular"
    assert says(seen, Says.CREATED).startswith("2")
    assert codes(seen) == set()
    shown = Image.open(io.BytesIO(picture(io.BytesIO(data), where=Where(page=2), wide=500)))
    assert shown.width == 500
    for page in (0, 3):
        with pytest.raises(CannotLook, match="no_such_part"):
            looked(data, page=page)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>", Beware.SCRIPT),
        (b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>", Beware.SCRIPT),
        (b"/OpenAction<</S/Launch/F(calc.exe)>>", Beware.STARTS_A_PROGRAM),
        (b"/OpenAction 9 0 R", Beware.OPENS_BY_ITSELF),
        (b"/AcroForm<</XFA[]>>", Beware.FORM),
    ],
)
def test_what_starts_by_itself_is_named_and_not_started(more, code):
    data = pdf_file().replace(b"/Type /Catalog", b"/Type /Catalog" + more)
    assert code in codes(looked(data, "a.pdf"))
    assert picture(io.BytesIO(data))


@pytest.mark.slow
def test_a_script_in_packed_objects_is_found():
    from pypdf import PdfReader, PdfWriter
    from pypdf.actions import JavaScript

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file())))
    writer.add_open_action(JavaScript("app.alert(1)"))
    writer.add_attachment("bill.exe", b"MZ invented")
    written = io.BytesIO()
    writer.write(written)
    data = written.getvalue()
    seen = looked(data, "a.pdf")
    assert {Beware.SCRIPT, Beware.FILES_INSIDE} <= codes(seen)
    assert [(one.name, one.cautions) for one in seen.members] == [("bill.exe", (Beware.PROGRAM,))]
    assert b"".join(taken(io.BytesIO(data), inside=(1,))) == b"MZ invented"
    assert looked(data, inside=(1,)).kind == Kind.PROGRAM


def test_a_password_is_said():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file())))
    writer.encrypt("secret")
    written = io.BytesIO()
    writer.write(written)
    seen = looked(written.getvalue(), "a.pdf")
    assert Beware.ENCRYPTED in codes(seen)
    assert not seen.picture


def test_what_is_damaged_or_huge_gives_a_word():
    with pytest.raises(CannotLook, match="damaged"):
        looked(b"%PDF-1.7\n" + b"garbage" * 100)
    huge = pdf_file().replace(b"/MediaBox [0 0 595.28 841.89]", b"/MediaBox [0 0 9e9 9e9]")
    assert looked(huge).pages == 1  # the page is drawn small, or not at all
