"""What other records ask about identifiers."""

from django.db.models import Count, QuerySet

from lali.records.entities.models import Mention


def identifiers_of(about: str) -> QuerySet[Mention]:
    """Mentions in one record, each with its identifier and `records`, in how many records it stands at all."""
    return (
        Mention.objects.filter(record=about)
        .select_related("identifier")
        .annotate(records=Count("identifier__mentions"))
        .order_by("identifier__kind", "identifier__value")
    )


def records_sharing(about: str) -> QuerySet[Mention]:
    """Mentions elsewhere of strong identifiers that stand in `about`. For `links`, which knows who may see what."""
    shared = Mention.objects.filter(record=about, identifier__weak=False).values("identifier")
    return Mention.objects.filter(identifier__in=shared).exclude(record=about).select_related("identifier")
