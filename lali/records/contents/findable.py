"""What of a file's words is put into the index: each page is a leaf, found by its words alone."""

from collections.abc import Iterator

from lali.engines.finding import tokens_of
from lali.records.contents.models import FileWords, WordsPage
from lali.records.evidence.models import Exhibit
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import FoundKind

WORDS = "/words"  # behind an exhibit: under it stand its pages


def record_of(exhibit: Exhibit) -> str:
    """Under which record the pages of an exhibit stand in the index."""
    return f"{exhibit.subject}{WORDS}"


def of_page(exhibit: Exhibit, number: int, text: str) -> Entry:
    """One page of an exhibit of a case."""
    return Entry(
        record=f"{record_of(exhibit)}/page:{number}",
        door=exhibit.case.subject,
        kind=FoundKind.FILE,
        tokens=tokens_of(text),
    )


def of_words(words: FileWords) -> Iterator[Entry]:
    """Every page that was read of an exhibit; none of a restricted one."""
    if words.exhibit.restricted_at:
        return
    for page in WordsPage.objects.filter(words=words).order_by("number").iterator(chunk_size=20):
        yield of_page(words.exhibit, page.number, page.text())
