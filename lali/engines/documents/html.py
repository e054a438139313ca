"""A document as pages that open from a folder, without a network and without a script."""

import hashlib
from collections.abc import Iterable
from html import escape
from pathlib import Path

from lali.engines.documents.model import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Section,
    Table,
)

STYLE = "style.css"
INDEX = "index.html"
MAX_BLOCKS = 400  # quotes and pictures of one page; a longer section goes on on further pages
_PNG = b"\x89PNG"
_POLICY = "default-src 'none'; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'"


def as_html(document: Document, *, files: Iterable[tuple[str, str]] = ()) -> dict[str, bytes]:
    """Write a document as files by name: `index.html`, a page for each section, `style.css`, pictures.

    `files` are further files of the folder to which the first page links: name and words.
    """
    return _Pages(document).written(tuple(files))


class _Pages:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.made: dict[str, bytes] = {STYLE: (Path(__file__).parent / "style.css").read_bytes()}
        self.pages = [page for section in document.sections for page in _parted(section)]
        self.names = [f"page-{number:03d}.html" for number in range(1, len(self.pages) + 1)]
        self.place = {
            anchor: f"{name}#{_id(anchor)}"
            for name, page in zip(reversed(self.names), reversed(self.pages), strict=True)
            for anchor in _anchors(page)
        }

    def written(self, files: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
        """Give the files."""
        for number, (name, page) in enumerate(zip(self.names, self.pages, strict=True)):
            body = f'<h1 id="{_id(page.anchor)}">{escape(page.title)}</h1>' + "".join(map(self._block, page.blocks))
            self._page(name, page.title, body + self._around(number))
        self._page(INDEX, self.document.title, self._first(files))
        return self.made

    def _page(self, name: str, title: str, body: str) -> None:
        document = self.document
        top = f'<a href="{INDEX}">{escape(document.number)} · {escape(document.kind)}</a>'
        self.made[name] = (
            f'<!DOCTYPE html>\n<html lang="{escape(document.language)}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="referrer" content="no-referrer">'
            f"<title>{escape(title)} · {escape(document.number)}</title>"
            f'<link rel="stylesheet" href="{STYLE}"></head><body><header>{top}'
            f"<strong>{escape(document.classification)}</strong></header><main>{body}</main></body></html>\n"
        ).encode()

    def _first(self, files: tuple[tuple[str, str], ...]) -> str:
        document, seen = self.document, set()
        lines = []
        for name, page in zip(self.names, self.pages, strict=True):
            if page.anchor not in seen:
                seen.add(page.anchor)
                lines.append(f'<li><a href="{name}">{escape(page.title)}</a></li>')
        notice = f'<p class="notice">{_text(document.notice)}</p>' if document.notice else ""
        over = f'<p class="kind">{escape(document.kind)}</p>' if document.kind != document.title else ""
        others = "".join(f'<li><a href="{escape(name)}">{escape(words)}</a></li>' for name, words in files)
        return (
            f"{over}<h1>{escape(document.title)}</h1>"
            f"{self._block(Facts(document.facts))}{notice}<nav><h2>{escape(document.words.contents)}</h2>"
            f"<ol>{''.join(lines)}</ol></nav>{f'<ul>{others}</ul>' if others else ''}"
        )

    def _around(self, number: int) -> str:
        words = self.document.words
        former = self.names[number - 1] if number else INDEX
        links = [f'<a href="{former}">← {escape(words.former)}</a>', f'<a href="{INDEX}">{escape(words.contents)}</a>']
        if number + 1 < len(self.names):
            links.append(f'<a href="{self.names[number + 1]}">{escape(words.later)} →</a>')
        return f'<nav class="around">{" ".join(links)}</nav>'

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return f'<p class="{escape(block.style)}">{_text(block.text)}</p>'
            case Heading():
                return f"<h{block.level}{_mark(block.anchor)}>{escape(block.text)}</h{block.level}>"
            case Facts():
                rows = "".join(f"<dt>{escape(word)}</dt><dd>{self._cell(cell)}</dd>" for word, cell in block.rows)
                return f"<dl>{rows}</dl>" if rows else ""
            case Table():
                return self._table(block)
            case Quote():
                head = f"<p><strong>{_text(block.head)}</strong></p>" if block.head else ""
                source = f"<footer>{_text(block.source)}</footer>" if block.source else ""
                return f"<blockquote{_mark(block.anchor)}>{head}<p>{_text(block.text)}</p>{source}</blockquote>"
            case Picture():
                return self._picture(block)

    def _table(self, block: Table) -> str:
        if not block.rows:
            return f'<p class="note">{_text(block.empty)}</p>'
        numbers = [' class="number"' if column.is_number else "" for column in block.columns]
        head = "".join(
            f'<th scope="col"{number}>{escape(column.title)}</th>'
            for column, number in zip(block.columns, numbers, strict=True)
        )
        rows = "".join(
            f"<tr{_mark(row.anchor)}>"
            + "".join(f"<td{number}>{self._cell(cell)}</td>" for cell, number in zip(row.cells, numbers, strict=True))
            + "</tr>"
            for row in block.rows
        )
        return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell, str):
            return _text(cell)
        place = self.place.get(cell.anchor)
        return f'<a href="{place}">{escape(self.document.words.see)}</a>' if place else "–"

    def _picture(self, block: Picture) -> str:
        kind = "png" if block.data.startswith(_PNG) else "jpg"
        name = f"picture-{hashlib.sha256(block.data).hexdigest()[:16]}.{kind}"
        self.made[name] = block.data
        caption = f"<figcaption>{_text(block.caption)}</figcaption>" if block.caption else ""
        return f'<figure{_mark(block.anchor)}><img src="{name}" alt="{escape(block.alt)}">{caption}</figure>'


def _parted(section: Section) -> list[Section]:
    blocks = list(section.blocks)
    starts = range(0, max(len(blocks), 1), MAX_BLOCKS)
    return [Section(section.title, section.anchor, blocks[at : at + MAX_BLOCKS]) for at in starts]


def _anchors(section: Section) -> Iterable[str]:
    yield section.anchor
    for block in section.blocks:
        if isinstance(block, Table):
            yield from (row.anchor for row in block.rows if row.anchor)
        elif isinstance(block, Heading | Quote | Picture) and block.anchor:
            yield block.anchor


def _id(anchor: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in anchor)


def _mark(anchor: str) -> str:
    return f' id="{_id(anchor)}"' if anchor else ""


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
