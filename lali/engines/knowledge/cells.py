"""Which numbers about people are told: full tens, of those who came first, and no name for fewer.

Threats, before the code. Somebody holds a table against what they saw themselves: of one session everybody in the
village knows who came, so that "boys: 3", or only "boys: hidden", speaks of persons. Somebody takes one number from
another on the same page (the total less the rest). Somebody takes the table of yesterday from that of today, and has
what the one session or the one answer between them told.

Against all three: a count is told to the full ten, so that whatever is added or subtracted is a full ten again; what is
under ten is not named, and nobody at all is not told from a few; answers are told of the first 10, 20, 30 people, so
that two tables differ by ten people or by nobody; and sessions are told two by two (`records/results`).
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

LEAST_SHOWN = 10

Cell = TypeVar("Cell", bound=Hashable)
One = TypeVar("One")


def full_tens(count: int) -> int:
    """How many of `count` people are told."""
    return count // LEAST_SHOWN * LEAST_SHOWN


def named(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """The cells that are told, to the full ten; of all others not even that they are there."""
    return {cell: full_tens(count) for cell, count in counts.items() if count >= LEAST_SHOWN}


def first_tens(people: Sequence[One]) -> Sequence[One]:
    """Those who are told of, where `people` stand in the order in which they came."""
    return people[: full_tens(len(people))]
