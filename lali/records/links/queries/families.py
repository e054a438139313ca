"""Families of texts as one member may see them: the template, the texts, and whose numbers stand in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min

from lali.engines.families import template_of
from lali.engines.identifiers import Identifier as Found
from lali.engines.identifiers import find
from lali.records.agencies.models import Member
from lali.records.links.access import family_text_for, family_texts_seen, family_texts_told_of
from lali.records.links.models import FamilyText
from lali.records.links.texts import texts_of
from lali.records.tips.models import Tip

PER_PAGE = 20
MOST_TEXTS = 200  # of one family that are shown
OF_A_TEMPLATE = 5  # texts that a template is made from: those nearest to the middle


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One family in the list. `number` is that of one of its texts, by which its page is found."""

    number: int
    template: str
    texts: int
    first: datetime
    last: datetime
    is_new: bool
    is_hard_to_read: bool


@dataclass(frozen=True, slots=True)
class TextShown:
    """One text of a family: where it stands, its words, what of them is an identifier, whether it came since."""

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


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """A family: what stays among its texts, each of them, what numbers and accounts they name, and how often."""

    template: str
    is_hard_to_read: bool
    texts: tuple[TextShown, ...]
    more: int
    identifiers: tuple[tuple[Found, int], ...]
    elsewhere: bool  # the family has texts that the reader may not open, and that nothing keeps from their knowledge


def families_for(member: Member, *, since: datetime | None = None, page: object = None) -> Page:
    """Families of two texts and more that the member may open, the newest first; `since` says what is new."""
    seen = family_texts_seen(member)
    families = seen.order_by().values("family").annotate(
        texts=Count("pk"), number=Min("pk"), first=Min("at"), last=Max("at")
    )  # fmt: skip
    told = Paginator(families.filter(texts__gte=2).order_by("-last", "number"), PER_PAGE).get_page(page)
    rows = list(told)
    nearest = _nearest(seen.filter(family__in=[row["family"] for row in rows]))
    told.object_list = [
        FamilyLine(
            row["number"], nearest[row["family"]].template, row["texts"], row["first"], row["last"],
            is_new=since is not None and row["last"] > since,
            is_hard_to_read=nearest[row["family"]].is_hard_to_read,
        )
        for row in rows
    ]  # fmt: skip
    return told


def family_of(member: Member, number: int, *, since: datetime | None = None) -> FamilyShown:
    """The family of one text, as far as the member may open it; Http404 when they may not open that text."""
    family = family_text_for(member, number).family
    seen = family_texts_seen(member).filter(family=family)
    rows = list(_with_places(seen).order_by("-score", "pk")[:MOST_TEXTS])
    words = texts_of(rows)
    rows = [row for row in rows if words[row.pk]]
    texts = tuple(
        _text(row, words[row.pk], since, member.agency.country)
        for row in sorted(rows, key=lambda one: (one.at, one.pk))
    )
    return FamilyShown(
        template=template_of([words[row.pk] for row in rows[:OF_A_TEMPLATE]]),
        is_hard_to_read=any(text.is_hard_to_read for text in texts),
        texts=texts,
        more=max(0, seen.count() - MOST_TEXTS),
        identifiers=_counted(texts),
        elsewhere=family_texts_told_of(member).filter(family=family).count() > seen.count(),
    )


def _with_places(rows: Iterable[FamilyText]) -> Iterable[FamilyText]:
    return rows.select_related("tip", "conversation__case", "conversation__exhibit")


class _Nearest(NamedTuple):
    template: str
    is_hard_to_read: bool


def _nearest(rows: Iterable[FamilyText]) -> dict[str, _Nearest]:
    """The template of each family, from the texts nearest to its middle."""
    by_family: dict[str, list[FamilyText]] = {}
    for row in rows.order_by("family", "-score", "pk"):
        some = by_family.setdefault(row.family, [])
        if len(some) < OF_A_TEMPLATE:
            some.append(row)
    words = texts_of(row for some in by_family.values() for row in some)
    tips = Tip.objects.filter(pk__in=[row.tip_id for some in by_family.values() for row in some if row.tip_id])
    hard = {tip.pk for tip in tips.only("reading") if tip.is_hard_to_read}
    return {
        family: _Nearest(template_of([words[row.pk] for row in some]), any(row.tip_id in hard for row in some))
        for family, some in by_family.items()
    }


def _text(row: FamilyText, words: str, since: datetime | None, country: str) -> TextShown:
    identifiers = tuple(find(words, country=country))
    is_new = since is not None and row.at > since
    if row.tip_id:
        tip, hard = row.tip, row.tip.is_hard_to_read
        return TextShown("tip", "", 0, tip.number, words, tip.ref, tip.subject, row.at, identifiers, hard, is_new)
    conversation = row.conversation
    case = conversation.case
    says = f"{case.ref} {case.title}, {conversation.ref}"
    return TextShown(
        "message", case.ref, conversation.number, row.n, words, says, conversation.subject, row.at, identifiers,
        is_hard_to_read=False, is_new=is_new,
    )  # fmt: skip


def _counted(texts: Iterable[TextShown]) -> tuple[tuple[Found, int], ...]:
    counts: dict[tuple[str, str], list[Found]] = {}
    for text in texts:
        for one in {(one.kind, one.normalised): one for one in text.identifiers}.values():
            counts.setdefault((str(one.kind), one.normalised), []).append(one)
    found = [(some[0], len(some)) for some in counts.values()]
    return tuple(sorted(found, key=lambda one: (-one[1], str(one[0].kind), one[0].normalised)))
