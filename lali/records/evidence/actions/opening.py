"""The one door to the bytes of an exhibit: whoever shows, reads, copies or bundles them comes through here."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from lali.engines.custody import NotInStore, SealBroken, Unsealed
from lali.records.agencies.models import Member
from lali.records.cases.vocabulary import Level
from lali.records.evidence.access import exhibit_for, running_opening
from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_store
from lali.records.evidence.vocabulary import Purpose
from lali.records.keyring import keys
from lali.records.refusals import Refused

PIECE = 256 * 1024  # what is checked and given at once


class SealIsBroken(Refused):
    """The stored bytes are not what was sealed."""

    sentence = _("This exhibit is not what was sealed. Do not use it; tell your supervisor and keep the disk.")


class ExhibitIsGone(Refused):
    """Its bytes were destroyed, by decision of two persons."""

    sentence = _("This exhibit was destroyed. Its chain of custody says when and why.")


class IsRestricted(Refused):
    """It may show a child or an intimate image: nobody opens it alone."""

    sentence = _(
        "This exhibit may show a child or an intimate image. It opens only with the leave of a second person, for what "
        "was asked, and for a time."
    )


def open_original(
    *, by: Member, ref: str, number: int, purpose: Purpose | None = None, session: str = ""
) -> tuple[Exhibit, Unsealed]:
    """Open the original of an exhibit for reading from any place. The caller journals what for, and closes it.

    Http404 where the member may not read the case. IsRestricted for a restricted one, unless an opening for `purpose`
    runs for this member in this session (its key), and they still write on
    the case (PermissionDenied else). ExhibitIsGone; SealIsBroken when nothing stands there or its ends
    were changed; what is changed in between raises `SealBroken` when it is read.
    """
    exhibit = exhibit_for(by, ref, number)
    if exhibit.restricted_at:
        if not running_opening(by, exhibit, purpose, session):
            raise IsRestricted
        exhibit_for(by, ref, number, Level.CONTRIBUTE)  # who could not ask any more does not go on either
    if exhibit.destroyed_at:
        raise ExhibitIsGone
    try:
        return exhibit, Unsealed(exhibit_store().open(exhibit.address), kek=keys().kek, name=exhibit.file_name)
    except (NotInStore, SealBroken):
        raise SealIsBroken from None


def in_pieces(original: Unsealed) -> Iterator[bytes]:
    """Give the original from where it stands, piece by piece, each checked before it is given."""
    while piece := original.read(PIECE):
        yield piece
