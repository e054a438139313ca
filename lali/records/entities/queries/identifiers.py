"""What other records ask about identifiers."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from lali.records.agencies.models import Member
from lali.records.entities.models import IdentifierTag, Mention, Watch
from lali.records.entities.models.identifiers import MentionQuerySet


def identifiers_of(about: str, *, with_parts: Iterable[str] = (), behind_walls: Iterable[str] = ()) -> MentionQuerySet:
    """Mentions in one record, each with its identifier and `elsewhere`, in how many other records it stands.

    `with_parts` are records that belong to it (the tips of a case) and so count as the same; those `behind_walls` are
    kept from whoever asks, and are not counted.
    """
    apart = Q(identifier__mentions__record__in=[about, *with_parts, *behind_walls])
    elsewhere = Q(identifier__mentions__removed_at__isnull=True) & ~apart
    return (
        Mention.objects.standing()
        .filter(record=about)
        .select_related("identifier")
        .annotate(elsewhere=Count("identifier__mentions", filter=elsewhere))
        .order_by("identifier__kind", "identifier__value")
    )


def records_sharing(about: str, *, newest: int, behind_walls: Iterable[str] = ()) -> tuple[list[tuple[str, int]], bool]:
    """Where else the identifiers of `about` stand: (record, number of the identifier), of each the `newest` so many.

    And whether there are more. For `links`, which knows who may see what: a wallet can stand in thousands of cases.
    What lies `behind_walls` counts for nothing.
    """
    standing = Mention.objects.standing().exclude(record__in=behind_walls).order_by()
    older = standing.filter(identifier=OuterRef("identifier")).order_by("-pk").values("pk")[newest : newest + 1]
    since = dict(standing.filter(record=about).annotate(since=Subquery(older)).values_list("identifier", "since"))
    everywhere = {identifier: pk for identifier, pk in since.items() if pk}
    asked = Q(identifier__in=since.keys() - everywhere.keys())
    for identifier, pk in everywhere.items():
        asked |= Q(identifier=identifier, pk__gt=pk)
    found = standing.filter(asked).exclude(record=about).order_by("pk").values_list("record", "identifier_id")
    return list(found), bool(everywhere)


def tags_of(member: Member, identifier_id: int) -> QuerySet[IdentifierTag]:
    """The tags that the member's own agency gave an identifier."""
    return IdentifierTag.objects.filter(identifier=identifier_id, agency=member.agency_id).select_related("added_by")


def watches_of(member: Member) -> QuerySet[Watch]:
    """The member's own watches that run, newest first."""
    return Watch.objects.running().filter(member=member).select_related("identifier")
