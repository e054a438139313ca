"""Files that came with a tip become exhibits of the case that took the tip."""

import io

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.evidence.actions.exhibits import Acquisition, writable
from lali.records.evidence.actions.intake import take_in_exhibit
from lali.records.evidence.models import Exhibit
from lali.records.tips.actions import copy_file
from lali.records.tips.queries import is_shut
from lali.records.tips.vocabulary import CopyReason


@transaction.atomic
def take_in_file_of_tip(
    *, by: Member, ref: str, number: int, place: int, acquisition: Acquisition, restricted: bool = False
) -> Exhibit:
    """Seal a file of a tip, as it was sent, as an exhibit of a case on which the member writes.

    `restricted`: it may show a child or an intimate image; a file that was restricted with its tip is in any case.
    That it was copied out stands in the journal only where it became an exhibit. The original stays in the letterbox.
    """
    writable(by, ref)
    name, data = copy_file(by=by, number=number, place=place, reason=CopyReason.EVIDENCE)
    restricted = restricted or is_shut(by, number, place)
    return take_in_exhibit(
        by=by, ref=ref, file_name=name, source=io.BytesIO(data), acquisition=acquisition, restricted=restricted
    )
