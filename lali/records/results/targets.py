"""Targets of a campaign that were changed after it began: told beside what they are held against.

Read from the journal, which keeps old and new values; whoever asks has passed the campaign's door.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lali.records.audit.queries import entries_about
from lali.records.awareness.models import Campaign

TARGETS = ("wanted_people", "wanted_openings", "wanted_gain")


@dataclass(frozen=True, slots=True)
class TargetChange:
    """One target that was changed after the first day. `old` is None where none had been set."""

    target: str
    on: date
    old: int | None
    new: int | None


def changed_targets(campaign: Campaign) -> list[TargetChange]:
    """Targets that were changed on the first day or later, the oldest change first.

    The first day is the earliest that the plan ever had: who moves it on afterwards hides nothing.
    """
    entries = list(entries_about(campaign.subject).filter(verb="campaign.changed").order_by("index"))
    changes = [(timezone.localdate(one.at), one.facts.get("changed", {})) for one in entries]
    began = min(
        [campaign.starts_on, *(date.fromisoformat(day) for _on, one in changes for day in one.get("starts_on", ()))]
    )
    return [
        TargetChange(name, on, *(int(value) if value else None for value in one[name]))
        for on, one in changes
        if on >= began
        for name in TARGETS
        if name in one
    ]
