"""What is covered wherever it stands: names of possible victims, without anybody asking, and words somebody named.

Every text of a paper passes through the shield before a writer sees it, whatever section it stands in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lali.engines.documents import Cover, Document, cover, places_of, places_of_names, with_texts
from lali.records.briefs.models import Brief
from lali.records.briefs.shut import shut_in
from lali.records.briefs.vocabulary import CoverReason


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must not leave: phrases as they are, names however they are written; and what is said in their place."""

    said: str
    spellings: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shield:
    """Takes names and words out of texts."""

    hidden: tuple[Hidden, ...]

    def text(self, text: str) -> str:
        """The text with a block and what is said instead where something hidden stood."""
        if not text:
            return text
        covers = [
            Cover(start, end, one.said)
            for one in self.hidden
            for start, end in (*places_of(one.spellings, text), *places_of_names(one.names, text))
        ]
        return cover(text, covers) if covers else text

    def also(self, hidden: Iterable[Hidden]) -> "Shield":
        """This shield, and more that is hidden; what is said in one and the same way is looked for at once."""
        together: dict[str, Hidden] = {}
        for one in (*self.hidden, *hidden):
            known = together.get(one.said, Hidden(one.said, ()))
            spellings, names = dict.fromkeys((*known.spellings, *one.spellings)), (*known.names, *one.names)
            together[one.said] = Hidden(one.said, tuple(spellings), tuple(dict.fromkeys(names)))
        return Shield(tuple(together.values()))

    def document(self, document: Document) -> Document:
        """A document in which no text, whichever it is, holds a name or words that are covered everywhere."""
        return with_texts(document, self.text) if self.hidden else document


def shield_of(brief: Brief) -> Shield:
    """The shield of a brief, in the active language: possible victims whose name was not released, words to cover.

    All names that are known of them count, in every record that was found to be of the same person.
    """
    names = [Hidden(one.code_name, one.documents, one.names) for one in shut_in(brief)]
    phrases = [Hidden(str(CoverReason(one.reason).label), (one.words,)) for one in brief.phrases.all()]
    return Shield(()).also([*names, *phrases])
