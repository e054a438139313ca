"""Rows of CSV and XLSX files, honest, odd and hostile."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.tables import Limits, TableRefused, neutral, open_table


def csv_of(text, encoding="utf-8"):
    return io.BytesIO(text.encode(encoding) if isinstance(text, str) else text)


def xlsx_of(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file


def cells_of(file, **limits):
    table = open_table(file, limits=Limits(**limits))
    return table, [row.cells for row in table.rows()]


def refused(file, **limits):
    with pytest.raises(TableRefused) as caught:
        cells_of(file, **limits)
    return caught.value.code


@pytest.mark.parametrize(
    ("encoding", "found", "evidence"),
    [("utf-8", "utf-8", "valid"), ("utf-8-sig", "utf-8-sig", "mark"), ("utf-16", "utf-16", "mark"),
     ("utf-16-le", "utf-16-le", "zeros"), ("utf-16-be", "utf-16-be", "zeros"), ("cp1252", "cp1252", "fallback")],
)  # fmt: skip
def test_encodings_are_found_with_their_evidence(encoding, found, evidence):
    table, rows = cells_of(csv_of("Number,Words\nA1,Pénama école déjà\n", encoding))
    assert (table.told["encoding"], table.told["evidence"]) == (found, evidence)
    assert table.heading == ("Number", "Words")
    assert rows == [("A1", "Pénama école déjà")]


def test_a_text_saved_twice_is_doubted():
    table, _rows = cells_of(csv_of("a,b\n1,Pénama".encode().decode("cp1252")))
    assert table.told["doubt"] == "twice"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_and_quotes(separator):
    text = f'No{separator}What\n1{separator}"one{separator} ""two""\nthree"\n'
    table, rows = cells_of(csv_of(text))
    assert table.told["separator"] == separator
    assert rows == [("1", f'one{separator} "two"\nthree')]


def test_odd_rows_are_told_not_lost():
    text = "a,b\n1\n1,2,3\n\n1,=2+2\nx\0y,@SUM(A1)\n" + "z" * 30_000 + ",1\n"
    rows = list(open_table(csv_of(text)).rows())
    assert [row.odd for row in rows] == [("short",), ("long",), ("formula",), ("nul", "formula"), ("cut",)]
    assert [row.number for row in rows] == [2, 3, 5, 6, 7]
    assert rows[2].cells == ("1", "=2+2")
    assert rows[3].cells == ("xy", "@SUM(A1)")
    assert len(rows[4].cells[0]) == 20_000


def test_rows_can_be_read_again():
    table = open_table(csv_of("a\n1\n2\n"))
    assert list(table.rows()) == list(table.rows())


def test_sheets_are_read_as_they_are_shown():
    file = xlsx_of(
        ["Number", "Day", "At", "Paid", "Whole"],
        ["A1", date(2026, 11, 3), datetime(2026, 11, 3, 9, 30), 350.5, 7.0],  # noqa: DTZ001 - a sheet knows no zones
        [None, None, None, True, 0.1 + 0.2],
        [None] * 5,
    )
    table, rows = cells_of(file)
    assert (table.kind, table.told) == ("xlsx", {"sheet": "Sheet"})
    assert rows == [("A1", "2026-11-03", "2026-11-03 09:30", "350.5", "7"), ("", "", "", "yes", "0.3")]


def test_a_formula_is_its_text_when_nothing_was_kept():
    rows = list(open_table(xlsx_of(["a"], ["=1+1"], ['=WEBSERVICE("http://x.example")'])).rows())
    assert [row.cells[0] for row in rows] == ["=1+1", '=WEBSERVICE("http://x.example")']
    assert all(row.odd == ("formula",) for row in rows)


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return file


def changed(file, part, old, new):
    """An XLSX file with one of its parts changed."""
    again = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old, new) if name == part else data)
    return again


@pytest.mark.slow
def test_bombs_are_not_unpacked():
    assert refused(packed(xl__worksheets__sheet1=b"\0" * 50_000_000)) == "bomb"
    assert refused(packed(xl__sharedStrings=b"a" * 3_000_000), shared=1_000_000) == "bomb"


def test_entities_are_not_opened():
    file = xlsx_of(["a"], ["x"])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet '
    assert refused(changed(file, "xl/worksheets/sheet1.xml", b"<worksheet ", bomb)) == "broken"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"\n\n", "empty"), (b"%PDF-1.7", "other"), (b"\xd0\xcf\x11\xe0\xa1", "old"), (b"PK\x03\x04nothing", "broken"),
     (b"a" + b",a" * 300, "wide"), (b'a\n"' + b"x" * 1_100_000, "broken")],
)  # fmt: skip
def test_what_is_no_table_is_refused(data, code):
    assert refused(io.BytesIO(data)) == code


def test_too_many_rows_and_too_long_a_time_are_given_up():
    text = "a\n" + "1\n" * 600
    assert refused(csv_of(text), rows=500) == "long"
    assert len(cells_of(csv_of(text), rows=600)[1]) == 600
    ticks = iter(range(10_000))
    with pytest.raises(TableRefused):
        list(open_table(csv_of(text), limits=Limits(seconds=1), clock=lambda: next(ticks)).rows())
    assert refused(xlsx_of(*[["a"]] * 50), rows=10) == "long"


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data):
    try:
        for row in open_table(io.BytesIO(data)).rows():
            assert "\0" not in "".join(row.cells)
    except TableRefused as why:
        assert str(why)  # noqa: PT017 - either outcome is right


@given(st.text(max_size=30))
def test_what_is_neutral_is_not_calculated(text):
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert neutral(text).endswith(text)
