"""What a disclosure bundle must not hint at: what is on the sensitive schedule, by number, by gap or as a source.

The case numbers its statements, passages and tips in a row. A bundle that is handed on lists all of them but the
sensitive ones, so that each gap would stand for one of those: the bundle numbers its items itself, without a gap.
"""

from collections.abc import Collection, Iterable, Mapping

from lali.records.briefs.models import Brief, Item
from lali.records.briefs.names import Hidden
from lali.records.briefs.vocabulary import BriefKind, CoverReason, Decision, ItemKind


def untold_in(brief: Brief, items: Iterable[Item]) -> frozenset[str]:
    """Sources of items that this brief does not speak of at all. A brief of evidence is for the prosecutor: none."""
    if brief.kind != BriefKind.DISCLOSURE:
        return frozenset()
    return frozenset(one.source for one in items if one.decision == Decision.UNUSED and one.sensitive)


def told_in(brief: Brief, items: Iterable[Item]) -> list[Item]:
    """The items that the brief speaks of, each without those of its sources that it does not speak of.

    Items are changed as they are held, for the paper: they are not for saving.
    """
    items = list(items)
    untold = untold_in(brief, items)
    told = [one for one in items if one.source not in untold]
    for one in told if untold else ():
        _name_none_of(untold, one)
    return told


def _name_none_of(untold: Collection[str], item: Item) -> None:
    if item.citation.partition(",")[0].strip() in untold:
        item.citation = ""
    cited = item.told.get("cited")
    if cited:
        item.told = item.told | {"cited": [pair for pair in cited if pair[0].strip() not in untold]}


def own_numbers(brief: Brief, told: Iterable[Item], refs: Mapping[str, str]) -> dict[str, str]:
    """How a bundle writes each item that it speaks of: `B-001/1`, `B-001/2`; its events stay Event 1, 2, 3."""
    numbered = [one.source for one in told if one.kind != ItemKind.EVENT]
    return dict(refs) | {source: f"{brief.ref}/{number}" for number, source in enumerate(numbered, 1)}


def cite_by(refs: Mapping[str, str], told: Iterable[Item]) -> None:
    """Let items cite their sources by these numbers. They are changed as they are held, for the paper."""
    for one in told:
        head, comma, rest = one.citation.partition(",")
        one.citation = f"{refs.get(head.strip(), head)}{comma}{rest}"
        if cited := one.told.get("cited"):
            anew = [[refs.get(source.strip(), source), locator] for source, locator in cited]
            one.told = one.told | {"cited": anew}


def hidden_numbers(untold: Collection[str], items: Iterable[Item]) -> list[Hidden]:
    """Their numbers, to be covered where somebody typed them; events have none in a case."""
    numbers = [one.source for one in items if one.source in untold and one.kind != ItemKind.EVENT]
    return [Hidden(str(CoverReason.PUBLIC_INTEREST.label), tuple(numbers))] if numbers else []
