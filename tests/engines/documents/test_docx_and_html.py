import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.documents import Column, Heading, Paragraph, Quote, Row, Section, Table, as_docx, as_html
from tests.engines.documents.papers import HINDI, VIETNAMESE, paper

PAPER = paper()


def test_docx_has_real_headings_repeated_heads_and_fields():
    read = docx.Document(io.BytesIO(as_docx(PAPER)))
    headings = [each.text for each in read.paragraphs if each.style.name == "Heading 1"]
    assert headings == ["Index", "Exhibits", "Quotes", "Pictures", "Nothing"]
    assert sum(each.style.name == "Heading 2" for each in read.paragraphs) == 40
    xml = read.element.xml
    assert xml.count("<w:tblHeader/>") == 1
    assert "TOC \\o" in xml
    assert "PAGEREF b_E_001" in xml
    assert 'w:name="b_E_001"' in xml
    assert "NUMPAGES" in read.sections[0].footer._element.xml
    text = "\n".join(each.text for each in read.paragraphs)
    assert VIETNAMESE in text
    assert HINDI in text
    assert read.core_properties.created.isoformat().startswith("2026-11-26T09:00:00")


def test_docx_speaks_of_no_other_time_and_holds_no_foreign_part():
    data = as_docx(PAPER)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
    assert data == as_docx(paper())


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_written(text):
    extra = [Paragraph(text), Quote(text, text, text, text), Heading(text, text)]
    docx.Document(io.BytesIO(as_docx(paper(quotes=1, extra=extra))))
    as_html(paper(quotes=1, extra=extra))


class Looked(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.ids = [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        facts = dict(attrs)
        assert not [name for name in facts if name.startswith("on") or name == "style"]
        self.links += [facts[name] for name in ("href", "src") if facts.get(name)]
        self.ids |= {facts["id"]} if "id" in facts else set()


def looked_at(pages):
    found = {}
    for name, data in pages.items():
        if name.endswith(".html"):
            found[name] = Looked()
            found[name].feed(data.decode())
    return found


def test_pages_fetch_nothing_and_run_nothing():
    pages = as_html(PAPER, files=[("brief.pdf", "PDF")])
    for name, look in looked_at(pages).items():
        assert not {"script", "iframe", "object", "form", "base"} & set(look.tags), name
        assert not [link for link in look.links if ":" in link or link.startswith(("/", "."))]
        assert '<html lang="en">' in pages[name].decode()
    assert not re.search(rb"url\(|@import|http", pages["style.css"])


def test_every_link_leads_somewhere():
    pages = as_html(PAPER)
    found = looked_at(pages)
    for look in found.values():
        for link in look.links:
            file, _hash, place = link.partition("#")
            assert file in pages
            assert not place or place in found[file].ids


def test_a_long_section_goes_on_on_further_pages():
    pages = as_html(paper(quotes=1_000))
    assert len([name for name in pages if name.startswith("page-")]) == 7
    assert "page-003.html" in pages["index.html"].decode()


def test_what_a_message_says_is_never_markup():
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> </blockquote>"
    pages = as_html(paper(quotes=1, extra=[Quote(hostile, hostile, hostile, "x"), Heading(hostile)]))
    assert "script" not in {tag for look in looked_at(pages).values() for tag in look.tags}


def test_docx_lets_short_sections_stand_one_after_another():
    def breaks(*sizes):
        rows = [[Row([f"{number}"]) for number in range(size)] for size in sizes]
        sections = [Section(f"s{n}", f"s{n}", [Table([Column("x")], each, "None.")]) for n, each in enumerate(rows)]
        return docx.Document(io.BytesIO(as_docx(replace(PAPER, sections=sections)))).element.xml.count('w:type="page"')

    first_two = breaks(0)
    assert breaks(0, 0, 2) == first_two
    assert breaks(0, 0, 30, 0) == first_two + 2
