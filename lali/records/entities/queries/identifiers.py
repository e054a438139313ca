"""What other records ask about identifiers."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from lali.records.entities.models import Mention


def identifiers_of(about: str, *, with_parts: Iterable[str] = ()) -> QuerySet[Mention]:
    """Mentions in one record, each with its identifier and `elsewhere`, in how many other records it stands.

    `with_parts` are records that belong to it (the tips of a case) and so count as the same.
    """
    elsewhere = ~Q(identifier__mentions__record__in=[about, *with_parts])
    return (
        Mention.objects.filter(record=about)
        .select_related("identifier")
        .annotate(elsewhere=Count("identifier__mentions", filter=elsewhere))
        .order_by("identifier__kind", "identifier__value")
    )


def records_sharing(about: str) -> QuerySet[Mention]:
    """Mentions elsewhere of identifiers that stand in `about`. For `links`, which knows who may see what."""
    shared = Mention.objects.filter(record=about).values("identifier")
    return Mention.objects.filter(identifier__in=shared).exclude(record=about).select_related("identifier")
