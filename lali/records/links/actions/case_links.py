"""Tying records together, by a person."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import Level
from lali.records.links.models import CaseLink
from lali.records.refusals import Refused


class SameCase(Refused):
    """A case cannot be linked with itself."""

    sentence = _("These are one and the same case.")


class ReasonNeeded(Refused):
    """A link without a reason helps nobody."""

    sentence = _("Please say in a few words why these two belong together.")


def _both(by: Member, ref: str, other_ref: str) -> tuple[Case, Case]:
    """Hold both cases, always in the same order, so that two members linking the same two do not wait for ever."""
    held = {one: case_for(by, one, Level.CONTRIBUTE, lock=True) for one in sorted({ref, other_ref})}
    return held[ref], held[other_ref]


@transaction.atomic
def link_cases(*, by: Member, ref: str, other_ref: str, reason: str) -> CaseLink:
    """Link two cases; the member contributes to both. Linking twice changes nothing."""
    case, other = _both(by, ref, other_ref)
    if case.pk == other.pk:
        raise SameCase
    if not reason.strip():
        raise ReasonNeeded
    first, second = sorted((case, other), key=lambda found: found.pk)
    link, made = CaseLink.objects.standing().get_or_create(
        first=first, second=second, defaults={"reason": reason.strip()[:400], "linked_by": by}
    )
    if made:
        for one, two in ((case, other), (other, case)):
            record(by=by, verb="case.linked", subject=one.subject, facts={"with": two.ref})
    return link


@transaction.atomic
def unlink_cases(*, by: Member, ref: str, other_ref: str, reason: str) -> None:
    """Undo a link that was a mistake, with a reason; that there was one stays on record."""
    case, other = _both(by, ref, other_ref)
    if not reason.strip():
        raise ReasonNeeded
    first, second = sorted((case, other), key=lambda found: found.pk)
    undone = {"undone_at": timezone.now(), "undone_by": by, "undone_reason": reason.strip()[:400]}
    if CaseLink.objects.standing().filter(first=first, second=second).update(**undone):
        for one, two in ((case, other), (other, case)):
            record(by=by, verb="case.unlinked", subject=one.subject, facts={"with": two.ref})
