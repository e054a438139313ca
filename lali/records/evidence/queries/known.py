"""What is asked about lists of known files."""

from django.db.models import QuerySet

from lali.records.evidence.models import KnownList
from lali.records.evidence.named_on import lists_naming

__all__ = ["known_lists", "lists_naming"]


def known_lists() -> QuerySet[KnownList]:
    """Lists that count, the newest first."""
    return KnownList.objects.filter(ended_at__isnull=True).select_related("added_by")
