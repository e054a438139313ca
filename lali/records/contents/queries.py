"""What of the files of a member's cases could be read for the search, and what not."""

from dataclasses import dataclass

from lali.records.agencies.models import Member
from lali.records.cases.access import cases_for
from lali.records.contents.models import FileWords
from lali.records.contents.vocabulary import WordsState
from lali.records.evidence.models import Exhibit

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class NotRead:
    """Of the files in a member's cases: how many wait to be read, and the newest that were not read to their end."""

    waiting: int
    incomplete: tuple[FileWords, ...]


def not_read_for(member: Member) -> NotRead:
    """What a search of this member cannot see inside of, in cases that they may open."""
    cases = cases_for(member).order_by().values("pk")
    files = Exhibit.objects.filter(case__in=cases, restricted_at__isnull=True, destroyed_at__isnull=True)
    waiting = files.filter(is_physical=False, words__isnull=True).count()
    states = [WordsState.PARTLY, WordsState.FAILED]
    rows = FileWords.objects.filter(exhibit__in=files.values("pk"), state__in=states).select_related("exhibit__case")
    return NotRead(waiting, tuple(rows.order_by("-pk")[:MOST_LISTED]))
