"""The walk's noticeboard: one listing that a colleague wrote, and what its addresses and forms need."""

from lali.records.lures import actions as lures
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


_LURE = {"title": "A fee", "words": "They ask for a fee.", "ask": "For what is it?", "country": "FJ"}


def build_noticeboard(writer, tip) -> BoardScene:
    """A course that waits for its second person, and a lure of the week that waits for its first."""
    pattern = lures.Pattern("A fee first", "They want money first.", ("upfront_fee",), "For what is it?", "FJ")
    lure = lures.write_lure(by=writer, about=str(tip.number), pattern=pattern)
    listing = noticeboard.add_listing(by=writer, kind="opportunity", country="FJ", source="A call", said=_COURSE)
    of_listing = {"kind": "opportunity", "number": listing.pk}
    form = _COURSE | {"country": "FJ", "source": "A letter"}
    return BoardScene(
        arguments={
            **{f"workspace:listing{what}": of_listing for what in ("", "_new", "_change", "_confirm", "_end")},
            **{f"workspace:lure{what}": {"number": lure.pk} for what in ("", "_change", "_release", "_take_back")},
        },
        forms={
            "workspace:lure_new": _LURE | {"about": str(tip.number)},
            "workspace:lure_change": _LURE,
            "workspace:lure_release": {"version": lure.version},
            "workspace:lure_take_back": {"reason-reason": "A mistake"},
            "workspace:listing_new": form,
            "workspace:listing_change": form,
            "workspace:listing_end": {"reason-reason": "It is over"},
        },
    )
