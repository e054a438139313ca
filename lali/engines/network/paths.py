"""Who connects these two: the ways between two nodes that say most, step by step."""

from dataclasses import dataclass
from itertools import pairwise

import rustworkx

from .graph import Graph, Node, Tie
from .standing import as_rustworkx


@dataclass(frozen=True, slots=True)
class Step:
    """From one node to the next, with the ties that lead there, the strongest first."""

    one: Node
    other: Node
    ties: tuple[Tie, ...]

    @property
    def sentences(self) -> tuple["Step", ...]:
        """The step as it is read: a tie is said from its first end to its second, also where the way goes back."""
        with_it = tuple(tie for tie in self.ties if tie.one == self.one.key)
        against = tuple(tie for tie in self.ties if tie.one != self.one.key)
        read = (Step(self.one, self.other, with_it), Step(self.other, self.one, against))
        return tuple(step for step in read if step.ties)


def ways_between(graph: Graph, one: str, other: str, *, most: int = 3) -> list[tuple[Step, ...]]:
    """Up to `most` ways between two nodes, the most telling first; each leaves out what the ways before went through.

    A step costs more the weaker its ties are and the more its ends are tied to (`Graph.pull`). Empty where there is no
    way, where a node is unknown, or where both are one.
    """
    if one == other or one not in graph.nodes or other not in graph.nodes:
        return []
    drawn, numbers = as_rustworkx(graph)
    keys = {number: key for key, number in numbers.items()}
    found: list[tuple[Step, ...]] = []
    while len(found) < most:
        ways = rustworkx.dijkstra_shortest_paths(drawn, numbers[one], numbers[other], weight_fn=float)
        if numbers[other] not in ways:
            break
        way = [keys[number] for number in ways[numbers[other]]]
        found.append(tuple(_step(graph, *pair) for pair in pairwise(way)))
        if len(way) == 2:  # noqa: PLR2004 - neighbours: the tie itself goes, and the next way is another
            drawn.remove_edge(numbers[one], numbers[other])
        else:
            drawn.remove_nodes_from([numbers[key] for key in way[1:-1]])
    return found


def _step(graph: Graph, one: str, other: str) -> Step:
    ties = sorted(graph.neighbours[one][other], key=lambda tie: (-tie.strength, tie.kind, tie.rests_on))
    return Step(graph.nodes[one], graph.nodes[other], tuple(ties))
