"""The words of the site as they go out to a translator: what is to be done first stands first."""

from django.utils.translation import override

from lali.engines.wording import Entry
from lali.records.agencies.models import Member
from lali.records.wording.keeping import Line, page_lines
from lali.records.wording.pages import PAGES, pages_of
from lali.records.wording.vocabulary import State

_COSTS_MOST = ("help", "report", "code", "check")  # pages on which a wrong word does most harm
_WHAT_TO_DO = (
    "To do first: not translated yet.",
    "To do next: shown as a draft beside English. Read it aloud and mend it.",
    "Signed by a second person: leave it, unless it is wrong.",
)


def entries_of(member: Member, language: str, page: str = "") -> list[Entry]:
    """The strings of a page, or of all, with what a language says: for a file that goes to a translator.

    Where a string stands is told by the names of pages, in English like the string. What is to be done first stands
    first, and a note says so, for tools that hide the mark of a draft.
    """
    pages = [page] if page else [one.code for one in PAGES]
    with override("en"):
        lines = [line for one in pages for line in page_lines(member, language, one)]
        return [
            Entry(
                line.entry.source,
                line.entry.context,
                line.texts,
                tuple(str(one.name) for one in pages_of(line.entry.places)),
                (*line.entry.notes, _WHAT_TO_DO[_turn(line)[0]]),
                line.state == State.SIGNED,
            )
            for line in sorted(lines, key=_turn)
        ]


def _turn(line: Line) -> tuple[int, int]:
    """When a translator comes to a line: what is missing, what is a draft, what is signed; grave pages first."""
    state = {State.MISSING: 0, State.SIGNED: 2}.get(line.state, 1)
    return state, _COSTS_MOST.index(line.page) if line.page in _COSTS_MOST else len(_COSTS_MOST)
