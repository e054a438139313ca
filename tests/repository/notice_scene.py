"""The walk's noticeboard: one listing that a colleague wrote, and what its addresses and forms need."""

from lali.records.noticeboard import actions as noticeboard
from tests.repository.board_scene import BoardScene

_COURSE = {
    "offer": "course",
    "name": "Welding (invented)",
    "place": "Macuata",
    "given_by": "Reef School (fictional)",
    "until": "2199-01-01",
    "contacts": "+679 555 0102",
}


def build_noticeboard(writer) -> BoardScene:
    """A course that waits for its second person."""
    listing = noticeboard.add_listing(by=writer, kind="opportunity", country="FJ", source="A call", said=_COURSE)
    of_listing = {"kind": "opportunity", "number": listing.pk}
    form = _COURSE | {"country": "FJ", "source": "A letter"}
    return BoardScene(
        arguments={f"workspace:listing{what}": of_listing for what in ("", "_new", "_change", "_confirm", "_end")},
        forms={
            "workspace:listing_new": form,
            "workspace:listing_change": form,
            "workspace:listing_end": {"reason-reason": "It is over"},
        },
    )
