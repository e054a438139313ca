"""How an element stands: from what points to it, nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lali.records.elements.models import Proof
from lali.records.elements.vocabulary import ElementState, Strength
from lali.records.law.models import Element


@dataclass(frozen=True, slots=True)
class Needed:
    """How many elements are needed, and how many of them are open or disputed; alternatives count once."""

    needed: int
    open: int
    disputed: int


def state_by(
    elements: Iterable[Element], proofs: Iterable[Proof], *, not_needed: frozenset[int] = frozenset()
) -> dict[int, ElementState]:
    """The state of each element by its number, from the proofs that stand. `not_needed`: elements a child does without.

    Disputed: something speaks against it. An open alternative is not needed once another of its group is supported.
    """
    ways = defaultdict(set)
    for proof in proofs:
        ways[proof.element_id].add(proof.strength)
    states = {one.pk: _state(ways[one.pk], optional=one.pk in not_needed) for one in elements}
    carried = {one.one_of for one in elements if one.one_of and states[one.pk] == ElementState.SUPPORTED}
    for one in elements:
        if one.one_of in carried and states[one.pk] == ElementState.OPEN:
            states[one.pk] = ElementState.NOT_NEEDED
    return states


def _state(ways: set[str], *, optional: bool) -> ElementState:
    if Strength.CONTRADICTS in ways:
        return ElementState.DISPUTED
    if Strength.SUPPORTS in ways:
        return ElementState.SUPPORTED
    return ElementState.NOT_NEEDED if optional else ElementState.OPEN


def needed(rows: Iterable[tuple[str, ElementState]]) -> Needed:
    """Count what is needed from pairs of an element's group of alternatives ("" for none) and its state."""
    alone, groups = [], defaultdict(set)
    for one_of, state in rows:
        if one_of:
            groups[one_of].add(state)
        else:
            alone.append(state)
    states = [state for state in (*alone, *map(_of_group, groups.values())) if state != ElementState.NOT_NEEDED]
    return Needed(len(states), states.count(ElementState.OPEN), states.count(ElementState.DISPUTED))


def _of_group(states: set[ElementState]) -> ElementState:
    """A group is supported when one of it is; else disputed when one is; else open, unless none of it is needed."""
    for state in (ElementState.SUPPORTED, ElementState.DISPUTED, ElementState.OPEN):
        if state in states:
            return state
    return ElementState.NOT_NEEDED
