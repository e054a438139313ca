"""Names of possible victims are covered wherever they stand, without anybody asking: their code name stands there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lali.engines.documents import (
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Ref,
    Row,
    Section,
    Table,
    cover,
    places_of,
    places_of_names,
)
from lali.records.briefs.models import Brief
from lali.records.briefs.shut import shut_in


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must not leave: phrases as they are, names however they are written; and what is said in their place."""

    code_name: str
    spellings: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shield:
    """Takes the names out of texts."""

    hidden: tuple[Hidden, ...]

    def text(self, text: str) -> str:
        """The text with a block and the code name where a name stood."""
        covers = [
            Cover(start, end, one.code_name)
            for one in self.hidden
            for start, end in (*places_of(one.spellings, text), *places_of_names(one.names, text))
        ]
        return cover(text, covers) if covers else text

    def document(self, document: Document) -> Document:
        """A document in which no text holds a name."""
        if not self.hidden:
            return document
        return replace(
            document,
            title=self.text(document.title),
            classification=self.text(document.classification),
            facts=self._facts(document.facts),
            sections=[
                Section(self.text(one.title), one.anchor, [self._block(block) for block in one.blocks])
                for one in document.sections
            ],
        )

    def _facts(self, rows: Iterable[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
        return [(word, self._cell(cell)) for word, cell in rows]

    def _cell(self, cell: Cell) -> Cell:
        return cell if isinstance(cell, Ref) else self.text(cell)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph():
                return Paragraph(self.text(block.text), block.style)
            case Heading():
                return Heading(self.text(block.text), block.anchor, block.level)
            case Facts():
                return Facts(self._facts(block.rows))
            case Table():
                columns = [Column(one.title, one.share, one.is_number) for one in block.columns]
                rows = [Row([self._cell(cell) for cell in row.cells], row.anchor) for row in block.rows]
                return Table(columns, rows, block.empty)
            case Quote():
                return Quote(self.text(block.text), self.text(block.head), self.text(block.source), block.anchor)
            case Picture():
                return Picture(block.data, self.text(block.alt), self.text(block.caption), block.anchor)


def shield_of(brief: Brief) -> Shield:
    """The shield of a brief: every possible victim of the case whose name was not released for it.

    All names that are known of them count, in every record that was found to be of the same person.
    """
    return Shield(tuple(Hidden(one.code_name, one.documents, one.names) for one in shut_in(brief)))
