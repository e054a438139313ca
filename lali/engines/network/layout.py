"""Where each node is drawn: every group laid out apart, turned so that it lies broad, and the groups packed in rows."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import rustworkx

from .graph import Graph

Place = tuple[float, float]

EDGE = 112.0  # usual distance of neighbours, in units of the picture (about one CSS pixel)
APART = 48.0  # least distance of any two
RING, BETWEEN_RINGS, ON_RING = 78.0, 52.0, 60.0  # leaves stand in rings around their neighbour
MARGIN_X, MARGIN_Y = 96, 60  # room for names beside and below the outermost
MAJORISED, STILL = 24_000, 0.5  # rounds times nodes; movement of a round below which a group lies still
KEPT = 200  # groups whose places are remembered
ROUNDS = 24  # of pushing apart what lies too near
SEED = 20261127


def laid_out(graph: Graph, keys: Sequence[str]) -> Mapping[str, Place]:
    """Places of one group around (0, 0), in the order of `keys`; the same for the same group."""
    if len(keys) < 3:  # noqa: PLR2004 - one in the middle, two side by side
        return {key: (number * EDGE * 1.4, 0.0) for number, key in enumerate(keys)}
    inside = frozenset(keys)
    ties = tuple(tuple(other for other in graph.neighbours[key] if other in inside) for key in keys)
    return _places(tuple(keys), ties)


@lru_cache(maxsize=KEPT)
def _places(keys: tuple[str, ...], ties: tuple[tuple[str, ...], ...]) -> Mapping[str, Place]:
    """The same, of keys and the neighbours of each. Kept: a page is looked at many times, a step further each time."""
    near = dict(zip(keys, ties, strict=True))
    leaves: dict[str, list[str]] = {}
    for key in keys:
        if len(near[key]) == 1 and len(near[near[key][0]]) > 1:
            leaves.setdefault(near[key][0], []).append(key)
    hanging = {leaf for those in leaves.values() for leaf in those}
    frame = [key for key in keys if key not in hanging]
    rooms = {key: _room(len(leaves.get(key, ()))) for key in frame}
    places = _forces(near, frame, rooms)
    for key, those in leaves.items():
        places |= _rings(places[key], those, [places[other] for other in near[key] if other not in hanging])
    return MappingProxyType(_turned(_apart(places)))


def _room(leaves: int) -> float:
    """How far out the leaves of a node stand."""
    radius = 0.0
    while leaves > 0:
        radius = radius + BETWEEN_RINGS if radius else RING
        leaves -= int(2 * math.pi * radius / ON_RING)
    return radius


def _forces(near: Mapping[str, Sequence[str]], frame: Sequence[str], rooms: Mapping[str, float]) -> dict[str, Place]:
    """Places of all that are no leaves, as far apart as the way between them is long.

    Stress majorisation (Gansner, Koren and North 2004): every step brings the distances in the picture nearer to the
    lengths of the ways, nearer pairs counting more. The library gives the lengths and the first places.
    """
    if len(frame) < 3:  # noqa: PLR2004 - two side by side
        far = EDGE + sum(rooms.values())
        return {key: (number * far, 0.0) for number, key in enumerate(frame)}
    drawn: rustworkx.PyGraph[str, float] = rustworkx.PyGraph(multigraph=False)
    numbers = dict(zip(frame, drawn.add_nodes_from(list(frame)), strict=True))
    pairs = sorted({(min(key, other), max(key, other)) for key in frame for other in near[key] if other in numbers})
    lengths = [EDGE + rooms[one] + rooms[other] for one, other in pairs]
    edges = [(numbers[one], numbers[other], length) for (one, other), length in zip(pairs, lengths, strict=True)]
    drawn.add_edges_from(edges)
    ways = rustworkx.floyd_warshall_numpy(drawn, weight_fn=float)
    start = rustworkx.spring_layout(drawn, seed=SEED, num_iter=40)
    places = np.array([start[number] for number in range(len(frame))]) * ways.max()
    return {key: (float(x), float(y)) for key, (x, y) in zip(frame, _with_less_stress(ways, places), strict=True)}


def _with_less_stress(ways: "np.ndarray[Any, Any]", places: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    with np.errstate(divide="ignore"):
        weights = np.where(ways > 0, ways**-2.0, 0.0)
    total = weights.sum(axis=1)[:, None]
    pulls = weights * ways
    for _round in range(max(MAJORISED // len(places), 30)):
        squares = np.einsum("ij,ij->i", places, places)
        shares = places @ places.T  # becomes the distances, then the pulls over them: one table, written over
        shares *= -2
        shares += squares[:, None]
        shares += squares
        np.maximum(shares, 1e-12, out=shares)
        np.divide(pulls, np.sqrt(shares, out=shares), out=shares)
        moved = (weights @ places + shares.sum(axis=1)[:, None] * places - shares @ places) / total
        still = np.abs(moved - places).max() < STILL
        places = moved
        if still:
            break
    return places


def _rings(middle: Place, leaves: Sequence[str], neighbours: Sequence[Place]) -> dict[str, Place]:
    """Leaves in rings around their neighbour, away from where its other ties lead."""
    taken = [math.atan2(y - middle[1], x - middle[0]) for x, y in neighbours]
    places: dict[str, Place] = {}
    left, radius = list(leaves), 0.0
    while left:
        radius = radius + BETWEEN_RINGS if radius else RING
        slots = int(2 * math.pi * radius / ON_RING)
        turns = [2 * math.pi * number / slots - math.pi / 2 for number in range(slots)]
        turns.sort(key=lambda turn: (-min((_between(turn, other) for other in taken), default=0.0), turn))
        here, left = left[:slots], left[slots:]
        for leaf, turn in zip(here, turns, strict=False):
            places[leaf] = (middle[0] + radius * math.cos(turn), middle[1] + radius * math.sin(turn))
    return places


def _between(one: float, other: float) -> float:
    return abs((one - other + math.pi) % (2 * math.pi) - math.pi)


def _apart(places: dict[str, Place]) -> dict[str, Place]:
    """Push apart what lies nearer than `APART`, looking only at the squares around each."""
    now = {key: [x, y] for key, (x, y) in places.items()}
    for _round in range(ROUNDS):
        squares: dict[tuple[int, int], list[str]] = {}
        for key, (x, y) in now.items():
            squares.setdefault((int(x // APART), int(y // APART)), []).append(key)
        moved = False
        for (column, row), inside in squares.items():
            near = [
                key
                for across in (0, 1)
                for down in ((0, 1) if not across else (-1, 0, 1))
                if (across, down) != (0, 0)
                for key in squares.get((column + across, row + down), ())
            ]
            for number, one in enumerate(inside):
                for other in (*inside[number + 1 :], *near):
                    moved |= _push(now[one], now[other], number)
        if not moved:
            break
    return {key: (x, y) for key, (x, y) in now.items()}


def _push(one: list[float], other: list[float], turn: int) -> bool:
    across, down = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(across, down)
    if distance >= APART:
        return False
    if distance < 1e-6:  # noqa: PLR2004 - on one spot: apart in a direction of its own
        across, down, distance = math.cos(turn), math.sin(turn), 1.0
    by = (APART - distance) / 2 / distance if distance > 1e-6 else APART  # noqa: PLR2004
    one[0] -= across * by
    one[1] -= down * by
    other[0] += across * by
    other[1] += down * by
    return True


def _turned(places: dict[str, Place]) -> dict[str, Place]:
    """Turn the group so that it is broadest across: screens and paper are read that way."""
    count = len(places)
    middle_x = sum(x for x, _y in places.values()) / count
    middle_y = sum(y for _x, y in places.values()) / count
    xx = sum((x - middle_x) ** 2 for x, _y in places.values())
    yy = sum((y - middle_y) ** 2 for _x, y in places.values())
    xy = sum((x - middle_x) * (y - middle_y) for x, y in places.values())
    angle = -0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    return {
        key: ((x - middle_x) * cos - (y - middle_y) * sin, (x - middle_x) * sin + (y - middle_y) * cos)
        for key, (x, y) in places.items()
    }


def packed(parts: Sequence[Mapping[str, Place]], *, ratio: float = 1.6) -> tuple[dict[str, tuple[int, int]], int, int]:
    """Set groups side by side in rows, the largest group first; give places, width and height of the whole."""
    boxes = []
    for number, part in enumerate(parts):
        low_x, low_y = min(x for x, _y in part.values()), min(y for _x, y in part.values())
        width = int(max(x for x, _y in part.values()) - low_x) + 2 * MARGIN_X
        height = int(max(y for _x, y in part.values()) - low_y) + 2 * MARGIN_Y
        boxes.append((number, part, low_x, low_y, width, height))
    area = sum(width * height for *_rest, width, height in boxes)
    broad = max([int(math.sqrt(area * ratio) * 1.05), *(box[4] for box in boxes)], default=0)
    places: dict[str, tuple[int, int]] = {}
    left = top = row = across = 0
    for _number, part, low_x, low_y, width, height in boxes:
        if left and left + width > broad:
            left, top, row = 0, top + row, 0
        for key, (x, y) in part.items():
            places[key] = (round(x - low_x) + left + MARGIN_X, round(y - low_y) + top + MARGIN_Y)
        left, row = left + width, max(row, height)
        across = max(across, left)
    return places, across, top + row
