"""Families of texts as nodes of the network: where their texts stand and whom they name, as one member may see it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, F, Max, Min, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lali.records.agencies.models import Member
from lali.records.cases.models import Case, CaseTip
from lali.records.conversations.models import Conversation
from lali.records.entities.models import Identifier
from lali.records.links.access import (
    behind_walls,
    family_judgements_on,
    family_texts_seen,
    is_covered,
    mentions_seen,
)
from lali.records.links.vocabulary import Verdict
from lali.records.tips.models import tip_ref

MOST_FAMILIES = 200  # that one step adds
MOST_TEXTS = 300  # of one family that are followed, the newest
PHONES = frozenset({"phone", "whatsapp", "viber"})


class _Text(NamedTuple):
    """What is read of a text and of where it stands, never the words of tips: thousands are read for one picture."""

    pk: int
    family: int
    names: list[list[str]]
    at: datetime
    tip: int | None
    tip__number: int | None
    tip__agency: int | None
    tip__received_at: datetime | None
    conversation: int | None
    conversation__number: int | None
    conversation__begun_at: datetime | None
    conversation__case: int | None
    conversation__case__ref: str | None


class TipRead(NamedTuple):
    """A tip that holds a text."""

    pk: int
    number: int
    agency: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A tip or a conversation that holds texts of a family, since when, and how many."""

    key: str
    at: datetime
    says: str
    tip: TipRead | None = None
    conversation: Conversation | None = None


@dataclass(frozen=True, slots=True)
class FamilySeen:
    """A family in two records and more: how it is called, one of its texts, its places and identifiers."""

    key: str
    text: int
    label: str
    first: datetime
    is_together: bool
    places: tuple[Place, ...] = field(default=())
    identifiers: tuple[Identifier, ...] = field(default=())


def families_in(
    member: Member, cases: Collection[str], tips: Collection[str] = (), conversations: Collection[str] = ()
) -> list[int]:
    """Families, by their numbers, of which any of these records holds a text that the member may open."""
    read = Conversation.objects.filter(Q(case__ref__in=cases) | Q(pk__in=conversations))
    held = [*tips, *CaseTip.objects.filter(case__ref__in=cases).values_list("tip", flat=True)]
    within = Q(tip__in=held) | Q(conversation__in=list(read.values_list("pk", flat=True)))
    found = family_texts_seen(member).filter(within).order_by().values_list("family", flat=True).distinct()
    return list(found[:MOST_FAMILIES])


def seen_families(member: Member, numbers: Collection[int]) -> list[FamilySeen]:
    """These families, those left out that stand in one record only, or were said to have nothing to do with each other.

    A family counts what the member may open, and nothing else.
    """
    if not numbers:
        return []
    seen = family_texts_seen(member).filter(family__in=numbers)
    ends = seen.with_end().order_by().values("family").annotate(one=Min("end"), other=Max("end"))
    several = set(ends.exclude(one=F("other")).values_list("family", flat=True))
    said = family_judgements_on(member, several).filter(undone_at__isnull=True).order_by("at", "pk")
    verdicts = dict(said.values_list("family", "verdict"))
    kept = [family for family in several if verdicts.get(family) != Verdict.APART]
    rows: dict[int, list[_Text]] = defaultdict(list)
    of_kept = seen.filter(family__in=kept).order_by("-pk").values_list(*_Text._fields)
    for row in map(_Text._make, of_kept[: MOST_TEXTS * max(1, min(len(kept), 10))]):
        if len(rows[row.family]) < MOST_TEXTS:
            rows[row.family].append(row)
    known = _identifiers(member, rows.values())
    return [
        _seen(family, some, known, is_together=verdicts.get(family) == Verdict.TOGETHER)
        for family, some in sorted(rows.items())
    ]


def covered_places(member: Member, families: Collection[int]) -> dict[str, frozenset[str]]:
    """For the key of each judged family the keys of the tips and conversations with a text that a judgement covers.

    Only judgements that the member reads, and that stand; `families` by their numbers.
    """
    said = family_judgements_on(member, families).filter(undone_at__isnull=True).order_by()
    judged = dict(said.values_list("pk", "family"))
    if not judged:
        return {}
    texts = family_texts_seen(member).filter(is_covered(judged), family__in=set(judged.values())).order_by()
    found: dict[str, set[str]] = defaultdict(set)
    for family, tip, conversation in texts.values_list("family", "tip", "conversation").distinct():
        found[f"family:{family}"].add(f"tip:{tip}" if tip else f"conversation:{conversation}")
    return {family: frozenset(places) for family, places in found.items()}


def _identifiers(member: Member, rows: Iterable[list[_Text]]) -> dict[tuple[str, str], Identifier]:
    """Identifiers in these texts that the node knows and the member may open."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, value in ((one[0], one[1]) for some in rows for row in some for one in row.names):
        by_kind[kind].add(value)
    known = {
        one.pk: one
        for kind, values in by_kind.items()  # by the index of both: by values alone every mention is looked at
        for one in Identifier.objects.filter(kind=kind, value__in=values)
    }
    seen = mentions_seen(member, behind_walls(member))
    seen = seen.order_by().filter(identifier=OuterRef("pk"))  # one mention that is seen is enough
    seen_ones = set(Identifier.objects.filter(Exists(seen), pk__in=list(known)).values_list("pk", flat=True))
    return {(one.kind, one.value): one for pk, one in known.items() if pk in seen_ones}


def _seen(family: int, rows: list[_Text], known: dict[tuple[str, str], Identifier], *, is_together: bool) -> FamilySeen:
    named = dict.fromkeys((one[0], one[1]) for row in rows for one in row.names)
    phones = len({value for kind, value in named if kind in PHONES})
    label = ngettext("%(n)d text", "%(n)d texts", len(rows)) % {"n": len(rows)}
    if phones:
        label = _("%(texts)s, %(phones)s") % {
            "texts": label,
            "phones": ngettext("%(n)d phone", "%(n)d phones", phones) % {"n": phones},
        }
    return FamilySeen(
        key=f"family:{family}",
        text=min(row.pk for row in rows),
        label=label,
        first=min(row.at for row in rows),
        is_together=is_together,
        places=tuple(_places(rows)),
        identifiers=tuple(known[one] for one in named if one in known),
    )


def _places(rows: list[_Text]) -> Iterable[Place]:
    of_conversations: dict[int, list[_Text]] = defaultdict(list)
    for row in rows:
        if row.tip:
            tip = TipRead(row.tip, row.tip__number, row.tip__agency, row.tip__received_at)
            yield Place(f"tip:{tip.pk}", row.at, tip_ref(tip.number), tip=tip)
        else:
            of_conversations[row.conversation].append(row)
    for pk, some in sorted(of_conversations.items()):
        conversation = _conversation(some[0])
        says = f"{conversation.case.ref} {conversation.ref} \u00b7 {len(some)}"
        yield Place(f"conversation:{pk}", min(row.at for row in some), says, conversation=conversation)


def _conversation(row: _Text) -> Conversation:
    """The conversation of a text, as far as a picture says it."""
    case = Case(pk=row.conversation__case, ref=row.conversation__case__ref)
    facts = {"number": row.conversation__number, "begun_at": row.conversation__begun_at}
    return Conversation(pk=row.conversation, case=case, **facts)
