"""How a physical exhibit stands, from its chain of custody: who holds it, where it is kept, under which seal."""

from collections.abc import Iterable
from dataclasses import dataclass

from lali.records.agencies.models import Member
from lali.records.evidence.models import CustodyEvent, Exhibit, HandingOver
from lali.records.evidence.vocabulary import CustodyKind

GONE = (CustodyKind.RETURNED, CustodyKind.ENDED, CustodyKind.DESTROYED)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds a thing now. `outside` instead of `holder` where somebody outside has it; `gone` says for good."""

    holder: Member | None = None
    outside: str = ""
    place: str = ""
    seal: str = ""
    gone: str = ""  # the kind of event with which its life here ended
    under_way: HandingOver | None = None


def standing_after(events: Iterable[CustodyEvent], under_way: HandingOver | None = None) -> Standing:
    """How it stands after these events of its chain, oldest first."""
    holder, outside, place, seal, gone = None, "", "", "", ""
    for event in events:
        if event.held_by_id or event.held_outside:
            holder, outside = event.held_by, event.held_outside
            place = event.place
        place = event.place or place
        if event.seal or event.broken_seal:
            seal = event.seal
        gone = event.kind if event.kind in GONE else gone
    return Standing(holder, outside, place, seal, gone, under_way)


def standing_of(exhibit: Exhibit) -> Standing:
    """How a physical exhibit stands now. Two queries."""
    under_way = exhibit.hand_overs.on_their_way().select_related("given_by", "to_member").first()
    return standing_after(exhibit.custody.select_related("held_by"), under_way)
