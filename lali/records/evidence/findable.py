"""What of evidence is put into the index: what an exhibit is called, never what is in it; what a statement says now;
what is cited and still stands.
"""  # noqa: D205 - the list belongs to the sentence

from lali.records.evidence.models import Exhibit, Passage, Statement
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import FoundKind


def of_exhibit(exhibit: Exhibit) -> Entry:
    """An exhibit of a case."""
    words = (exhibit.file_name, exhibit.acquired_by, exhibit.acquired_where, exhibit.acquired_how)
    return Entry(
        record=exhibit.subject,
        door=exhibit.case.subject,
        kind=FoundKind.EXHIBIT,
        title=exhibit.title,
        words="\n".join(words),
        refs=[exhibit.ref, exhibit.sha256],
    )


def of_statement(statement: Statement) -> Entry:
    """A statement of a case, in its newest version."""
    now = statement.current
    return Entry(
        record=statement.subject,
        door=statement.case.subject,
        kind=FoundKind.STATEMENT,
        words=f"{now.words}\n{now.taken_where}\n{now.taken_by}",
        names=[now.of_whom],
        refs=[statement.ref],
    )


def of_passage(passage: Passage) -> Entry:
    """A passage that stands: the words cited, where they are, the note; of a restricted exhibit none of them."""
    words = () if passage.is_restricted else (passage.quote, passage.locator, passage.note)
    return Entry(
        record=passage.subject,
        door=passage.case.subject,
        kind=FoundKind.PASSAGE,
        words="\n".join(filter(None, words)),
    )
