"""Place codes of a campaign: opened for many places at once, closed one by one.

The codes stand in the letterbox's database (see `reach`), whose transaction is the outermost.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.awareness.access import campaign_for
from lali.records.awareness.texts import said_of
from lali.records.reach import actions as reach
from lali.records.reach.models import PlaceCode
from lali.records.reach.queries import codes_of
from lali.records.refusals import Refused

MOST_AT_ONCE, MOST_CODES = 60, 2_000


class NotSigned(Refused):
    """Nothing is shown to the public before a second person has read it."""

    sentence = _("No message in this language is signed yet. A second person must read it before a code leads to it.")


class TooManyCodes(Refused):
    """More than one campaign can have."""

    sentence = _("This campaign has as many codes as one can have. Plan another campaign.")


class HaveOne(Refused):
    """Every one of these places has an open code already."""

    sentence = _("Each of these places has an open code in this language already.")


@transaction.atomic(using=settings.LETTERBOX)
@transaction.atomic
def open_codes(
    *, by: Member, number: int, places: Sequence[str], language: str, open_until: date | None = None
) -> list[PlaceCode]:
    """Open a code for each place; one that has an open code in this language keeps it."""
    campaign = campaign_for(by, number, to_change=True)
    said = said_of(campaign)
    if not said.get(language):
        raise NotSigned
    today = timezone.localdate()
    known = codes_of(campaign.subject)
    there = {one.place.casefold() for one in known if one.language == language and one.is_open_on(today)}
    new = list({place.casefold(): place for place in places if place.casefold() not in there}.values())
    if not new:
        raise HaveOne
    if len(new) > MOST_AT_ONCE or len(known) + len(new) > MOST_CODES:
        raise TooManyCodes
    facts = {"language": language, "said": said, "open_from": today, "open_until": open_until}
    return [reach.open_code(by=by, campaign=campaign.subject, place=place, **facts) for place in new]


@transaction.atomic(using=settings.LETTERBOX)
@transaction.atomic
def close_code(*, by: Member, number: int, code: str) -> PlaceCode:
    """Close a code at once: whoever comes by it is led to the home page."""
    campaign = campaign_for(by, number, to_change=True)
    return reach.close_code(by=by, campaign=campaign.subject, code=code)
