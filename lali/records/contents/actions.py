"""Reading the words of exhibits, one after another, and forgetting them."""

import time
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from lali.engines.custody import NotInStore, SealBroken, Unsealed
from lali.engines.viewing import CannotLook, PageWords, by_when, words_in
from lali.records.audit.actions import record
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState
from lali.records.contents.findable import of_page
from lali.records.contents.models import FileWords, WordsPage
from lali.records.contents.vocabulary import WordsState
from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_store
from lali.records.keyring import keys
from lali.records.search.index import put_entry

SECONDS_A_FILE = 60
MOST_PAGES = 500
MOST_LETTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class WordsRead:
    """What a round came to: files that were read, and files that wait for the next round."""

    count: int
    waiting: int


def read_words_of_exhibits(*, by: object, seconds: float) -> WordsRead:
    """Read the words of exhibits that were not read yet, the oldest first; no new one is begun after `seconds`.

    Each is one transaction: a stop in the middle leaves the file for the next round. Journalled for each exhibit.
    """
    until, count = time.monotonic() + seconds, 0
    for exhibit in list(_waiting().order_by("pk")[:10_000]):
        if time.monotonic() >= until:
            break
        pages, why = _pages_of(exhibit)
        count += _keep(by, exhibit, pages, why)
    return WordsRead(count, _waiting().count())


def _waiting() -> QuerySet[Exhibit]:
    """Exhibits with bytes that may be read and were not."""
    kept = Exhibit.objects.filter(destroyed_at__isnull=True, restricted_at__isnull=True, is_physical=False)
    kept = kept.filter(words__isnull=True).exclude(case__state=CaseState.DISPOSED)
    return kept.select_related("case")


def _pages_of(exhibit: Exhibit) -> tuple[list[PageWords], str]:
    """The pages with words, and why there are not all of them."""
    pages: list[PageWords] = []
    letters = 0
    try:
        original = Unsealed(exhibit_store().open(exhibit.address), kek=keys().kek, name=exhibit.file_name)
    except (NotInStore, SealBroken):
        return [], "seal"
    with original:
        try:
            found = words_in(original, name=exhibit.file_name, until=by_when(SECONDS_A_FILE), most=MOST_PAGES + 1)
            for page in found:
                letters += len(page.text)
                if len(pages) == MOST_PAGES or letters > MOST_LETTERS:
                    return pages, "many"
                if page.text.strip():
                    pages.append(page)
        except CannotLook as why:
            return pages, why.reason
        except SealBroken:
            return [], "seal"
    return pages, ""


@transaction.atomic
def _keep(by: object, exhibit: Exhibit, pages: list[PageWords], why: str) -> bool:
    """Keep what was read and put it into the index, unless the exhibit was restricted, erased or read meanwhile.

    The case is held, as whoever restricts one of its exhibits holds it: what is kept before is then forgotten.
    """
    Case.objects.select_for_update().get(pk=exhibit.case_id)
    if not _waiting().filter(pk=exhibit.pk).exists():
        return False
    words = FileWords.objects.create(exhibit=exhibit, state=_state(pages, why), why=why, pages=len(pages))
    for number, page in enumerate(pages, start=1):
        row = WordsPage(words=words, number=number, part=page.part, page=page.page)
        text = page.text.replace("\x00", "\ufffd")
        row.seal(text)
        row.save()
        put_entry(of_page(exhibit, number, text))
    facts = {"state": words.state, "pages": words.pages}
    record(by=by, verb="exhibit.words_read", subject=exhibit.subject, facts=facts)
    return True


def _state(pages: list[PageWords], why: str) -> WordsState:
    if pages:
        return WordsState.PARTLY if why else WordsState.READ
    return WordsState.FAILED if why and why not in {"not_read", "no_such_part"} else WordsState.NONE
