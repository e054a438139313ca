"""Opening, changing and closing place codes; counting under them.

Codes lie in the letterbox's database, the journal of the members' own deeds in theirs (see `noticeboard`): the inner
transaction, the journal's, ends first. Whether a member may is for the campaign to say, whose action calls these.
What is counted stands in the letterbox's journal, a line a day, without an hour, a code or a number.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.audit.actions import record
from lali.records.reach.access import open_place, place_of
from lali.records.reach.models import PlaceCode, Tally
from lali.records.reach.vocabulary import (
    LANGUAGES,
    LETTERS,
    LONGEST_HEADLINE,
    LONGEST_TEXT,
    MOST_A_DAY,
    Step,
    new_code,
)
from lali.records.refusals import Refused

Said = Mapping[str, Mapping[str, Sequence[str]]]  # by language, by variant: headline and text


class NoWords(Refused):
    """A code that leads to an empty page helps nobody."""

    sentence = _("There is no message in the language of this code yet. Write one first.")


class NotToBeShown(Refused):
    """The public site does not speak the language, or knows no such variant."""

    sentence = _("The public site cannot show this language or this variant.")


class TooLong(Refused):
    """A page of five kilobytes has no room for it."""

    sentence = _("A headline has at most 80 characters, a text at most 400.")


class EndsBeforeItBegins(Refused):
    """The last day comes before the first."""

    sentence = _("The last day cannot come before the first.")


class ClosedAlready(Refused):
    """Somebody else was quicker."""

    sentence = _("This place code was closed already. Nothing was changed.")


def _both() -> transaction.Atomic:
    return transaction.atomic(using=settings.LETTERBOX)


@_both()
@transaction.atomic
def open_code(
    *, by: object, campaign: str, place: str, language: str, said: Said, open_from: date, open_until: date | None = None
) -> PlaceCode:
    """Open a code for a place. It leads to the words as they are now; `renew_words` brings later ones."""
    _require_days(open_from, open_until)
    words = _checked(said)
    if not words.get(language):
        raise NoWords
    code = new_code()
    while PlaceCode.objects.filter(code=code).exists():
        code = new_code()
    days = {"open_from": open_from, "open_until": open_until}
    opened = PlaceCode.objects.create(code=code, campaign=campaign, place=place, language=language, said=words, **days)
    record(by=by, verb="place_code.opened", subject=opened.subject)
    return opened


@_both()
@transaction.atomic
def change_days(*, by: object, campaign: str, code: str, open_from: date, open_until: date | None) -> PlaceCode:
    """Set from when until when a code leads to its message; a closed one is open again, for posters stay on walls."""
    _require_days(open_from, open_until)
    changed = place_of(campaign, code)
    changed.open_from, changed.open_until, changed.closed_on = open_from, open_until, None
    changed.save()
    facts = {"from": open_from.isoformat(), "until": open_until.isoformat() if open_until else ""}
    record(by=by, verb="place_code.changed", subject=changed.subject, facts=facts)
    return changed


@_both()
@transaction.atomic
def renew_words(*, by: object, campaign: str, said: Said) -> int:
    """Give all codes of a campaign its words as they are now. Returns how many.

    NoWords where the language of one of them would be left without a message.
    """
    words = _checked(said)
    codes = list(PlaceCode.objects.select_for_update().filter(campaign=campaign))
    if any(not words.get(one.language) for one in codes):
        raise NoWords
    for one in codes:
        one.said = words
    PlaceCode.objects.bulk_update(codes, ["said"])
    if codes:
        record(by=by, verb="place_code.reworded", subject=campaign, facts={"codes": len(codes)})
    return len(codes)


@_both()
@transaction.atomic
def close_code(*, by: object, campaign: str, code: str) -> PlaceCode:
    """Close a code at once: it leads to the home page, as one that never was."""
    closed = place_of(campaign, code)
    if closed.closed_on is not None:
        raise ClosedAlready
    closed.closed_on = timezone.localdate()
    closed.save()
    record(by=by, verb="place_code.closed", subject=closed.subject)
    return closed


def _require_days(open_from: date, open_until: date | None) -> None:
    if open_until is not None and open_until < open_from:
        raise EndsBeforeItBegins


def _checked(said: Said) -> dict[str, dict[str, list[str]]]:
    words = {
        language: {letter: [part.strip() for part in parts] for letter, parts in variants.items()}
        for language, variants in said.items()
        if variants
    }
    for variants in words.values():
        for headline, text in variants.values():
            if not (headline and text):
                raise NoWords
            if len(headline) > LONGEST_HEADLINE or len(text) > LONGEST_TEXT:
                raise TooLong
    if not (words.keys() <= set(LANGUAGES) and all(variants.keys() <= set(LETTERS) for variants in words.values())):
        raise NotToBeShown
    return words


def count(*, by: str, code: str, letter: str, step: Step, today: date) -> bool:
    """Count one load of a step under a code. False, and nothing written, for a code or variant that is not open.

    Beyond MOST_A_DAY it reads and writes nothing any more: whoever loads a page a million times holds up no report.
    """
    place = open_place(code, today)
    if place is None or letter not in place.letters:
        return False
    row = Tally.objects.filter(code=place, letter=letter, day=today, step=step)
    if row.filter(number__gt=MOST_A_DAY).exists():
        return True
    with transaction.atomic(using=settings.LETTERBOX):
        if not _one_more(row):
            _note_the_day(by, today)
            Tally.objects.get_or_create(code=place, letter=letter, day=today, step=step)
            _one_more(row)
    return True


def _one_more(row: QuerySet[Tally]) -> int:
    return row.filter(number__lte=MOST_A_DAY).update(number=F("number") + 1)


def _note_the_day(by: str, today: date) -> None:
    """One line a day: that somebody came by some code."""
    if not Tally.objects.filter(day=today).exists():
        record(by=by, verb="reach.counted", subject="reach", day_only=True, using=settings.LETTERBOX)
