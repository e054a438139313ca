"""What screens and cases ask about the law. Any member may read it."""

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.law.models import Element, Offence, OffenceVersion


def offences_in(country: str) -> QuerySet[Offence]:
    """Offences of a country with their newest version, in the order of their Acts; retired ones too."""
    return Offence.objects.filter(country=country, current__isnull=False).select_related("current")


def countries_with_law() -> list[str]:
    """Countries whose offences are kept here."""
    return list(Offence.objects.order_by("country").values_list("country", flat=True).distinct())


def read_offence(member: Member, code: str, number: int | None = None) -> OffenceVersion:
    """One version of an offence, the newest when `number` is not given. Http404 when there is none.

    Reading the law is not journalled: it is reference data and speaks of nobody.
    """
    del member  # every member may read it
    versions = OffenceVersion.objects.select_related("offence__current", "made_by", "confirmed_by")
    offence = get_object_or_404(Offence, code=code)
    number = number or offence.current.number
    return get_object_or_404(versions, offence=offence, number=number)


def versions_of(offence: Offence) -> QuerySet[OffenceVersion]:
    """All versions of an offence, newest first."""
    return offence.versions.select_related("made_by", "confirmed_by").order_by("-number")


def offered_to(country: str) -> QuerySet[Offence]:
    """Offences that a case of a country can take up: not retired, with elements, theirs read ahead."""
    elements = Prefetch("current__elements", queryset=Element.objects.order_by("place"))
    offences = offences_in(country).filter(retired_at__isnull=True, current__elements__isnull=False)
    return offences.distinct().prefetch_related(elements)
