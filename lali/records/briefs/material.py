"""What a case holds that a brief can speak of, in one form whatever it is; what a brief left out or holds otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lali.records.audit.models import Entry
from lali.records.briefs.models import Brief, Item
from lali.records.briefs.told import Told, told_of_event, told_of_passage, told_of_statement
from lali.records.briefs.vocabulary import ItemKind
from lali.records.cases.models import Case
from lali.records.chronology.when import When, day, exact
from lali.records.conversations.queries import citations_by_passage
from lali.records.evidence.models import Exhibit
from lali.records.evidence.queries import passages_of, statements_of

MOST_NAMED = 40  # of one kind that nobody decided about: beyond, their number says more than a list


@dataclass(frozen=True, slots=True)
class Material:
    """Something of a case. `source` names it within the case (`E-001`, `event:12`, `T-0003`) and never changes."""

    source: str
    kind: ItemKind
    title: str
    text: str = ""
    citation: str = ""
    exhibit: Exhibit | None = None
    when: When | None = None
    told: Told = field(default_factory=dict)
    came_at: datetime | None = None  # into the case; None where that is not known

    @property
    def is_exhibit(self) -> bool:
        """Whether it is an original."""
        return self.kind == ItemKind.EXHIBIT

    def kept(self) -> dict[str, object]:
        """The fields of an item that keep it as it stands."""
        when = self.when
        return {
            "title": "" if self.is_exhibit else self.title[:200],
            "text": self.text,
            "citation": self.citation[:300],
            "at": when.at if when else None,
            "until": when.until if when else None,
            "precision": when.precision if when else "",
            "zone": when.zone if when else "",
            "told": self.told,
        }


def material_of(case: Case) -> list[Material]:
    """Everything of an opened case that a brief can speak of: exhibits first. A constant number of queries."""
    return [*_exhibits(case), *_statements(case), *_passages(case), *_events(case), *_tips(case)]


def _exhibits(case: Case) -> Iterator[Material]:
    for exhibit in case.exhibits.select_related("case").order_by("number"):
        yield Material(
            exhibit.ref,
            ItemKind.EXHIBIT,
            exhibit.called,
            exhibit=exhibit,
            came_at=exhibit.sealed_at,
        )


def _statements(case: Case) -> Iterator[Material]:
    for one in statements_of(case):
        yield Material(
            one.ref,
            ItemKind.STATEMENT,
            one.of_whom,
            one.words,
            when=_here(one.taken_at),
            told=told_of_statement(one),
            came_at=one.written_at,
        )


def _passages(case: Case) -> Iterator[Material]:
    cited = citations_by_passage(case)
    for one in passages_of(case):
        citation = ", ".join(part for part in (one.source_ref, one.locator) if part)
        yield Material(
            one.ref,
            ItemKind.PASSAGE,
            "",
            one.quote or one.note,
            citation,
            told=told_of_passage(one, cited.get(one.id)),
            came_at=one.cited_at,
        )


def _events(case: Case) -> Iterator[Material]:
    for event in case.events.standing().prefetch_related("persons", "citations").order_by("at", "pk"):
        yield Material(
            f"event:{event.pk}",
            ItemKind.EVENT,
            "",
            event.text,
            event.source,
            when=event.when,
            told=told_of_event(event),
            came_at=event.noted_at,
        )


def _tips(case: Case) -> Iterator[Material]:
    for tip in case.tips.annotate(came_at=F("case_place__added_at")).order_by("number"):
        when = _here(tip.received_at)
        if tip.received_day_only:
            when = day(when.days()[0], when.zone)
        yield Material(tip.ref, ItemKind.TEXT, "", tip.text, "", when=when, came_at=tip.came_at)


def _here(at: datetime | None) -> When | None:
    """An exact moment in the zone of this node."""
    return exact(at, timezone.get_default_timezone_name()) if at else None


# -- what nobody decided about -----------------------------------------------------------------------------------------


def undecided_among(material: Iterable[Material], items: Iterable[Item]) -> list[Material]:
    """What of the case stands in no item."""
    decided = {item.source for item in items}
    return [one for one in material if one.source not in decided]


def undecided_in(brief: Brief) -> list[Material]:
    """What of the case the brief has not decided about: before these, no disclosure bundle is handed on."""
    return undecided_among(material_of(brief.case), brief.items.only("source"))


def all_chosen_at(brief: Brief) -> datetime | None:
    """When everything there was had last been decided about, by the journal; None where something was always left.

    To decide about one thing does not move it: what else came later still did.
    """
    chosen = Entry.objects.about(brief.subject).filter(verb="brief.items_chosen", facts__undecided=0)
    return chosen.order_by("-index").values_list("at", flat=True).first()


def came_after(material: Iterable[Material], at: datetime | None) -> list[Material]:
    """What came into the case after a moment."""
    return [one for one in material if at and one.came_at and one.came_at > at]


def counted(material: Iterable[Material]) -> dict[ItemKind, int]:
    """How many there are of each kind that occurs, in the order of the kinds."""
    kinds = [one.kind for one in material]
    return {kind: kinds.count(kind) for kind in ItemKind if kind in kinds}


def count_in_words(kind: ItemKind, n: int) -> str:
    """So many of a kind, in the active language."""
    said = {
        ItemKind.EXHIBIT: ngettext("%(n)d exhibit", "%(n)d exhibits", n),
        ItemKind.STATEMENT: ngettext("%(n)d statement", "%(n)d statements", n),
        ItemKind.PASSAGE: ngettext("%(n)d passage", "%(n)d passages", n),
        ItemKind.EVENT: ngettext("%(n)d event", "%(n)d events", n),
        ItemKind.TEXT: ngettext("%(n)d text of a tip", "%(n)d texts of tips", n),
    }
    return said[kind] % {"n": n}


def named(material: Iterable[Material]) -> str:
    """Things by their numbers, in the active language; events, which have none, and very many of a kind by how many."""
    material, said = list(material), []
    for kind, n in counted(material).items():
        refs = [one.source for one in material if one.kind == kind]
        said += [count_in_words(kind, n)] if kind == ItemKind.EVENT or n > MOST_NAMED else refs
    return ", ".join(said)


# -- what changed since it was chosen ----------------------------------------------------------------------------------


CHANGES = {
    "text": _("words"),
    "when": _("date and time"),
    "title": _("of whom it is"),
    "persons": _("persons"),
    "cited": _("sources"),
    "about": _("place and circumstances"),
}


def changes_in(item: Item, now: Material) -> list[str]:
    """What of an item stands otherwise in the case now: some of CHANGES, in their order. Originals never change."""
    if now.is_exhibit:
        return []
    kept = now.kept()
    found = {name for name in ("text", "title") if getattr(item, name) != kept[name]}
    found |= {"cited"} if item.citation != kept["citation"] else set()
    found |= set() if _same_moment(item, now) else {"when"}
    others = {name for name in {*item.told, *now.told} if item.told.get(name) != now.told.get(name)}
    found |= {name if name in CHANGES else "about" for name in others}
    return [name for name in CHANGES if name in found]


def _same_moment(item: Item, now: Material) -> bool:
    then = item.when
    if then is None or now.when is None:
        return then is now.when
    same = (then.at, then.until, then.precision) == (now.when.at, now.when.until, now.when.precision)
    return same and (now.kind != ItemKind.EVENT or then.zone == now.when.zone)
