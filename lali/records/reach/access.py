"""The two doors to a code: by what a visitor typed, and by the campaign it belongs to."""

from datetime import date

from django.http import Http404

from lali.records.reach.models import PlaceCode
from lali.records.reach.vocabulary import read_code


def open_place(typed: str, today: date) -> PlaceCode | None:
    """Return the open code that somebody typed; None where there is none, or it is closed, or not open yet."""
    code = read_code(typed)
    return PlaceCode.objects.open_on(today).filter(code=code).first() if code else None


def place_of(campaign: str, code: str) -> PlaceCode:
    """Return a campaign's own code, to change it; Http404 for another's. May be called in a transaction only."""
    found = PlaceCode.objects.select_for_update().filter(campaign=campaign, code=code).first()
    if found is None:
        raise Http404
    return found
