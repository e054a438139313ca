"""Briefs of a case, and one brief with what is still to be done to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from lali.engines.documents import CannotRedact, picture_of_page
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.briefs.access import brief_for, sees_drafts
from lali.records.briefs.material import (
    CHANGES,
    Material,
    all_chosen_at,
    came_after,
    changes_in,
    count_in_words,
    counted,
    material_of,
    undecided_among,
)
from lali.records.briefs.models import Brief, HandOver, Item, KeptFile, NameRelease, Phrase
from lali.records.briefs.restricted import without_restricted
from lali.records.briefs.storage import brief_store, bytes_of
from lali.records.briefs.vocabulary import BriefState, Decision, ItemKind
from lali.records.cases.models import Case
from lali.records.cases.queries import PersonShown, persons_of

PAGE_WIDE = 1000  # pixels


@dataclass(frozen=True, slots=True)
class Chosen:
    """A thing of the case and, where the brief has decided about it, its item. `is_gone`: the case holds it no more."""

    material: Material
    item: Item | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """An item that stands otherwise in the case than when it was chosen: in what, and how it stands now."""

    item: Item
    now: Material
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefStanding:
    """Where a brief stands: its items, copies to make, names, files, to whom it went.

    Until it is fixed also how many of each kind nobody decided about; of a draft, which items changed since they were
    chosen, and which the case does not hold any more.
    """

    items: list[Item]
    undecided: list[tuple[str, str]]
    later: list[Material]
    chosen_at: datetime | None
    changed: list[Changed]
    gone: list[Item]
    copies_left: int
    phrases: list[Phrase]
    releases: list[NameRelease]
    to_release: list[PersonShown]
    files: list[KeptFile]
    hand_overs: list[HandOver]

    @property
    def included(self) -> list[Item]:
        """What goes in."""
        return [item for item in self.items if item.decision == Decision.INCLUDED]


def briefs_of(case: Case) -> QuerySet[Brief]:
    """Briefs of an opened case, newest first; drafts only for who writes on the case."""
    briefs = case.briefs.select_related("ready_by", "fixed_by", "replaces")
    if not sees_drafts(case):
        briefs = briefs.filter(state=BriefState.FIXED)
    return briefs.annotate(
        included=Count("items", filter=Q(items__decision=Decision.INCLUDED), distinct=True),
        handed=Count("hand_overs", distinct=True),
    )


def read_brief(member: Member, ref: str, number: int) -> Brief:
    """One brief, opened: journalled."""
    brief = brief_for(member, ref, number)
    record(by=member, verb="brief.read", subject=brief.subject, reading=True)
    return brief


def standing_of(brief: Brief) -> BriefStanding:
    """Everything a brief's page shows. A constant number of queries."""
    items = brief.items.select_related("exhibit", "copy").annotate(covers=Count("redactions"))
    items = without_restricted(brief.case, items)
    is_draft, is_fixed = brief.state == BriefState.DRAFT, brief.state == BriefState.FIXED
    material = {} if is_fixed else {one.source: one for one in material_of(brief.case)}
    chosen_at = all_chosen_at(brief) if is_draft and items else None
    releases = list(brief.releases.select_related("person", "by"))
    released = {release.person_id for release in releases}
    return BriefStanding(
        items=items,
        undecided=_undecided(material.values(), items),
        later=came_after(undecided_among(material.values(), items), chosen_at) if is_draft else [],
        chosen_at=chosen_at,
        changed=_changed(material, items) if is_draft else [],
        gone=[item for item in items if is_draft and item.source not in material],
        copies_left=sum(_waits_for_copy(item) for item in items),
        phrases=list(brief.phrases.select_related("by")),
        releases=releases,
        to_release=[one for one in persons_of(brief.case) if one.is_shut and not released & set(one.records)],
        files=list(brief.files.all()),
        hand_overs=list(brief.hand_overs.select_related("noted_by")),
    )


def needs_a_second_lead(member: Member, brief: Brief) -> bool:
    """Whether nobody could fix an opened brief if the member hands it on, or if it was handed on by who did."""
    if brief.state == BriefState.FIXED:
        return False
    return not brief.case.has_lead(besides=brief.ready_by_id or member.pk)


def _waits_for_copy(item: Item) -> bool:
    return bool(item.kind == ItemKind.EXHIBIT and item.decision == Decision.INCLUDED and item.covers and not item.copy)


def _undecided(material: Iterable[Material], items: list[Item]) -> list[tuple[str, str]]:
    """Each kind that nobody decided about, with how many in words."""
    numbers = counted(undecided_among(material, items))
    return [(str(kind), count_in_words(kind, n)) for kind, n in numbers.items()]


def _changed(material: Mapping[str, Material], items: list[Item]) -> list[Changed]:
    found = [(item, material[item.source]) for item in items if item.source in material]
    named = [(item, now, changes_in(item, now)) for item, now in found]
    return [Changed(item, now, tuple(str(CHANGES[one]) for one in names)) for item, now, names in named if names]


def choices_in(brief: Brief) -> list[Chosen]:
    """Everything of the case that an opened brief can speak of, with what it decided; last what the case lost since."""
    items = {item.source: item for item in without_restricted(brief.case, brief.items.select_related("exhibit"))}
    there = [Chosen(one, items.pop(one.source, None)) for one in material_of(brief.case)]
    return [*there, *(Chosen(_as_chosen(item), item, is_gone=True) for item in items.values())]


def _as_chosen(item: Item) -> Material:
    return Material(
        item.source, ItemKind(item.kind), item.title, item.text, item.citation, item.exhibit, item.when, item.told
    )


def page_of_brief(member: Member, ref: str, number: int, page: int) -> bytes:
    """A page of the PDF that was put up, as a PNG; Http404 when there is none. Journalled."""
    brief = read_brief(member, ref, number)
    file = brief.files.filter(name="brief.pdf").first()
    if file is None or not 1 <= page <= brief.pages:
        raise Http404
    try:
        return picture_of_page(bytes_of(file), page, wide=PAGE_WIDE).data
    except CannotRedact:
        raise Http404 from None


def unlisted_files() -> list[str]:
    """Addresses in the store of briefs that no brief names: of disposed cases, and covered copies that became old."""
    listed = set(KeptFile.objects.values_list("address", flat=True))
    return [address for address in brief_store().addresses() if address not in listed]


def all_kept_files() -> QuerySet[KeptFile]:
    """Every file of every brief of the node: for `lali verify`, which reads no content."""
    return KeptFile.objects.select_related("brief__case").order_by("pk")
