"""The door to an import: whoever may import, and made it."""

from django.http import Http404

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.imports.models import ImportRun


def run_for(member: Member, number: int, *, lock: bool = False) -> ImportRun:
    """One import of the member's own; Http404 for any other: its fates say which numbers are here already."""
    require(member, Permission.IMPORT)
    runs = ImportRun.objects.select_for_update() if lock else ImportRun.objects
    found = runs.filter(pk=number, by=member).first()
    if found is None:
        raise Http404
    return found
