"""What a member does with an identifier whose page they may open."""

from datetime import date

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.entities.actions import begin_watch, tag_identifier, untag_identifier
from lali.records.entities.models import Identifier, IdentifierTag, Watch
from lali.records.links.access import identifier_for


@transaction.atomic
def tag_seen(*, by: Member, number: int, words: str) -> IdentifierTag:
    """Tag an identifier that the member sees; Http404 otherwise."""
    return tag_identifier(by=by, identifier=identifier_for(by, number), words=words)


@transaction.atomic
def untag_seen(*, by: Member, number: int, tag: int) -> Identifier:
    """Take a tag of the own agency off an identifier that the member sees; Http404 otherwise."""
    return untag_identifier(by=by, identifier=identifier_for(by, number), number=tag)


@transaction.atomic
def watch_seen(*, by: Member, number: int, reason: str, until: date | None = None) -> Watch:
    """Watch an identifier that the member sees; Http404 otherwise."""
    return begin_watch(by=by, identifier=identifier_for(by, number), reason=reason, until=until)
