"""What a document is made of, before anybody decides how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ref:
    """A place in the same document: a page number on paper, a link on a screen. Names an `anchor`."""

    anchor: str


Cell = str | Ref


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line end in it begins a new line. A `note` is small, a `strong` one stands out."""

    text: str
    style: str = "plain"  # plain | note | strong


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; level 2 stands in the PDF's outline."""

    text: str
    anchor: str = ""
    level: int = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """Words with their values, one below the other."""

    rows: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and its share of the width."""

    title: str
    share: int = 1
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; something may refer to it by its anchor."""

    cells: Sequence[Cell]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading row comes again on every page. `empty` stands there when it has no rows."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else, as they stand: `head` says whose and when, `source` where they are from."""

    text: str
    head: str = ""
    source: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG that was made here (`pictures`), never one from outside. `alt` says in words what it shows."""

    data: bytes
    alt: str
    caption: str = ""
    anchor: str = ""


Block = Paragraph | Heading | Facts | Table | Quote | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part with its own line in the contents, and as HTML its own file; on paper short ones share a page."""

    title: str
    anchor: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Words:
    """What the writers themselves say, in the document's language."""

    contents: str = "Contents"
    page: str = "Page"
    page_of: str = "Page {page} of {pages}"
    see: str = "see"  # the words of a link that stands for a page number
    former: str = "Former"
    later: str = "Next"
    not_shown: str = "Characters that the font of this PDF lacks stand as their Unicode number, such as [U+1F600]."


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `made_at` is the only date in it that nobody wrote; it comes from the caller's record."""

    language: str  # "en", "fr"
    kind: str  # what it is, above the title
    number: str
    title: str
    classification: str
    made_at: datetime
    facts: Sequence[tuple[str, Cell]]
    sections: Sequence[Section]
    notice: str = ""
    signing: Sequence[str] = ()  # under each a line to sign on
    issuer: str = ""
    words: Words = field(default_factory=Words)
    is_short: bool = False  # a receipt, a report: no contents, sections follow the title, one signs at the end
