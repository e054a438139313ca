"""Which cells of a table of counts may be shown."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST_SHOWN = 10

Cell = TypeVar("Cell", bound=Hashable)


def hidden(counts: Mapping[Cell, int], *, least: int = LEAST_SHOWN) -> frozenset[Cell]:
    """Cells that stay hidden, where the cells' total is shown beside them.

    A cell of fewer than `least` people is hidden. What is hidden could be had as the total less the rest, so smallest
    shown cells are hidden too until the hidden ones are two at least and hold `least` people together. Empty cells are
    nobody: they neither hide nor need hiding.
    """
    small = {cell for cell, count in counts.items() if 0 < count < least}
    others = sorted((cell for cell, count in counts.items() if count >= least), key=lambda cell: counts[cell])
    while small and others and (len(small) < 2 or sum(counts[cell] for cell in small) < least):  # noqa: PLR2004
        small.add(others.pop(0))
    return frozenset(small)
