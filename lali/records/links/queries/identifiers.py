"""An identifier's page, and lists of identifiers: only what stands in records that the member may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import cases_for
from lali.records.cases.models import Case
from lali.records.cases.queries import may_remove, persons_of
from lali.records.entities.models import Identifier, IdentifierTag, Mention, Watch
from lali.records.entities.queries import identifiers_of, tags_of, watches_of
from lali.records.links.access import (
    CASE,
    RECEIVED,
    TIP,
    behind_walls,
    case_mentions_seen,
    identifier_for,
    mentions_seen,
    numbered,
    stands_in,
)
from lali.records.links.models import Attribution, IdentifierNote
from lali.records.tips.models import Tip

PER_PAGE, MOST_CASES = 50, 30


@dataclass(frozen=True, slots=True)
class MentionShown:
    """A mention in a record that the reader may open; `kind` is case, tip or received, `key` what its address takes."""

    kind: str
    key: str
    words: str
    raw: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IdentifierShown:
    """An identifier as one member may see it. `hidden` records are only counted; `first` and `last` leave them out."""

    identifier: Identifier
    page: Page
    mentions: tuple[MentionShown, ...]
    hidden: int
    first: datetime
    last: datetime
    cases: tuple[Case, ...]
    more_cases: int
    tags: tuple[IdentifierTag, ...]
    attributions: tuple[Attribution, ...]
    notes: tuple[IdentifierNote, ...]
    watch: Watch | None


def read_identifier(member: Member, number: int, page: object = None) -> IdentifierShown:
    """One identifier, journalled. Http404 when the member may open none of the records that mention it."""
    walled = behind_walls(member)
    seen = mentions_seen(member, walled).filter(identifier__in=numbered(number))
    told = seen.order_by().aggregate(first=Min("at"), last=Max("at"))
    identifier = numbered(number).first()
    if identifier is None or told["first"] is None:
        raise Http404
    record(by=member, verb="identifier.read", subject=identifier.subject, reading=True)
    shown = Paginator(seen.order_by("-at", "-pk"), PER_PAGE).get_page(page)
    standing = Mention.objects.standing().filter(identifier=identifier).exclude(record__in=walled)
    cases = _cases_with(member, identifier)
    visible = cases_for(member).filter(pk__in=[case.pk for case in cases])
    return IdentifierShown(
        identifier=identifier,
        page=shown,
        mentions=_in_words(shown.object_list),
        hidden=standing.count() - shown.paginator.count,
        first=told["first"],
        last=told["last"],
        cases=tuple(cases[:MOST_CASES]),
        more_cases=max(0, len(cases) - MOST_CASES),
        tags=tuple(tags_of(member, identifier.pk)),
        attributions=tuple(_attributions(identifier, visible)),
        notes=tuple(identifier.notes.filter(case__in=visible).select_related("case", "by")),
        watch=watches_of(member).filter(identifier=identifier).first(),
    )


def _cases_with(member: Member, identifier: Identifier) -> list[Case]:
    """Cases of the member that mention the identifier themselves, last changed first, a few hundred at most."""
    subjects = case_mentions_seen(member).filter(identifier=identifier).values_list("record", flat=True)
    refs = [subject.removeprefix(CASE) for subject in subjects.order_by("-pk")[:500]]
    return list(cases_for(member).annotate_level(member.pk).filter(ref__in=refs).order_by("-changed_at", "-pk"))


def _attributions(identifier: Identifier, cases: QuerySet[Case]) -> QuerySet[Attribution]:
    made = identifier.attributions.filter(case__in=cases)
    return made.select_related("case", "person", "made_by", "withdrawn_by")


def _in_words(mentions: list[Mention]) -> tuple[MentionShown, ...]:
    numbers = [int(one.record.removeprefix(TIP)) for one in mentions if one.record.startswith(TIP)]
    tips = {tip.subject: tip for tip in Tip.objects.filter(pk__in=numbers).only("pk", "number")}
    return tuple(_mention_in_words(one, tips) for one in mentions)


def _mention_in_words(mention: Mention, tips: dict[str, Tip]) -> MentionShown:
    kind, _colon, key = mention.record.partition(":")
    if tip := tips.get(mention.record):
        return MentionShown(kind, str(tip.number), tip.ref, mention.raw, mention.at)
    number = key.removeprefix("R-").lstrip("0") if mention.record.startswith(RECEIVED) else key
    return MentionShown(kind, number, key, mention.raw, mention.at)


# -- lists -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: an identifier and in how many of the member's cases it stands."""

    identifier: Identifier
    cases: int


def identifiers_seen(
    member: Member, *, kind: str = "", shared: bool = False, before: int | None = None
) -> tuple[list[Listed], int | None]:
    """Identifiers of the member's cases, newest first, `PER_PAGE` at a time, and where the next page begins.

    `before` is the key that the page before gave; `shared` leaves those that stand in one case only.
    """
    seen = case_mentions_seen(member)
    if kind:
        seen = seen.filter(identifier__kind=kind)
    if before:
        seen = seen.filter(identifier__lt=before)
    rows = seen.order_by().values("identifier").annotate(cases=Count("pk")).order_by("-identifier")
    if shared:
        rows = rows.filter(cases__gt=1)
    found = list(rows[: PER_PAGE + 1])
    known = Identifier.objects.in_bulk([row["identifier"] for row in found[:PER_PAGE]])
    listed = [Listed(known[row["identifier"]], row["cases"]) for row in found[:PER_PAGE]]
    return listed, listed[-1].identifier.pk if len(found) > PER_PAGE else None


def only_watches(member: Member, number: int) -> bool:
    """Whether the member watches an identifier and may open no record that mentions it."""
    asked = numbered(number)
    if not watches_of(member).filter(identifier__in=asked).exists():
        return False
    return not mentions_seen(member, behind_walls(member)).filter(identifier__in=asked).exists()


def watches_shown(member: Member) -> list[tuple[Watch, bool]]:
    """The member's watches, each with whether they may open the identifier's page."""
    watches = list(watches_of(member))
    seen = mentions_seen(member, behind_walls(member)).filter(identifier__in=[one.identifier_id for one in watches])
    open_ones = set(seen.order_by().values_list("identifier", flat=True).distinct())
    return [(one, one.identifier_id in open_ones) for one in watches]


def identifiers_in(member: Member, case: Case) -> QuerySet[Mention]:
    """Mentions in a case that was opened through its door, each with `elsewhere`; walled records are not counted."""
    return identifiers_beside(member, case.subject, parts=[tip.subject for tip in case.tips.only("pk")])


def identifiers_beside(member: Member, about: str, *, parts: Iterable[str] = ()) -> QuerySet[Mention]:
    """Mentions in a record that the member has opened, each with `elsewhere`; walled records are not counted.

    `parts` belong to the record and are not counted either.
    """
    return identifiers_of(about, with_parts=parts, behind_walls=behind_walls(member))


def mention_in(member: Member, case: Case, number: int) -> Mention:
    """One standing mention of an opened case, to be taken off; Http404 or PermissionDenied as taking it off gives."""
    if not may_remove(case):
        raise PermissionDenied
    return get_object_or_404(identifiers_in(member, case), pk=number)


def owner_choices(member: Member, case: Case, number: int) -> tuple[Identifier, list[tuple[int, str]]]:
    """The identifier and the persons among whom its owner may be chosen; Http404 when the opened case has it not."""
    if not stands_in(case, number):
        raise Http404
    return identifier_for(member, number), [(one.id, one.name) for one in persons_of(case)]
