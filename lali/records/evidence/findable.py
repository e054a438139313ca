"""What of an exhibit is put into the index: what it is called and how it was acquired, never what is in it."""

from lali.records.evidence.models import Exhibit
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
