"""A picture: where nodes and ties are drawn, and which of them are named without names lying over one another."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .graph import COMMON, Graph, Kind, Node, Tie, TieKind
from .groups import LARGEST, groups
from .layout import laid_out, packed
from .standing import Standing, standings

LONGEST_LABEL = 24
LETTER, BOLD, LINE = 7.6, 1.12, 15  # about the width and height of a letter of a label
BELOW, ABOVE = 29, -21  # of the baseline of a label, from the middle of its node
SQUARE = 160  # side of the squares in which labels look for one another


@dataclass(frozen=True, slots=True)
class Spot:
    """A node where it is drawn. `named`: its label is shown; others are named when pointed at, and in the table.

    `text_at` is the baseline of the label, from the middle of the node: below it, or above where that is taken.
    """

    node: Node
    x: int
    y: int
    standing: Standing
    named: bool
    text_at: int = BELOW

    @property
    def label(self) -> str:
        """Its label, cut to what fits."""
        label = self.node.label
        return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


@dataclass(frozen=True, slots=True)
class Line:
    """The ties of two neighbours, drawn as one line: `weight` 1..4 is its breadth; `far` ones lead to another group."""

    one: Spot
    other: Spot
    ties: tuple[Tie, ...]
    weight: int
    far: bool = False

    @property
    def likely(self) -> bool:
        """Whether nobody has judged any of its ties yet."""
        return all(tie.likely for tie in self.ties)

    @property
    def linked(self) -> bool:
        """Whether a member said that the two belong together."""
        return any(tie.kind == TieKind.LINKED for tie in self.ties)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn. `sizes`: how many nodes each group has, the largest first."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    sizes: tuple[int, ...]


def draw(
    graph: Graph,
    *,
    first: Collection[str] = (),
    stands: Mapping[str, Standing] | None = None,
    largest: int = LARGEST,
    common: int = COMMON,
) -> Picture:
    """Lay the graph out. Nodes in `first` are named whatever their weight; `stands` where it was computed before."""
    stands = standings(graph) if stands is None else stands
    parts = groups(graph, largest=largest, common=common)
    places, width, height = packed([laid_out(graph, part.keys) for part in parts])
    named = _named(graph, places, stands, frozenset(first))
    nobody = Standing(0.0, 0)
    spots = {
        key: Spot(graph.nodes[key], *places[key], stands.get(key, nobody), key in named, named.get(key, BELOW))
        for key in graph.nodes
    }
    group_of = {key: number for number, part in enumerate(parts) for key in part.keys}
    lines = []
    for one, other in sorted({tie.ends() for tie in graph.ties}):
        weight = 1 + round(3 * graph.pull(one, other))
        far = group_of[one] != group_of[other]
        lines.append(Line(spots[one], spots[other], tuple(graph.neighbours[one][other]), weight, far))
    return Picture(width, height, tuple(spots.values()), tuple(lines), tuple(len(part) for part in parts))


def _named(
    graph: Graph, places: Mapping[str, tuple[int, int]], stands: Mapping[str, Standing], first: frozenset[str]
) -> dict[str, int]:
    """Nodes whose labels are shown, and where: the important first, each only where it lies over no other, no node."""
    taken: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def squares(box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
        columns = range(int(box[0] // SQUARE), int(box[2] // SQUARE) + 1)
        return [(column, row) for column in columns for row in range(int(box[1] // SQUARE), int(box[3] // SQUARE) + 1)]

    def free(box: tuple[float, float, float, float]) -> bool:
        others = (other for square in squares(box) for other in taken.get(square, ()))
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in others
        )

    def take(box: tuple[float, float, float, float]) -> None:
        for square in squares(box):
            taken.setdefault(square, []).append(box)

    for x, y in places.values():
        take((x - 15, y - 13, x + 15, y + 13))

    def order(key: str) -> tuple[bool, bool, bool, bool, float, str]:
        weight = stands[key].weight if key in stands else 0.0
        node = graph.nodes[key]
        return (key not in first, node.kind != Kind.CASE, node.count == 1, node.kind == Kind.ELSEWHERE, -weight, key)

    named = {}
    for key in sorted(places, key=order):
        x, y = places[key]
        letter = LETTER * (BOLD if graph.nodes[key].kind == Kind.CASE or key in first else 1)
        wide = min(len(graph.nodes[key].label), LONGEST_LABEL) * letter / 2 + 2
        boxes = {at: (x - wide, y + at - LINE + 3, x + wide, y + at + 3) for at in (BELOW, ABOVE)}
        at = next((at for at, box in boxes.items() if free(box)), BELOW if key in first else None)
        if at is not None:
            take(boxes[at])
            named[key] = at
    return named
