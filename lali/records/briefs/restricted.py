"""Restricted exhibits stand in a brief by number, size and SHA-256: nothing of them goes in, and nothing leaves."""

from collections.abc import Iterable

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from lali.records.briefs.models import Brief, Item
from lali.records.briefs.vocabulary import Decision, ItemKind
from lali.records.cases.models import Case
from lali.records.refusals import Refused


class RestrictedStays(Refused):
    """A restricted exhibit would go into a brief, or stands in one that was made before it was restricted."""

    sentence = _(
        "A restricted exhibit goes into no brief. Withhold it: its number, size and SHA-256 are listed. For the court "
        "it is bundled by itself, with the leave of a second person."
    )


def require_nothing_restricted(brief: Brief) -> None:
    """RestrictedStays while the brief includes an exhibit that is restricted now, or a passage of one."""
    restricted = restricted_in(brief.case)
    held = brief.items.filter(decision=Decision.INCLUDED).order_by("place").values_list("source", flat=True)
    if sources := [one for one in held if one in restricted]:
        raise stays_out(sources)


def stays_out(sources: list[str]) -> RestrictedStays:
    """The refusal that names what it speaks of."""
    said = {"said": RestrictedStays.sentence, "which": ", ".join(sources)}
    return RestrictedStays(__("%(said)s Look at: %(which)s.") % said)


def restricted_in(case: Case) -> frozenset[str]:
    """What of a case is restricted now, as briefs name it: exhibits, and passages of them."""
    exhibits = case.exhibits.filter(restricted_at__isnull=False).only("number")
    passages = case.passages.filter(exhibit__restricted_at__isnull=False).only("number")
    return frozenset(one.ref for one in (*exhibits, *passages))


def without_restricted(case: Case, items: Iterable[Item]) -> list[Item]:
    """Items as they may be shown: a passage of an exhibit that was restricted since says only of what it is one.

    Items are changed as they are held: they are not for saving.
    """
    items = list(items)
    restricted = restricted_in(case) if any(one.kind == ItemKind.PASSAGE for one in items) else ()
    for item in items:
        if item.kind == ItemKind.PASSAGE and item.source in restricted:
            source = item.citation.partition(",")[0]
            item.title, item.text, item.citation, item.told = "", "", source, {"source": source, "locator": ""}
    return items
