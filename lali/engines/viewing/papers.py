"""Office documents and slides: their words, in order; no layout, no field, no macro."""

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from lali.engines.viewing.archives import opened_zip
from lali.engines.viewing.described import Beware, Caution, Kind, Seen
from lali.engines.viewing.office import MOST_PART, of_office, office_cautions, office_facts, office_members
from lali.engines.viewing.reading import LETTERS_ON_A_PAGE, Cannot, Order, caution
from lali.engines.viewing.recognising import lies
from lali.engines.viewing.texts import revealed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_WORDS = {f"{_W}t", f"{_W}delText", f"{_W}instrText", f"{_A}t"}
_ENDS = {f"{_W}p": "\n", f"{_A}p": "\n", f"{_T}p": "\n", f"{_T}h": "\n", f"{_W}tc": "\t"}
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_T}tab": "\t", f"{_T}line-break": "\n", f"{_T}s": " "}
_WORD_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


def look(file: BinaryIO, order: Order) -> Seen:
    """A page of its words."""
    with opened_zip(file) as parts:
        names = set(parts.namelist())
        form, contents = _contents(names)
        cautions = lies(order.name, form) + office_cautions(parts)
        first = order.first(LETTERS_ON_A_PAGE)
        try:
            text, more, changed = _page(parts, contents, first)
        except (ParseError, DefusedXmlException, zipfile.BadZipFile, KeyError, OSError, EOFError):
            raise Cannot("damaged") from None
        except RuntimeError:  # a password
            text, more, changed = "", False, False
        if first and not text:
            raise Cannot("no_such_part")
        shown, said = revealed(text)
        members = office_members(parts)
        return Seen(
            kind=Kind.PAPER, format=form, page=order.page, pages=0 if more else order.page, more=more, text=shown,
            facts=tuple(office_facts(parts)), members=members, total=len(members),
            cautions=(*cautions, *_changed(changed), *said),
        )  # fmt: skip


def _contents(names: set[str]) -> tuple[str, list[str]]:
    if "word/document.xml" in names:
        return "DOCX", [name for name in _WORD_PARTS if name in names]
    slides = [name for name in names if name.startswith(("ppt/slides/slide", "ppt/notesSlides/notesSlide"))]
    if slides:
        return "PPTX", sorted((name for name in slides if name.endswith(".xml")), key=lambda name: (len(name), name))
    return "ODT", ["content.xml"]


def _changed(changed: bool) -> list[Caution]:
    return [caution(Beware.TRACKED)] if changed else []


def _page(parts: zipfile.ZipFile, contents: list[str], first: int) -> tuple[str, bool, bool]:
    """The words of a page, whether more come, and whether changes were kept beside what they changed."""
    taken: list[str] = []
    at, changed = 0, False
    for name in contents:
        if parts.getinfo(name).file_size > MOST_PART:
            raise Cannot("too_large")
        with parts.open(name) as content:
            for words, change in _words(content):
                changed |= change
                if at + len(words) > first and words:
                    taken.append(words[max(0, first - at) :])
                at += len(words)
                if at > first + LETTERS_ON_A_PAGE:
                    return "".join(taken)[:LETTERS_ON_A_PAGE], True, changed
    return "".join(taken), False, changed


def _words(content: Any) -> Iterator[tuple[str, bool]]:
    """The words of a part as they come, and marks of tracked changes."""
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        tag = element.tag
        if event == "start":
            if tag in _BREAKS:
                yield _BREAKS[tag], False
            continue
        if tag in _WORDS:
            yield element.text or "", False
        elif tag in {f"{_T}p", f"{_T}h"}:
            yield "".join(element.itertext()) + "\n", False
            element.clear()
        elif tag in _ENDS:
            yield _ENDS[tag], False
            element.clear()
        elif tag in {f"{_W}ins", f"{_W}del", f"{_T}tracked-changes"}:
            yield "", True


def member(file: BinaryIO, order: Order) -> Iterator[bytes]:
    """A picture or file that lies in it."""
    return of_office(file, order)
