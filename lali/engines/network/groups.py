"""Groups: what hangs together, in parts of bounded size."""

from collections.abc import Iterable
from dataclasses import dataclass

from .graph import COMMON, Graph

LARGEST = 300  # nodes of a group
FEW = 8  # a part so small joins its neighbours, into the room that is left for such parts


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that hang together by ties that say something; the best tied first."""

    keys: tuple[str, ...]

    def __len__(self) -> int:
        """How many nodes."""
        return len(self.keys)


def groups(graph: Graph, *, largest: int = LARGEST, common: int = COMMON) -> list[Group]:
    """Split the graph into groups of at most `largest` nodes; the largest group comes first.

    What hangs together by telling ties is one group where it has room. Where it has not, the strongest ties are
    followed first, and one that would make a group too large is not: what is weak or common never chains groups
    together. Identifiers in `common` or more records make no group; each joins the
    first of its neighbours at the end, when that neighbour's group has room, and otherwise stands alone.
    """
    joined = _Joined(graph)
    too_common = {key for key in graph.nodes if graph.is_common(key, common=common)}
    telling = [pair for pair in {tie.ends() for tie in graph.ties} if too_common.isdisjoint(pair)]
    by_pull = sorted(telling, key=lambda pair: (-graph.pull(*pair), pair))
    for one, other in by_pull:
        joined.join(one, other, largest * 3 // 4)
    for one, other in by_pull:
        if min(joined.size_with(one), joined.size_with(other)) <= FEW:
            joined.join(one, other, largest)
    for key in sorted(too_common):
        if beside := min(graph.neighbours[key], default=None):
            joined.join(key, beside, largest)
    parts = [Group(tuple(sorted(keys, key=lambda key: (-len(graph.neighbours[key]), key)))) for keys in joined.parts()]
    return sorted(parts, key=lambda part: (-len(part), part.keys))


class _Joined:
    """Which nodes are in one part: union and find, with the sizes kept."""

    def __init__(self, graph: Graph) -> None:
        self._parent = {key: key for key in graph.nodes}
        self._size = dict.fromkeys(graph.nodes, 1)

    def _root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def size_with(self, key: str) -> int:
        """How many nodes the part of this one has."""
        return self._size[self._root(key)]

    def join(self, one: str, other: str, most: int) -> None:
        """Make one part of two, unless it would have more than `most` nodes."""
        first, second = sorted((self._root(one), self._root(other)))
        if first != second and self._size[first] + self._size[second] <= most:
            self._parent[second] = first
            self._size[first] += self._size[second]

    def parts(self) -> Iterable[list[str]]:
        """The nodes of each part."""
        found: dict[str, list[str]] = {}
        for key in self._parent:
            found.setdefault(self._root(key), []).append(key)
        return found.values()
