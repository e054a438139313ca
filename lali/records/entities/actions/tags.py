"""Tags of identifiers, for one agency."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.entities.models import LONGEST_TAG, Identifier, IdentifierTag
from lali.records.refusals import Refused

MOST_TAGS = 12


class NotATag(Refused):
    """Nothing, or a story."""

    sentence = _("A tag is a few words, at most forty characters, and an identifier has at most twelve.")


@transaction.atomic
def tag_identifier(*, by: Member, identifier: Identifier, words: str) -> IdentifierTag:
    """Tag an identifier for the member's agency. The caller has seen that the member may open it."""
    said = " ".join(words.split())
    tags = IdentifierTag.objects.filter(identifier=identifier, agency=by.agency)
    if not said or len(said) > LONGEST_TAG or tags.count() >= MOST_TAGS:
        raise NotATag
    tag, made = tags.get_or_create(identifier=identifier, agency=by.agency, words=said, defaults={"added_by": by})
    if made:
        record(by=by, verb="identifier.tagged", subject=identifier.subject, facts={"tag": tag.pk})
    return tag


@transaction.atomic
def untag_identifier(*, by: Member, identifier: Identifier, number: int) -> Identifier:
    """Take one of the own agency's tags off an identifier; the journal keeps that it was there."""
    tag = get_object_or_404(IdentifierTag, pk=number, identifier=identifier, agency=by.agency)
    record(by=by, verb="identifier.untagged", subject=identifier.subject, facts={"tag": tag.pk})
    tag.delete()
    return identifier
