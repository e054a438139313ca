"""Every text that stands in a document: for the letters a font needs, and for looking for what must not be there."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from lali.engines.documents.model import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Ref,
    Section,
    Table,
    Words,
)

NOT_SAID = {"language", "anchor", "style"}  # strings of the model that no reader sees


def texts_of(document: Document) -> Iterator[str]:
    """Give every text of a document, words of the writers included."""
    words = document.words
    yield from (document.kind, document.number, document.title, document.classification, document.notice)
    yield from (words.contents, words.page_of, words.not_shown, *document.signing)
    yield from _facts(document.facts)
    for section in document.sections:
        yield from texts_of_section(section)


def texts_of_section(section: Section) -> Iterator[str]:
    """Give every text of one section."""
    yield section.title
    for block in section.blocks:
        yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph() | Heading():
            yield block.text
        case Facts():
            yield from _facts(block.rows)
        case Table():
            yield block.empty
            yield from (column.title for column in block.columns)
            yield from _cells(cell for row in block.rows for cell in row.cells)
        case Quote():
            yield from (block.head, block.text, block.source)
        case Picture():
            yield from (block.alt, block.caption)


def _facts(rows: object) -> Iterator[str]:
    for word, cell in rows:  # type: ignore[attr-defined]
        yield word
        yield from _cells([cell])


def _cells(cells: object) -> Iterator[str]:
    yield from (cell for cell in cells if not isinstance(cell, Ref))  # type: ignore[attr-defined]


def with_texts(document: Document, change: Callable[[str], str]) -> Document:
    """Give the document with `change` applied to every text that is not the writers' own.

    It walks whatever the model is made of, so that a new field or block passes through it without being named here.
    """
    changed: Document = _changed(document, change)
    return changed


def _changed(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return change(part)
    if isinstance(part, Ref | Words):
        return part
    if is_dataclass(part) and not isinstance(part, type):
        named = ((field.name, getattr(part, field.name)) for field in fields(part) if field.name not in NOT_SAID)
        return replace(part, **{name: _changed(value, change) for name, value in named})
    if isinstance(part, tuple | list):
        return (
            [_changed(one, change) for one in part]
            if isinstance(part, list)
            else tuple(_changed(one, change) for one in part)
        )
    return part


__all__ = ["Cell", "texts_of", "texts_of_section", "with_texts"]
