"""The board as the paper says it: each element of each offence, what it rests on and where that stands."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from lali.engines.documents import Block, Cell, Column, Facts, Heading, Ref, Row, Table
from lali.records.briefs.names import Shield
from lali.records.elements.queries import ElementOnBoard, OffenceOnBoard

ShieldOf = Callable[..., Shield]  # of the sources that are named
Places = Mapping[str, tuple[str, str]]  # source -> how the paper writes it, and its anchor
STANDS_IN_A_BRIEF = {"exhibit", "statement", "passage", "event"}  # kinds of proof about which a brief decides


def offence_blocks(offence: OffenceOnBoard, places: Places, shield: ShieldOf) -> Iterator[Block]:
    """An offence: what it is, and what each of its elements rests on; `places` says what goes in, and where."""
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
    yield Table(columns, [row for element in offence.elements for row in _element_rows(element, places, shield)])


def _element_rows(element: ElementOnBoard, places: Places, shield: ShieldOf) -> Iterator[Row]:
    cites = [(cite, "") for cite in element.supports]
    cites += [(cite, _("Against:")) for cite in element.contradicts]
    name = {"family": element.family_words, "element": element.words}
    head = [_("%(family)s: %(element)s") % name, str(element.state_words)]
    if not cites:
        yield Row([*head, element.why or _("nothing yet"), ""])
    for cite, way in cites:
        source = f"event:{cite.number}" if cite.kind == "event" else cite.ref
        ref, anchor = places.get(source, (cite.ref, ""))
        # What does not go in is named, never quoted: it may be withheld for somebody's safety.
        told = (cite.locator, cite.quote, cite.note) if anchor or cite.kind not in STANDS_IN_A_BRIEF else ()
        said = " ".join(part for part in (way, ref, *told) if part)
        yield Row([*head, shield(source, cite.source_ref).text(said), Ref(anchor) if anchor else "–"])
        head = ["", ""]
