"""Folding: many alike that hang on one node are shown as one, with their number."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from .graph import IDENTIFIERS, Graph, Kind, Node

LEAST = 6  # that are folded; fewer are drawn
FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Folded:
    """A graph in which leaves alike are one node each; `inside` says which nodes such a node stands for."""

    graph: Graph
    inside: dict[str, tuple[str, ...]]


def fold(
    graph: Graph,
    *,
    kept: Collection[str] = (),
    opened: Collection[str] = (),
    least: int = LEAST,
    mixed: bool = False,
) -> Folded:
    """Fold nodes of one kind that hang on one neighbour only, where `least` or more are alike.

    With `mixed` identifiers of all kinds count as alike: for pictures of thousands. Those in `kept` are never folded,
    nor those of a fold that is in `opened`. The key of a fold is made of the neighbour's and the kind, and so is the
    same in the next picture.
    """
    alike: dict[tuple[str, Kind], list[Node]] = {}
    for key, node in graph.nodes.items():
        if len(graph.neighbours[key]) == 1 and key not in kept and node.kind != Kind.ELSEWHERE:
            beside = next(iter(graph.neighbours[key]))
            kind: Kind = Kind.PILE if mixed and node.kind in IDENTIFIERS else node.kind
            alike.setdefault((beside, kind), []).append(node)
    inside: dict[str, tuple[str, ...]] = {}
    nodes, ties = [], []
    for (beside, kind), leaves in sorted(alike.items()):
        key = f"{FOLD}:{kind}:{beside}"
        if len(leaves) < least or key in opened:
            continue
        inside[key] = tuple(leaf.key for leaf in leaves)
        nodes.append(_folded(key, kind, leaves))
        tie = min((one for leaf in leaves for one in graph.ties_of[leaf.key]), key=lambda one: (one.kind, one.ends()))
        ties.append(replace(tie, one=key, other=beside, since=nodes[-1].since, word="", rests_on=""))
    gone = {key for keys in inside.values() for key in keys}
    left = [node for key, node in graph.nodes.items() if key not in gone]
    return Folded(Graph.of([*left, *nodes], [*graph.ties, *ties]), inside)


def _folded(key: str, kind: Kind, leaves: list[Node]) -> Node:
    days = [leaf.since for leaf in leaves if leaf.since]
    since = min(days) if len(days) == len(leaves) else None
    sorts = {leaf.sort for leaf in leaves}
    words = {leaf.word for leaf in leaves}
    return Node(
        key,
        kind,
        f"+{len(leaves)}",
        sort=sorts.pop() if len(sorts) == 1 else "",
        word=words.pop() if len(words) == 1 else "",
        since=since,
        count=len(leaves),
        is_new=any(leaf.is_new for leaf in leaves),
    )
