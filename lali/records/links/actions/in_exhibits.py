"""Noting identifiers that were read in an exhibit, each with where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import touch, writable
from lali.records.cases.findable import of_identifier
from lali.records.entities.actions import note_identifiers
from lali.records.links.models import InExhibit
from lali.records.search.index import put_entry

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ReadThere:
    """An identifier as the engine found it, and what the file gives it as (empty: it stands in its words)."""

    kind: str
    value: str
    raw: str
    weak: bool = False
    said_as: str = ""


@transaction.atomic
def note_from_exhibit(
    *, by: Member, ref: str, number: int, found: Iterable[ReadThere], inside: str = "", page: int = 1
) -> list[InExhibit]:
    """Note identifiers of a case that were read in an exhibit; the case speaks of them, and each says where it stands.

    Http404 for an exhibit that is not there, or is restricted: nothing is noted from what nobody may look at.
    """
    case = writable(by, ref)
    exhibit = case.exhibits.filter(number=number, restricted_at__isnull=True).first()
    if exhibit is None:
        raise Http404
    found = list(found)[:MOST_AT_ONCE]
    told = [{"kind": one.kind, "normalised": one.value, "raw": one.raw, "weak": one.weak} for one in found]
    noted = note_identifiers(by=by, found=told, about=case.subject, kept_from=case.walled_members()) if told else []
    made = []
    for one, identifier in zip(found, noted, strict=True):
        place = {"inside": inside[:60], "page": page, "said_as": one.said_as[:20]}
        row, _new = InExhibit.objects.get_or_create(
            identifier=identifier, exhibit=exhibit, **place, defaults={"case": case, "noted_by": by}
        )
        put_entry(of_identifier(case, identifier))
        made.append(row)
    facts = {"identifiers": len(made), "page": page, "inside": inside[:60]}
    record(by=by, verb="exhibit.identifiers_noted", subject=exhibit.subject, facts=facts)
    touch(case)
    return made
