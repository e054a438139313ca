"""The board as the paper says it: each element of each offence, what it rests on and where that stands."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lali.engines.documents import Block, Cell, Column, Facts, Heading, Ref, Row, Table
from lali.records.briefs.names import Shield
from lali.records.briefs.paper_items import Numbered
from lali.records.briefs.vocabulary import Decision
from lali.records.elements.queries import Cite, ElementOnBoard, OffenceOnBoard

ShieldOf = Callable[..., Shield]  # of the sources that are named
Decided = Mapping[str, Numbered]  # each item about which the brief decided, by its source
REFERENCE = re.compile(r"\b[ESPT]-\d{3,}\b")  # of a thing of the case, in words on where something is from
STANDS_IN_A_BRIEF = {"exhibit", "statement", "passage", "event"}  # kinds of proof about which a brief decides


@dataclass(frozen=True, slots=True)
class _Cited:
    """What an element rests on, as this brief may say it: how it is written, what is told of it, on which page."""

    ref: str
    told: tuple[str, ...]
    page: Cell


def _cited(cite: Cite, decided: Decided) -> _Cited:
    source = f"event:{cite.number}" if cite.kind == "event" else cite.ref
    one = decided.get(source)
    told = (said_from(cite.locator, decided), cite.quote, cite.note)
    if one and one.item.decision == Decision.INCLUDED:
        return _Cited(one.ref, told, Ref(one.anchor))
    if cite.kind not in STANDS_IN_A_BRIEF:
        return _Cited(cite.ref, told, "–")
    # What does not go in is named, never quoted: it may be withheld for somebody's safety.
    return _Cited(f"{one.ref if one else cite.ref} ({_why_absent(one)})", (), "–")


def _in_one(cited: _Cited) -> str:
    """Number and place, the words in quotation marks, a note in brackets: each can be told from the next."""
    place, quote, note = cited.told or ("", "", "")
    said = ", ".join(filter(None, (cited.ref, place)))
    said += ": " + _("“%s”") % quote if quote else ""
    return said + (f" ({note})" if note else "")


def said_from(locator: str, decided: Decided) -> str:
    """Where it is from, with a word beside what the brief left out."""

    def said(found: re.Match[str]) -> str:
        one = decided.get(found[0])
        left_out = one and one.item.decision != Decision.INCLUDED
        return f"{found[0]} ({_why_absent(one)})" if left_out else found[0]

    return REFERENCE.sub(said, locator)


def _why_absent(one: Numbered | None) -> str:
    match one and one.item.decision:
        case Decision.WITHHELD:
            return pgettext("cited, but not in this brief", "withheld")
        case Decision.UNUSED:
            return pgettext("cited, but not in this brief", "not used")
        case _:
            return pgettext("cited, but not in this brief", "not in this brief")


def offence_blocks(offence: OffenceOnBoard, decided: Decided, shield: ShieldOf) -> Iterator[Block]:
    """An offence: what it is, and what each of its elements rests on; `decided` says what goes in, and where."""
    yield Heading(f"{offence.ref} {offence.title}")
    facts: list[tuple[str, Cell]] = [
        (_("Law"), ", ".join(part for part in (offence.act, offence.section) if part)),
        (_("State"), offence.state_words),
        (_("Suspected"), ", ".join(one.name for one in offence.suspected) or "–"),
        (_("Harmed"), ", ".join(one.name for one in offence.harmed) or "–"),
    ]
    yield Facts(facts)
    columns = [
        Column(_("Element"), 4),
        Column(_("State"), 2),
        Column(_("Rests on"), 5),
        Column(_("Page"), 1, is_number=True),
    ]
    yield Table(columns, [row for element in offence.elements for row in _element_rows(element, decided, shield)])


def _element_rows(element: ElementOnBoard, decided: Decided, shield: ShieldOf) -> Iterator[Row]:
    cites = [(cite, "") for cite in element.supports]
    cites += [(cite, _("Against:")) for cite in element.contradicts]
    name = {"family": element.family_words, "element": element.words}
    head = [_("%(family)s: %(element)s") % name, str(element.state_words)]
    if not cites:
        yield Row([*head, element.why or _("nothing yet"), ""])
    for cite, way in cites:
        source = f"event:{cite.number}" if cite.kind == "event" else cite.ref
        cited = _cited(cite, decided)
        said = " ".join(filter(None, (way, _in_one(cited))))
        yield Row([*head, shield(source, cite.source_ref).text(said), cited.page])
        head = ["", ""]
