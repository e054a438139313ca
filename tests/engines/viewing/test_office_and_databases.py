"""Cells, words and rows, never a calculation, a macro or a view."""

import io
import sqlite3
import zipfile

import pytest

from lali.engines.viewing import Beware, CannotLook, Kind, Says
from tests.engines.viewing.files import codes, looked, looked_or_damaged, says
from tests.engines.viewing.test_archives import zipped

ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Paid"><table:table-row><table:table-cell><text:p>Mele</text:p>
</table:table-cell><table:table-cell table:formula="of:=1+1" office:value="2"><text:p>2</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table><table:table table:name="Second"/></office:spreadsheet></office:body></office:document-content>"""
ODT = (
    ODS.replace("spreadsheet", "text").partition("<table:table ")[0]
    + "<text:p>Dear Mele</text:p></office:text></office:body></office:document-content>"
)


def workbook(rows=3):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Fees"
    for number in range(rows):
        sheet.append([f"Mele {number}", number, "=SUM(B1:B9)"])
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.properties.creator = "Nobody Inparticular"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_cells_of_a_workbook():
    seen = looked(workbook(250), "a.xlsx", page=3)
    assert (seen.kind, seen.format, seen.parts) == (Kind.SHEET, "XLSX", ("Fees", "Hidden"))
    assert seen.sheet.first == 201
    assert seen.sheet.rows[0] == ("Mele 200", "200", "=SUM(B1:B9)")
    assert len(seen.sheet.rows) == 50
    assert not seen.more
    assert {Beware.FORMULAS, Beware.HIDDEN_SHEET} <= codes(seen)
    assert says(seen, Says.AUTHOR) == "Nobody Inparticular"
    assert looked(workbook(), part=1).sheet.rows == ()
    with pytest.raises(CannotLook, match="no_such_part"):
        looked(workbook(), part=2)


def test_cells_of_an_open_document():
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS})
    seen = looked(data, "a.ods")
    assert (seen.format, seen.parts) == ("ODS", ("Paid", "Second"))
    assert seen.sheet.rows == (("Mele", "=1+1 → 2"),)


def test_cells_of_a_csv():
    data = "name;fee;phone\n" + "".join(f"Mele {n};{n};+679 410 01{n:02}\n" for n in range(300))
    seen = looked(data.encode(), "a.csv")
    assert (seen.kind, seen.format) == (Kind.SHEET, "CSV")
    assert seen.sheet.rows[1] == ("Mele 0", "0", "+679 410 0100")
    assert seen.more
    assert looked(data.encode(), page=3).sheet.rows[0][0] == "Mele 200"


def test_words_of_documents():
    from docx import Document

    paper = Document()
    paper.add_paragraph("Dear Mele,")
    paper.add_paragraph("your ticket is paid.\u202e")
    paper.core_properties.author = "Nobody Inparticular"
    written = io.BytesIO()
    paper.save(written)
    seen = looked(written.getvalue(), "a.docx")
    assert (seen.kind, seen.format) == (Kind.PAPER, "DOCX")
    assert "Dear Mele,\nyour ticket is paid.‹U+202E›" in seen.text
    assert says(seen, Says.AUTHOR) == "Nobody Inparticular"
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT})
    assert looked(data, "a.odt").text == "Dear Mele\n"


def test_macros_and_what_is_fetched_are_named():
    with zipfile.ZipFile(io.BytesIO(workbook())) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    files["xl/vbaProject.bin"] = b"invented"
    files["xl/_rels/more.rels"] = b'<a Target="https://evil.example/x" TargetMode="External" Type="attachedTemplate"/>'
    assert {Beware.MACROS, Beware.OUTSIDE} <= codes(looked(zipped(files), "a.xlsm"))


def test_an_entity_that_grows_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    for mime in ("spreadsheet", "text"):
        data = zipped({"mimetype": f"application/vnd.oasis.opendocument.{mime}", "content.xml": bomb})
        with pytest.raises(CannotLook, match="damaged"):
            looked(data)


def database(tmp_path, statements):
    path = tmp_path / "msgstore.db"
    opened = sqlite3.connect(path)
    for one in statements:
        opened.execute(one)
    opened.commit()
    opened.close()
    return path.read_bytes()


def test_tables_of_a_database(tmp_path):
    data = database(
        tmp_path,
        [
            "CREATE TABLE messages (id INTEGER, words TEXT, seen BLOB)",
            "INSERT INTO messages WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) SELECT i, 'ring +679 410 0142', x'00ff' FROM n",
            'CREATE TABLE "odd "" name" (a)',
            "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n",
        ],
    )
    seen = looked(data, "msgstore.db", page=3)
    assert (seen.kind, seen.parts, seen.pages, seen.sheet.total) == (Kind.DATABASE, ("messages", 'odd " name'), 3, 250)
    assert seen.sheet.columns == ("id", "words", "seen")
    assert seen.sheet.rows[0] == ("201", "ring +679 410 0142", "00 ff (2)")
    assert Beware.VIEWS_NOT_RUN in codes(seen)
    assert looked(data, part=1).sheet.rows == ()


def test_a_table_that_is_a_view_in_disguise_runs_nothing(tmp_path):
    path = tmp_path / "x.db"
    opened = sqlite3.connect(path)
    opened.execute("CREATE TABLE t (a, b AS (hex(zeroblob(100000000))))")
    opened.execute("INSERT INTO t (a) VALUES (1)")
    opened.commit()
    opened.close()
    with pytest.raises(CannotLook):
        looked(path.read_bytes())


@pytest.mark.parametrize("cut", [100, 3000, 5000])
def test_a_damaged_database_gives_a_word(tmp_path, cut):
    data = database(tmp_path, ["CREATE TABLE a (b)", "INSERT INTO a VALUES (zeroblob(9000))"])
    looked_or_damaged(data[:cut])
