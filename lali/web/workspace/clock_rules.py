"""What the law we know of says about the usual clocks: a section to look at, never a length that nobody confirmed.

From the table of powers of the Cybercrime Acts (as read in November 2026). Where a text gives a length, a prosecutor
reads it there; the one length offered is our own house rule for answering a reporter.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lali.records.cases.vocabulary import DeadlineKind, LengthUnit


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind of deadline, its basis in one country, and what is worth knowing."""

    kind: DeadlineKind
    basis: str
    note: Promise | str = ""
    length: dict[str, object] = field(default_factory=dict)

    @property
    def initial(self) -> dict[str, object]:
        """What the form begins with."""
        return {"basis": self.basis} | self.length


_NOT_IN_FORCE = _(
    "In force since 14 November 2022 except this section, as far as we read: ask whether that has changed."
)
_OURS = Suggestion(
    DeadlineKind.PROMISE,
    "",
    _("House rule: a reporter hears from us within 72 hours."),
    {"length": 72, "unit": LengthUnit.HOURS},
)
_RULES = {
    "FJ": (
        Suggestion(DeadlineKind.PRESERVATION, "Cybercrime Act 2021 (Fiji), section 18"),
        Suggestion(DeadlineKind.PRODUCTION, "Cybercrime Act 2021 (Fiji), section 20"),
        Suggestion(DeadlineKind.PLATFORM, "Cybercrime Act 2021 (Fiji), section 34 (24/7 network)", _NOT_IN_FORCE),
        Suggestion(DeadlineKind.MLA, "Cybercrime Act 2021 (Fiji), sections 28 to 30"),
    ),
    "VU": (
        Suggestion(DeadlineKind.PRESERVATION, "Cybercrime Act 2021 (Vanuatu), sections 18 and 19"),
        Suggestion(DeadlineKind.PRODUCTION, "Cybercrime Act 2021 (Vanuatu), section 17"),
    ),
}


def suggestions(country: str) -> tuple[Suggestion, ...]:
    """What can be suggested in a country, with our own rule last."""
    return (*_RULES.get(country, ()), _OURS)
