import hashlib
import io
import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from lali.engines.documents import Column, Facts, Paragraph, Quote, Row, Section, Table, as_pdf
from lali.engines.documents.laying import Breaker, runs_of, showable
from tests.engines.documents.papers import LONG, VIETNAMESE, paper


def words_of(page):
    return " ".join(page.extract_text().split())


@pytest.fixture(scope="module")
def made():
    return as_pdf(paper())


@pytest.fixture(scope="module")
def read(made):
    return PdfReader(io.BytesIO(made.data))


def test_it_says_which_page_of_how_many(read, made):
    assert made.pages == len(read.pages)
    for number, page in enumerate(read.pages, 1):
        assert f"Page {number} of {len(read.pages)}" in words_of(page)
        assert "CONFIDENTIAL" in words_of(page)
        assert "FJ-2026-00012/B-001" in words_of(page)


def test_a_title_that_says_what_it_is_stands_there_once():
    short = replace(paper(), kind="Report of custody", title="Report of custody", sections=(), is_short=True)
    first = words_of(PdfReader(io.BytesIO(as_pdf(short).data)).pages[0])
    assert first.count("Report of custody") == 2  # the title, and the line at the head of each page


def test_page_numbers_in_the_index_are_the_true_ones(read, made):
    index = " ".join(words_of(page) for page in read.pages[2:4])
    for name in ("E-001", "E-017", "E-040"):
        true = next(number for number, page in enumerate(read.pages, 1) if f"{name} SHA-256" in words_of(page))
        assert made.page_of[name] == true
        row = index[index.index(f"{name} Golden") :].split(" E-")[0]
        assert row.split()[-1] == str(true) or f" {true} " in row + " "


def test_contents_and_outline_lead_to_the_sections(read):
    titles = [one.title for one in read.outline if not isinstance(one, list)]
    assert titles == ["Contents", "Index", "Exhibits", "Quotes", "Pictures", "Nothing"]
    for one in (each for each in read.outline if not isinstance(each, list)):
        assert one.title in words_of(read.pages[read.get_destination_page_number(one)])
    below = next(each for each in read.outline if isinstance(each, list))
    assert [one.title for one in below][:2] == ["E-001", "E-002"]


def test_vietnamese_and_hindi_can_be_read_back(read):
    text = " ".join(words_of(page) for page in read.pages)
    assert VIETNAMESE in text
    assert "नम" in text
    assert read.trailer["/Root"]["/Lang"] == "en"


def test_the_heading_of_a_table_comes_again_on_each_page(read):
    assert all("Exhibit What Page" in words_of(read.pages[number]) for number in (2, 3))


def test_it_opens_without_anything_that_acts(read):
    root = read.trailer["/Root"]
    assert not {"/AA", "/AcroForm", "/Names"} & set(root)
    assert isinstance(root["/OpenAction"], list)  # a place, no action
    assert not read.attachments


def test_same_document_same_bytes_in_another_process_too(made):
    code = "from tests.engines.documents.papers import paper; from lali.engines.documents import as_pdf, as_docx; import hashlib; print(hashlib.sha256(as_pdf(paper()).data + as_docx(paper())).hexdigest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert made.data == as_pdf(paper()).data


def test_letters_without_a_font_stand_as_numbers_and_it_says_so():
    read = PdfReader(io.BytesIO(as_pdf(paper(quotes=1, extra=[Paragraph("\U0001f600 中 ok\u202edone")])).data))
    text = " ".join(words_of(page) for page in read.pages)
    assert "[U+1F600] [U+4E2D] okdone" in text
    assert "Unicode number" in words_of(read.pages[0])


def test_a_row_longer_than_a_page_goes_on():
    table = Table([Column("a"), Column("b", 3)], [Row(("one", LONG * 80)), Row(("two", "end"))])
    read = PdfReader(io.BytesIO(as_pdf(paper(quotes=1, extra=[table])).data))
    text = " ".join(words_of(page) for page in read.pages)
    assert text.count("Golden Lagoon Careers asked for the fee") >= 80
    assert "two end" in text


def test_a_word_longer_than_a_line_is_broken_not_cut():
    read = PdfReader(io.BytesIO(as_pdf(paper(quotes=1, extra=[Quote("a" * 700)])).data))
    assert sum(page.extract_text().count("a") for page in read.pages) > 700


@pytest.mark.slow
def test_five_thousand_messages_and_a_hundred_and_one_persons():
    persons = Table([Column("a"), Column("b", 4)], [Row((f"V-{number:03d}", LONG)) for number in range(101)])
    started = time.process_time()
    made = as_pdf(paper(quotes=5_000, extra=[persons]))
    assert made.pages > 300
    assert time.process_time() - started < 60


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_no_text_is_lost_in_lines(text):
    breaker = Breaker(lambda piece, _script: len(piece))
    shown = showable(text)
    assert showable(shown) == shown
    lines = breaker.lines(shown, 12)
    assert "".join("".join(lines).split()) == "".join(shown.split())
    assert all(len(line) <= 12 or len(line.split()) == 1 for line in lines)
    assert "".join(run.text for run in runs_of(shown)) == shown


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_can_be_written(text, title):
    assert as_pdf(
        paper(quotes=1, extra=[Paragraph(text), Quote(text, title), Table([Column(title)], [Row((text,))])])
    ).data


def test_digest_of_nothing_but_input():
    assert hashlib.sha256(as_pdf(paper(language="fr")).data).digest() != hashlib.sha256(as_pdf(paper()).data).digest()


def with_sections(*sections):
    return replace(paper(quotes=1), sections=sections)


def schedule(name, rows=0):
    found = [Row([f"{name} {number}"]) for number in range(rows)]
    return Section(name, name, [Table([Column("What")], found, "None.")])


def test_short_sections_stand_one_after_another_and_long_ones_begin_a_page():
    made = as_pdf(with_sections(*map(schedule, "abcd"), schedule("long", 90), schedule("e", 27), schedule("f", 27)))
    assert [made.page_of[name] for name in "abcd"] == [3, 3, 3, 3]
    assert made.page_of["long"] == 4
    assert (made.page_of["e"], made.page_of["f"]) == (made.pages - 1, made.pages)


@given(st.lists(st.integers(0, 70), min_size=1, max_size=6))
@settings(max_examples=15, deadline=None)
def test_a_section_that_fits_on_a_page_is_not_torn(sizes):
    sections = [schedule(f"s{place}x", rows) for place, rows in enumerate(sizes)]
    pages = [words_of(page) for page in PdfReader(io.BytesIO(as_pdf(with_sections(*sections)).data)).pages[2:]]
    for section, rows in zip(sections, sizes, strict=True):
        if 0 < rows <= 25:
            [where] = [page for page in pages if f"{section.title} 0" in page]
            assert f"{section.title} {rows - 1}" in where


def test_a_digest_is_written_smaller_before_it_is_torn():
    digest = "a5e5e1f2dbb36147519052e5d5ad47dc84b91366d8d2b7f1329d0751abbbf962"
    section = Section("Facts", "facts", [Facts([("SHA-256 of the original", digest)])])
    made = as_pdf(with_sections(section))
    assert digest in PdfReader(io.BytesIO(made.data)).pages[2].extract_text()
