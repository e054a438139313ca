"""Noting identifiers."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lali.engines.identifiers import normalise
from lali.records.audit.actions import record
from lali.records.audit.models import LogState
from lali.records.entities.models import Identifier, Mention
from lali.records.refusals import Refused

MAX_RAW = 500


class NotAnIdentifier(Refused):
    """What was typed is not a value of the kind chosen."""

    sentence = _("This is not a value of the kind you chose. Please check it, or choose another kind.")


@transaction.atomic
def note_identifiers(*, by: object, found: Iterable[Mapping[str, object]], about: str) -> list[Identifier]:
    """Note that the record `about` speaks of the identifiers `found` (as the engine's records give them)."""
    LogState.objects.locked()  # first the journal, then identifiers, everywhere: no two writers wait for each other
    noted = []
    for item in found:
        identifier, _made = Identifier.objects.get_or_create(
            kind=item["kind"], value=str(item["normalised"])[:MAX_RAW], defaults={"weak": bool(item.get("weak"))}
        )
        Mention.objects.get_or_create(identifier=identifier, record=about, defaults={"raw": str(item["raw"])[:MAX_RAW]})
        noted.append(identifier)
    if noted:
        facts = {"identifiers": sorted({identifier.pk for identifier in noted})}
        record(by=by, verb="identifiers.noted", subject=about, facts=facts)
    return noted


@transaction.atomic
def note_typed_identifier(*, by: object, kind: str, typed: str, country: str, about: str) -> Identifier:
    """Note one identifier that a member typed; NotAnIdentifier when it is none of that kind."""
    value = normalise(kind, typed, country=country)
    if value is None:
        raise NotAnIdentifier
    return note_identifiers(by=by, found=[{"kind": kind, "normalised": value, "raw": typed}], about=about)[0]
