"""Writing, releasing and taking back lures of the week.

What the public sees is committed last, as on the noticeboard: the draft and the journal know of it first.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.signs import entries
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.lures.access import case_behind, lure_for, source_for
from lali.records.lures.deidentifying import leads_to_somebody
from lali.records.lures.models import Lure
from lali.records.lures.vocabulary import LureState
from lali.records.noticeboard.actions import show_lure, withdraw_lure
from lali.records.noticeboard.queries import is_shown
from lali.records.refusals import Refused


class LeadsToSomebody(Refused):
    """The words hold something by which somebody can be found; `found` says what."""

    sentence = _("Take this out first, it can lead to somebody: %(found)s.")

    def __init__(self, found: list[str]) -> None:
        super().__init__(self.sentence % {"found": ", ".join(found)})
        self.found = found


class NoSource(Refused):
    """There is no such case or tip, or it is not theirs: both look the same."""

    sentence = _("There is no case of yours with this reference, and no tip with this number that you may write from.")
    field = "about"


class LeadsToSomebodyNow(Refused):
    """At release. What was found is not said: whoever releases need not know the persons of the case."""

    sentence = _("These words can lead to somebody. Whoever wrote them must change them; on saving, Lali says what.")


class WordsChanged(Refused):
    """A release counts for the words that were read."""

    sentence = _("The words were changed while you read. Nothing was released. Please read the new ones.")


class OwnLure(Refused):
    """Whoever wrote it, or released it already, does not count as the next person."""

    sentence = _("Two colleagues who did not write it must release it, each once.")


class LureIsClosed(Refused):
    """It was released or taken back meanwhile."""

    sentence = _("This lure was released or taken back meanwhile. Nothing was changed.")


class WhyIsNeeded(Refused):
    """Taken back without a reason cannot be followed later."""

    sentence = _("Please say in a few words why.")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a lure says. `signs` are ids of the engine's catalogue."""

    title: str
    words: str
    signs: tuple[str, ...]
    ask: str
    country: str

    def all_words(self) -> str:
        """Everything that people will read."""
        return f"{self.title}\n{self.words}\n{self.ask}"


@transaction.atomic
def write_lure(*, by: Member, about: str, pattern: Pattern) -> Lure:
    """Write down a pattern seen in a case (its reference) or a tip (its number)."""
    _require_nobody(by, about, pattern)
    lure = Lure(agency=by.agency, about=about)
    _put(lure, by, pattern)
    record(by=by, verb="lure.written", subject=lure.subject)
    return lure


@transaction.atomic
def change_lure(*, by: Member, number: int, pattern: Pattern) -> Lure:
    """Write it anew; who released the old words has not released these."""
    lure = lure_for(by, number, lock=True)
    _require_nobody(by, lure.about, pattern)
    if not lure.is_open:
        raise LureIsClosed
    lure.state, lure.first_by = LureState.WRITTEN, None
    _put(lure, by, pattern)
    record(by=by, verb="lure.changed", subject=lure.subject)
    return lure


def _require_nobody(by: Member, about: str, pattern: Pattern) -> None:
    require(by, Permission.TRIAGE)
    try:
        case = source_for(by, about)
    except (Http404, PermissionDenied) as why:
        raise NoSource from why
    if found := leads_to_somebody(pattern.all_words(), country=by.agency.country, case=case):
        raise LeadsToSomebody(found)


def _put(lure: Lure, by: Member, pattern: Pattern) -> None:
    lure.title, lure.words, lure.ask, lure.country = pattern.title, pattern.words, pattern.ask, pattern.country
    lure.signs = [sign for sign in pattern.signs if sign in entries()]
    lure.written_by = by
    lure.save()


@transaction.atomic(using=settings.LETTERBOX)
@transaction.atomic
def release_lure(*, by: Member, number: int, version: str) -> Lure:
    """Release the words that were read (`Lure.version`) as one of two; with the second the public sees them."""
    lure = lure_for(by, number, lock=True)
    if not lure.is_open:
        raise LureIsClosed
    if by.pk in {lure.written_by_id, lure.first_by_id}:
        raise OwnLure
    if version != lure.version:
        raise WordsChanged
    _require_still_nobody(lure)
    if lure.first_by_id is None:
        lure.first_by, lure.state = by, LureState.SECONDED
        lure.save(update_fields=["first_by", "state"])
        record(by=by, verb="lure.seconded", subject=lure.subject)
        return lure
    lure.second_by, lure.state, lure.released_on = by, LureState.RELEASED, timezone.localdate()
    lure.save(update_fields=["second_by", "state", "released_on"])
    show_lure(
        by=by,
        number=lure.pk,
        title=lure.title,
        words=lure.words,
        signs=lure.signs,
        ask=lure.ask,
        country=lure.country,
        released_on=lure.released_on,
    )
    record(by=by, verb="lure.released", subject=lure.subject)
    return lure


def _require_still_nobody(lure: Lure) -> None:
    """Ask again at release: somebody may have been added to the case since it was written."""
    pattern = Pattern(lure.title, lure.words, tuple(lure.signs), lure.ask, lure.country)
    if leads_to_somebody(pattern.all_words(), country=lure.agency.country, case=case_behind(lure)):
        raise LeadsToSomebodyNow


@transaction.atomic(using=settings.LETTERBOX)
@transaction.atomic
def take_back_lure(*, by: Member, number: int, why: str) -> Lure:
    """Take it back, shown or not, at once and by one person.

    Also once more while the public still sees it, which only a stop of the power between two databases can leave.
    """
    lure = lure_for(by, number, lock=True)
    if lure.state == LureState.TAKEN_BACK and not is_shown(number):
        raise LureIsClosed
    if not why.strip():
        raise WhyIsNeeded
    lure.state, lure.taken_back_by, lure.taken_back_why = LureState.TAKEN_BACK, by, why.strip()[:300]
    lure.save(update_fields=["state", "taken_back_by", "taken_back_why"])
    withdraw_lure(by=by, number=lure.pk)
    record(by=by, verb="lure.taken_back", subject=lure.subject)
    return lure
