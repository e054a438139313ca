"""Families of texts as one member may see them: the template, the texts, whose numbers stand in them, what was said."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from lali.engines.families import template_of
from lali.engines.identifiers import Identifier as Found
from lali.engines.identifiers import find
from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.links.access import (
    families_waiting,
    family_judgements_on,
    family_judgements_seen,
    family_text_for,
    family_texts_judged_by,
    family_texts_seen,
    family_texts_told_of,
    texts_seen,
)
from lali.records.links.models import FamilyJudgement, FamilyText
from lali.records.links.queries.family_nodes import families_in
from lali.records.links.texts import texts_of
from lali.records.tips.models import Tip

PER_PAGE = 20
IN_THE_QUEUE = 3  # families that stand before the pairs
MOST_TEXTS = 100  # of one family that are shown
MOST_COUNTED = 20_000  # texts of a page of families that are looked at
OF_A_TEMPLATE = 5  # texts that a template is made from: those nearest to the middle
PHONES = frozenset({"phone", "whatsapp", "viber"})


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One family in a list. `number` is that of one of its texts, by which its page is found; `records` hold them."""

    number: int
    template: str
    texts: int
    records: int
    phones: int
    first: datetime
    last: datetime
    is_new: bool
    is_hard_to_read: bool
    is_waiting: bool
    said: tuple[FamilyJudgement, ...]


@dataclass(frozen=True, slots=True)
class TextShown:
    """One text of a family: where it stands, its words, what of them is an identifier, whether it came since."""

    pk: int
    kind: str  # tip or message
    case: str  # a message's
    conversation: int
    number: int  # of the tip, or of the message
    words: str
    says: str  # how the record is called
    subject: str  # and how the journal writes it
    at: datetime
    identifiers: tuple[Found, ...]
    is_hard_to_read: bool
    is_new: bool
    came_later: bool  # after a judgement that covers it
    writes: bool
    out_reason: str
    out_by: str


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """A family: what stays among its texts, each of them, what numbers and accounts they name, and how often."""

    number: int
    family: int
    template: str
    is_hard_to_read: bool
    texts: tuple[TextShown, ...]
    taken_out: tuple[TextShown, ...]
    more: int
    records: int
    identifiers: tuple[tuple[Found, int], ...]
    days: tuple[tuple[date, int], ...]  # on which so many of the texts came
    elsewhere: bool  # the family has texts that the reader may not open, and that nothing keeps from their knowledge
    said: tuple[FamilyJudgement, ...]
    is_waiting: bool
    writes: bool


def families_for(member: Member, *, since: datetime | None = None, waiting: bool = False, page: object = None) -> Page:
    """Families of two texts and more that the member may open, the newest first; `since` says what is new.

    `waiting` keeps to those that wait for the member's judgement.
    """
    seen, only = family_texts_seen(member), families_waiting(member) if waiting else None
    rows = seen if only is None else seen.filter(family__in=only)
    told = Paginator(list(_grouped(rows)), PER_PAGE).get_page(page)
    told.object_list = _lines(member, list(told), since, waiting=only)
    return told


def families_in_queue(member: Member, ref: str = "") -> tuple[list[FamilyLine], int]:
    """The newest families that wait for the member's judgement, and how many in all; those of one case, if named."""
    among = families_in(member, [case_for(member, ref).ref]) if ref else None  # first: of the case, then of these
    waiting = families_waiting(member, among)
    newest = waiting[:IN_THE_QUEUE]
    rows = _grouped(family_texts_seen(member).filter(family__in=newest)) if newest else []
    return _lines(member, list(rows), None, waiting=newest), len(waiting)


def families_judged(member: Member) -> list[FamilyLine]:
    """Families of which something was said that the member reads, the newest judgement first, a page of them."""
    said = family_judgements_seen(member).filter(undone_at__isnull=True).order_by("-at", "-pk")
    families = list(dict.fromkeys(said.values_list("family", flat=True)[: PER_PAGE * 3]))[:PER_PAGE]
    lines = _grouped(family_texts_seen(member).filter(family__in=families))
    order = {family: place for place, family in enumerate(families)}
    return _lines(member, sorted(lines, key=lambda row: order[row["family"]]), None)


def _grouped(seen: QuerySet[FamilyText]) -> QuerySet:
    families = seen.with_end().order_by().values("family").annotate(
        texts=Count("pk"), records=Count("end", distinct=True), number=Min("pk"), first=Min("at"), last=Max("at")
    )  # fmt: skip
    return families.filter(texts__gte=2).order_by("-last", "number")


def _lines(
    member: Member, rows: list[dict], since: datetime | None, *, waiting: Iterable[int] | None = None
) -> list[FamilyLine]:
    if not rows:
        return []
    families = [row["family"] for row in rows]
    seen = family_texts_seen(member).filter(family__in=families)
    looked = {family: _Looked([], 0) for family in families} | _looked_at(seen)
    nearest, said = _nearest(looked), said_of(member, families)
    waits = set(families_waiting(member, families) if waiting is None else waiting)
    return [
        FamilyLine(
            row["number"],
            nearest[row["family"]].template,
            row["texts"],
            row["records"],
            looked[row["family"]].phones,
            row["first"],
            row["last"],
            is_new=since is not None and row["last"] > since,
            is_hard_to_read=nearest[row["family"]].is_hard_to_read,
            is_waiting=row["family"] in waits,
            said=said[row["family"]],
        )
        for row in rows
    ]


class _Looked(NamedTuple):
    nearest: list[int]  # texts nearest to the middle, by their numbers
    phones: int


def _looked_at(seen: QuerySet[FamilyText]) -> dict[int, _Looked]:
    """Of each family the texts nearest to its middle, and how many telephones its texts name: asked for once."""
    rows: dict[int, list[tuple[float, int]]] = defaultdict(list)
    phones: dict[int, set[str]] = defaultdict(set)
    for family, pk, score, names in seen.order_by().values_list("family", "pk", "score", "names")[:MOST_COUNTED]:
        rows[family].append((-score, pk))
        phones[family].update(value for kind, value in names if kind in PHONES)
    return {
        family: _Looked([pk for _score, pk in sorted(some)[:OF_A_TEMPLATE]], len(phones[family]))
        for family, some in rows.items()
    }


def said_of(member: Member, families: Iterable[int]) -> dict[int, tuple[FamilyJudgement, ...]]:
    """What was said of each family, the newest first, as far as the member may read it."""
    found: dict[int, list[FamilyJudgement]] = defaultdict(list)
    said = family_judgements_on(member, list(families)).order_by("-at", "-pk")
    for one in said.select_related("by", "undone_by").annotate(covers=Count("texts", distinct=True)):
        found[one.family_id].append(one)
    return defaultdict(tuple, {family: tuple(some) for family, some in found.items()})


def family_of(member: Member, number: int, *, since: datetime | None = None) -> FamilyShown:
    """The family that one text is in or was taken out of, as far as the member may open it; else Http404."""
    text = family_text_for(member, number)
    family = text.family_id or text.out_of_id
    seen = texts_seen(member)
    within = seen.filter(family=family)
    rows = list(_with_places(within).order_by("-score", "pk")[:MOST_TEXTS])
    outside = list(_with_places(seen.filter(out_of=family)).order_by("pk")[:MOST_TEXTS])
    shown, template = _texts(member, rows, since, said=said_of(member, [family])[family])
    out, _none = _texts(member, outside, since)
    mine = family_texts_judged_by(member).filter(family=family).with_end().order_by().values("end").distinct().count()
    days = Counter(timezone.localtime(at).date() for at in within.order_by().values_list("at", flat=True))
    return FamilyShown(
        number=number,
        family=family,
        template=template,
        is_hard_to_read=any(one.is_hard_to_read for one in shown),
        texts=shown,
        taken_out=out,
        more=max(0, within.count() - MOST_TEXTS),
        records=within.with_end().order_by().values("end").distinct().count(),
        identifiers=_counted(shown),
        days=tuple(sorted(days.items())),
        elsewhere=family_texts_told_of(member).filter(family=family).count() > within.count(),
        said=said_of(member, [family])[family],
        is_waiting=family in families_waiting(member, [family]),
        writes=mine > 1,
    )


def _texts(
    member: Member, rows: list[FamilyText], since: datetime | None, said: tuple[FamilyJudgement, ...] = ()
) -> tuple[tuple[TextShown, ...], str]:
    words = texts_of(rows)
    rows = [row for row in rows if words[row.pk]]
    writes = set(family_texts_judged_by(member).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    standing = next((one.at for one in said if one.undone_at is None), None)
    shown = tuple(
        _text(row, words[row.pk], since, member.agency.country, writes=row.pk in writes, said_at=standing)
        for row in sorted(rows, key=lambda one: (one.at, one.pk))
    )
    return shown, template_of([words[row.pk] for row in rows[:OF_A_TEMPLATE]])


def _with_places(rows: QuerySet[FamilyText]) -> QuerySet[FamilyText]:
    return rows.select_related("tip", "conversation__case", "conversation__exhibit", "out_by")


class _Nearest(NamedTuple):
    template: str
    is_hard_to_read: bool


def _nearest(looked: dict[int, _Looked]) -> dict[int, _Nearest]:
    """The template of each family, from the texts nearest to its middle, which the member was found to see."""
    rows = FamilyText.objects.defer("names").in_bulk([pk for one in looked.values() for pk in one.nearest])
    by_family = {family: [rows[pk] for pk in one.nearest if pk in rows] for family, one in looked.items()}
    words = texts_of(row for some in by_family.values() for row in some)
    tips = Tip.objects.filter(pk__in=[row.tip_id for some in by_family.values() for row in some if row.tip_id])
    hard = {tip.pk for tip in tips.only("reading") if tip.is_hard_to_read}
    return {
        family: _Nearest(template_of([words[row.pk] for row in some]), any(row.tip_id in hard for row in some))
        for family, some in by_family.items()
    }


def _text(
    row: FamilyText, words: str, since: datetime | None, country: str, *, writes: bool, said_at: datetime | None
) -> TextShown:
    identifiers = tuple(find(words, country=country))
    if row.tip_id:
        tip = row.tip
        place = ("tip", "", 0, tip.number, words, tip.ref, tip.subject)
        hard = tip.is_hard_to_read
    else:
        conversation, case, hard = row.conversation, row.conversation.case, False
        says = f"{case.ref} {case.title}, {conversation.ref}"
        place = ("message", case.ref, conversation.number, row.n, words, says, conversation.subject)
    return TextShown(
        row.pk,
        *place,
        row.at,
        identifiers,
        is_hard_to_read=hard,
        is_new=since is not None and row.at > since,
        came_later=said_at is not None and row.folded_at > said_at,
        writes=writes,
        out_reason=row.out_reason,
        out_by=row.out_by.name if row.out_by else "",
    )


def _counted(texts: Iterable[TextShown]) -> tuple[tuple[Found, int], ...]:
    counts: dict[tuple[str, str], list[Found]] = {}
    for text in texts:
        for one in {(one.kind, one.normalised): one for one in text.identifiers}.values():
            counts.setdefault((str(one.kind), one.normalised), []).append(one)
    found = [(some[0], len(some)) for some in counts.values()]
    return tuple(sorted(found, key=lambda one: (-one[1], str(one[0].kind), one[0].normalised)))
