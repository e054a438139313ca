"""Restricted exhibits stand in a brief by number, size and SHA-256: nothing of them goes in, and nothing leaves."""

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from lali.records.briefs.models import Brief
from lali.records.briefs.vocabulary import Decision
from lali.records.refusals import Refused


class RestrictedStays(Refused):
    """A restricted exhibit would go into a brief, or stands in one that was made before it was restricted."""

    sentence = _(
        "A restricted exhibit goes into no brief. Withhold it: its number, size and SHA-256 are listed. For the court "
        "it is bundled by itself, with the leave of a second person."
    )


def require_nothing_restricted(brief: Brief) -> None:
    """RestrictedStays while the brief includes an exhibit that is restricted now."""
    held = brief.items.filter(decision=Decision.INCLUDED, exhibit__restricted_at__isnull=False)
    if sources := list(held.order_by("place").values_list("source", flat=True)):
        raise RestrictedStays(
            __("%(said)s Look at: %(which)s.")
            % {
                "said": RestrictedStays.sentence,
                "which": ", ".join(sources),
            }
        )
