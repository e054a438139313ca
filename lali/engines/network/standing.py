"""How a node stands in the graph: what would fall apart without it."""

from dataclasses import dataclass

import rustworkx

from .graph import RECORDS, Graph

MOST_BETWEEN = 2_000  # nodes; above that the damped number of ties stands for betweenness


@dataclass(frozen=True, slots=True)
class Standing:
    """`weight` 0..1 puts the important first; `joins`: groups, each with a record, that would not meet without it."""

    weight: float
    joins: int


def standings(graph: Graph) -> dict[str, Standing]:
    """How each node stands. Betweenness (Brandes 2001) in small graphs, the damped number of ties in large ones."""
    weights = _between(graph) if len(graph.nodes) <= MOST_BETWEEN else _damped(graph)
    top = max(weights.values(), default=0.0) or 1.0
    joins = _joins(graph)
    return {key: Standing(weights[key] / top, joins.get(key, 0)) for key in graph.nodes}


def as_rustworkx(graph: Graph) -> "tuple[rustworkx.PyGraph[str, float], dict[str, int]]":
    """The graph for the library, one edge a pair of neighbours, weighing what a way over it costs."""
    drawn: rustworkx.PyGraph[str, float] = rustworkx.PyGraph(multigraph=False)
    numbers = dict(zip(graph.nodes, drawn.add_nodes_from(list(graph.nodes)), strict=True))
    pairs = sorted({tie.ends() for tie in graph.ties})
    drawn.add_edges_from([(numbers[one], numbers[other], 1.0 / graph.pull(one, other)) for one, other in pairs])
    return drawn, numbers


def _between(graph: Graph) -> dict[str, float]:
    drawn, numbers = as_rustworkx(graph)
    found = rustworkx.betweenness_centrality(drawn, normalized=True)
    ties = _damped(graph)
    most = max(ties.values(), default=0.0) or 1.0
    return {key: found[number] + 0.05 * ties[key] / most for key, number in numbers.items()}


def _damped(graph: Graph) -> dict[str, float]:
    return {key: sum(graph.damping(other) for other in graph.neighbours[key]) for key in graph.nodes}


def _joins(graph: Graph) -> dict[str, int]:
    """For each node the number of parts, each with a record, into which its group falls without it; none below two.

    Tarjan's low points (1972), on a stack of our own, with the records below each node counted.
    """
    order: dict[str, int] = {}
    found: dict[str, int] = {}
    for start in graph.nodes:
        if start not in order:
            _walk(graph, start, order, found)
    return {key: parts for key, parts in found.items() if parts > 1}


def _walk(graph: Graph, start: str, order: dict[str, int], found: dict[str, int]) -> None:
    low: dict[str, int] = {}
    records: dict[str, int] = {}
    cut_off: dict[str, list[int]] = {}  # records in each part that only hangs on this node
    stack = [(start, "", iter(graph.neighbours[start]))]
    seen = []
    while stack:
        key, above, left = stack[-1]
        if key not in low:
            order[key] = low[key] = len(order)
            records[key], cut_off[key] = int(graph.nodes[key].kind in RECORDS), []
            seen.append(key)
        for other in left:
            if other not in order:
                stack.append((other, key, iter(graph.neighbours[other])))
                break
            if other != above:
                low[key] = min(low[key], order[other])
        else:
            stack.pop()
            if above:
                low[above] = min(low[above], low[key])
                records[above] += records[key]
                if low[key] >= order[above]:
                    cut_off[above].append(records[key])
    for key in seen:
        own = int(graph.nodes[key].kind in RECORDS)
        above_it = records[start] - own - sum(cut_off[key]) if key != start else 0
        found[key] = sum(part > 0 for part in (*cut_off[key], above_it))
