"""The words of a whole file, page by page: what somebody may search in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from lali.engines.viewing.described import LONGEST_TEXT, Kind, Says, Seen
from lali.engines.viewing.reading import Cannot, Order

WORDY = frozenset({Kind.PDF, Kind.TEXT, Kind.MARKUP, Kind.MAIL, Kind.SHEET, Kind.PAPER, Kind.DATABASE, Kind.OLD_OFFICE})
TOLD = frozenset(  # what a file says of itself that somebody would look for
    {Says.TITLE, Says.SUBJECT, Says.AUTHOR, Says.KEYWORDS, Says.WORDS, Says.FROM, Says.TO, Says.COPY_TO, Says.REPLY_TO}
)


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one page, and which page of which part it is, as `look` counts them."""

    part: int
    page: int
    text: str


def words_of_pages(reader: Any, file: BinaryIO, order: Order) -> Iterator[bytes]:
    """The words of at most `order.pages` pages, a line of JSON each. Cannot for a file that cannot be read at all."""
    part, parts, count = 0, 1, 0
    while part < parts:
        page, more = 1, True
        while more and count < order.pages:
            try:
                seen: Seen = reader.look(file, replace(order, part=part, page=page))
            except Cannot:
                if not count:
                    raise
                break  # what follows cannot be read; what came stands
            if seen.kind not in WORDY:
                return
            count += 1
            text = _words(seen, first=not part and page == 1)
            yield json.dumps([part, page, text]).encode("utf-8", "surrogatepass") + b"\n"
            parts = max(1, len(seen.parts))
            more, page = seen.more or page < seen.pages, page + 1
        part += 1


def _words(seen: Seen, *, first: bool) -> str:
    told = [fact.value for fact in seen.facts if first and fact.name in TOLD]
    told += [one.name for one in seen.members if first]
    cells = ["\t".join(row) for row in (seen.sheet.columns, *seen.sheet.rows)] if seen.sheet else []
    return "\n".join(filter(None, [*told, seen.text, *cells]))[:LONGEST_TEXT]


def page_from(line: bytes) -> PageWords:
    """What the reading process said of one page. ValueError when it is not of the shape."""
    said = json.loads(line)
    if not isinstance(said, list) or len(said) != len(PageWords.__slots__):
        raise ValueError("not of the shape")
    part, page, text = said
    if not (type(part) is int and type(page) is int and 0 <= part < 2**31 and 0 <= page < 2**31):
        raise ValueError("not of the shape")
    if not isinstance(text, str):
        raise ValueError("not of the shape")  # noqa: TRY004 - one error for whatever comes
    return PageWords(part, page, text[:LONGEST_TEXT].replace("\0", "").encode("utf-8", "replace").decode())
