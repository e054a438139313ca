"""Places the nodes of a small network for a still picture: the middle node in the middle, its neighbours in rings.

Each connected part is laid out apart and the parts are packed in rows, so that nothing becomes a hairball. The result
is the same for the same input; the cost is nodes times ties, and more than `MOST_DRAWN` nodes are not drawn.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MOST_DRAWN = 80
RING = 120  # least distance between rings, in units of the picture (about one CSS pixel)
ROOM_FOR_LABEL = 70
LONGEST_LABEL = 24
ROW_WIDTH = 900


SHAPES = {
    "case": "M-16-12h12l4 4h16v20h-32z",
    "person": "M0-15a6 6 0 0 1 3.5 11 12 12 0 0 1 9.5 17h-26a12 12 0 0 1 9.5-17A6 6 0 0 1 0-15z",
    "identifier": "M0-15 15 0 0 15-15 0z",
}


@dataclass(frozen=True, slots=True)
class Node:
    """Something that can be tied: `kind` is `case`, `person` or `identifier` (its shape) and `word` says it aloud."""

    key: str
    label: str
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two nodes by key; `likely` ones are proposed, not judged yet, and drawn dashed."""

    one: str
    other: str
    label: str = ""
    likely: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with the place of its centre in the picture."""

    node: Node
    x: int
    y: int

    @property
    def shape(self) -> str:
        """Its outline around (0, 0), as an SVG path."""
        return SHAPES[self.node.kind]

    @property
    def short(self) -> str:
        """Its label, cut to what fits under the shape."""
        label = self.node.label
        return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


@dataclass(frozen=True, slots=True)
class Line:
    """A tie with both ends placed."""

    tie: Tie
    one: Placed
    other: Placed

    @property
    def middle(self) -> tuple[int, int]:
        """Where its word stands."""
        return (self.one.x + self.other.x) // 2, (self.one.y + self.other.y) // 2


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws; empty `placed` means: too many to draw, read the table."""

    width: int
    height: int
    placed: tuple[Placed, ...]
    lines: tuple[Line, ...]


def draw(nodes: Sequence[Node], ties: Sequence[Tie]) -> Picture:
    """Place `nodes` and `ties`; ties to unknown nodes raise KeyError."""
    if not nodes or len(nodes) > MOST_DRAWN:
        return Picture(0, 0, (), ())
    by_key = {node.key: node for node in nodes}
    neighbours: dict[str, list[str]] = {node.key: [] for node in nodes}
    for tie in ties:
        neighbours[tie.one].append(tie.other)
        neighbours[tie.other].append(tie.one)
    parts = [_rings(tree) for tree in _trees(neighbours)]
    places, width, height = _pack(parts)
    placed = {key: Placed(by_key[key], x, y) for key, (x, y) in places.items()}
    lines = tuple(Line(tie, placed[tie.one], placed[tie.other]) for tie in ties if tie.one != tie.other)
    return Picture(width, height, tuple(placed.values()), lines)


def _trees(neighbours: dict[str, list[str]]) -> list[dict[str, list[str]]]:
    """Return one tree per connected part, from its middle; the part with the most nodes first."""
    seen: set[str] = set()
    trees = []
    for start in neighbours:
        if start not in seen:
            part = list(_tree(start, neighbours))
            seen.update(part)
            middle = min(part, key=lambda key: (_depth(_tree(key, neighbours)), -len(neighbours[key])))
            trees.append(_tree(middle, neighbours))
    return sorted(trees, key=len, reverse=True)


def _tree(root: str, neighbours: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the breadth-first tree from `root`: key -> children, root first, nearer nodes before farther ones."""
    tree: dict[str, list[str]] = {root: []}
    queue = [root]
    for key in queue:
        for other in neighbours[key]:
            if other not in tree:
                tree[key].append(other)
                tree[other] = []
                queue.append(other)
    return tree


def _depth(tree: dict[str, list[str]]) -> int:
    """Return how many rings the tree needs."""
    depths = dict.fromkeys(tree, 0)
    for key, children in tree.items():
        for child in children:
            depths[child] = depths[key] + 1
    return max(depths.values())


def _rings(tree: dict[str, list[str]]) -> dict[str, tuple[float, float]]:
    """Place one tree around its root: each branch gets a slice of the circle as wide as it has leaves."""
    root = next(iter(tree))
    leaves: dict[str, int] = {}
    for key in reversed(tree):
        leaves[key] = sum(leaves[child] for child in tree[key]) or 1
    ring = max(RING, leaves[root] * 15)
    places = {root: (0.0, 0.0)}
    slices = {root: (-math.pi, math.pi, 0)}
    for key, children in tree.items():
        start, end, depth = slices[key]
        step = (end - start) / leaves[key]
        for child in children:
            stop = start + step * leaves[child]
            angle = (start + stop) / 2
            places[child] = (1.25 * ring * (depth + 1) * math.cos(angle), ring * (depth + 1) * math.sin(angle))
            slices[child] = (start, stop, depth + 1)
            start = stop
    return places


def _pack(parts: list[dict[str, tuple[float, float]]]) -> tuple[dict[str, tuple[int, int]], int, int]:
    """Set the parts side by side in rows; return the places with the width and height of the whole."""
    places: dict[str, tuple[int, int]] = {}
    left = top = row_height = width = 0
    for part in parts:
        low_x, low_y = (min(place[axis] for place in part.values()) for axis in (0, 1))
        part_width, part_height = (
            int(max(place[axis] for place in part.values()) - low) + 2 * ROOM_FOR_LABEL
            for axis, low in ((0, low_x), (1, low_y))
        )
        if left and left + part_width > ROW_WIDTH:
            left, top, row_height = 0, top + row_height, 0
        for key, (x, y) in part.items():
            places[key] = (round(x - low_x) + left + ROOM_FOR_LABEL, round(y - low_y) + top + ROOM_FOR_LABEL)
        left, row_height = left + part_width, max(row_height, part_height)
        width = max(width, left)
    return places, width, top + row_height
