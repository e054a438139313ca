"""Which tips stand under another: what a machine repeats, and never a person in danger.

The first of a kind each have a row. Then what says the same word for word is folded, a flood later what differs in
numbers and links only, and once a kind is sent by the hundred, what is nearly the same.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import blake2b

from django.db.models import Count, Q
from django.utils import timezone

from lali.engines.families import NEAR, nearness, same_words, sketch, without_numbers
from lali.records.agencies.models import Agency
from lali.records.letterbox.queries import has_files
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import RISK_ORDER, Risk, TipState

FOLDED_WITHIN_DAYS = 30
FEWEST_WORDS = 12  # "Please help me" is what different people write
STAND_ALONE = 5  # of a kind: a row each, even where they say the same word for word
A_FLOOD = 20  # of a kind: from here on only numbers and links make no row
BY_THE_HUNDRED = 200  # of a kind: from here on nearly the same words make no row
YES, UNSURE, MYSELF = "yes", "unsure", "myself"  # the reporter's answers


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    sketch: str
    urgency: int
    answers: bytes
    exact: bytes
    plain: bytes  # without numbers and links
    under: int = 0  # how many stand under it


def is_repeat(one: Tip, other: Tip) -> bool:
    """Whether two tips say the same, word for word and answer for answer."""
    return one.details == other.details and same_words(one.text) == same_words(other.text)


class Rows:
    """The rows that new reports are held against: those of the last month that nobody has decided on."""

    def __init__(self, agency: Agency) -> None:
        lately = timezone.now() - timedelta(days=FOLDED_WITHIN_DAYS)
        new = Tip.objects.of_agency(agency.pk).filter(state=TipState.NEW, like__isnull=True, received_at__gte=lately)
        known = new.exclude(sketch="").annotate(under=Count("copies", filter=Q(copies__state=TipState.NEW)))
        known = known.order_by("pk").only("pk", "sketch", "urgency", "details", "text")
        self._rows = {tip.pk: _row(tip, tip.under) for tip in known.iterator()}
        self.added = 0

    def place(self, tip: Tip) -> None:
        """Fold a tip under a row of its kind, or give it a row. Called in the transaction that enters the tip.

        A row that a colleague decides on meanwhile takes no more: it is held, and asked for its state.
        """
        if _stands_by_itself(tip):
            self.added += 1
            return
        tip.sketch = sketch(tip.text)
        new = _row(tip)
        while (under := self._row_for(new)) and not _is_free(under):
            del self._rows[under.pk]
        if under:
            tip.like_id = under.pk
            self._rows[under.pk] = replace(under, under=under.under + 1)
        else:
            self.added += 1
            self._rows[tip.pk] = new
        tip.save(update_fields=["sketch", "like"])

    def _row_for(self, new: _Row) -> _Row | None:
        kind = [row for row in self._rows.values() if row.urgency == new.urgency and _are_near(row, new)]
        number = sum(1 + row.under for row in kind)
        same = [row for row in kind if row.answers == new.answers]
        steps = [
            (STAND_ALONE, [row for row in same if row.exact == new.exact]),
            (A_FLOOD, [row for row in same if row.plain == new.plain]),
            (BY_THE_HUNDRED, same),
        ]
        return next((rows[0] for least, rows in steps if number >= least and rows), None)


def _stands_by_itself(tip: Tip) -> bool:
    """Whether a tip has a row whatever else has come: somebody may be in danger, or it is not words alone.

    Who is not sure of the danger may be in it, and who tells of themselves tells no rumour.
    """
    in_danger = tip.details.get("danger") in {YES, UNSURE} or tip.urgency == RISK_ORDER[Risk.URGENT]
    is_young = tip.details.get("under_18") == YES
    of_themselves = tip.details.get("about") == MYSELF
    is_short = len(tip.text.split()) < FEWEST_WORDS
    is_alone = in_danger or is_young or of_themselves or is_short
    return is_alone or (tip.report_number is not None and has_files(tip.report_number))


def _is_free(row: _Row) -> bool:
    """Hold a row, and say whether it still is one that nobody decided on."""
    held = Tip.objects.select_for_update().filter(pk=row.pk, state=TipState.NEW, like__isnull=True)
    return held.values_list("pk", flat=True).first() is not None


def _are_near(one: _Row, other: _Row) -> bool:
    return one.plain == other.plain or nearness(one.sketch, other.sketch) >= NEAR


def _row(tip: Tip, under: int = 0) -> _Row:
    exact, plain = _digest(same_words(tip.text)), _digest(without_numbers(tip.text))
    return _Row(tip.pk, tip.sketch, tip.urgency, _answers(tip.details), exact, plain, under)


def _answers(details: Mapping[str, str]) -> bytes:
    return _digest(json.dumps(details, sort_keys=True))


def _digest(words: str) -> bytes:
    return blake2b(words.encode(errors="replace"), digest_size=16).digest()
