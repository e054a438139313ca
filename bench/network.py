"""The evidence graph: from nodes and ties to a picture, at 500 and 5,000 nodes; files; ways and bridges.

    python -m bench network
    LALI_BENCH_PICTURES=FOLDER python -m bench network      keeps the pictures there, to be looked at

Times are of the processor, in one process. How long a page takes at the ceiling is measured by `bench ceiling`.
"""

import os
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from bench.figures import Figure
from lali.engines.network import (
    Graph,
    Kind,
    Node,
    Tie,
    TieKind,
    as_graphml,
    as_png,
    as_svg,
    bridges,
    draw,
    fold,
    standings,
    svg_parts,
    ways_between,
)

T = TypeVar("T")
SIZES = (500, 5_000)
IN_A_CASE = 14  # nodes for each case
BUDGETS = {500: 0.5, 5_000: 3.0}  # seconds from the graph to the picture of a page


def graph_of(size: int, *, seed: int = 1) -> Graph:
    """A made-up network: cases with identifiers and persons of their own, each fifth shared with cases near by, and one
    agency's telephone in half of all.
    """
    chance = random.Random(seed)
    cases = max(3, size // IN_A_CASE)
    refs = [f"case:FJ-2026-{number:05}" for number in range(cases)]
    nodes = [Node(ref, Kind.CASE, ref.removeprefix("case:"), word="Case", since=date(2026, 1, 1)) for ref in refs]
    kinds = [Kind.PHONE, Kind.PHONE, Kind.ACCOUNT, Kind.MAIL, Kind.MONEY, Kind.WEB, Kind.PERSON]
    ties = [Tie("agency", ref, TieKind.STANDS_IN) for ref in refs[::2]]
    nodes.append(Node("agency", Kind.PHONE, "+679 410 9999", word="Phone"))
    for number in range(size - len(nodes)):
        kind = chance.choice(kinds)
        label = f"+679 410 {number:04}" if kind == Kind.PHONE else f"{kind} {number}"
        since = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
        nodes.append(Node(f"n{number}", kind, label, word=kind, since=since))
        home = chance.randrange(cases)
        for place in range(chance.choices([1, 2, 3, 5], [80, 14, 4, 2])[0]):
            near = home if not place else min(cases - 1, max(0, home + round(chance.gauss(0, 4))))
            ties.append(Tie(f"n{number}", refs[near], TieKind.STANDS_IN, since, rests_on=refs[near]))
    return Graph.of(nodes, ties)


def figures() -> list[Figure]:
    """Measure each size."""
    return [figure for size in SIZES for figure in _of_size(size)]


def _of_size(size: int) -> list[Figure]:
    graph = graph_of(size)
    tying = graph.without([key for key in graph.nodes if graph.is_common(key)])
    folded = fold(tying, least=2, mixed=True).graph
    page, picture = _timed(lambda: draw(folded, stands=standings(folded)))
    text, _parts = _timed(lambda: svg_parts(picture, address=lambda key: f"?at={key}"))
    png, made = _timed(lambda: as_png(picture, title=f"{size} nodes", watermark="FICTIONAL"))
    _keep(f"{size}.png", made)
    _keep(f"{size}.svg", as_svg(picture, title=f"{size} nodes").encode())
    first, last = tying.nodes["case:FJ-2026-00000"].key, max(key for key in tying.nodes if key.startswith("case:"))
    name = f"{size:,} nodes, {len(graph.ties):,} ties"
    return [
        Figure(f"{name}: laid out and named, {len(folded.nodes):,} drawn", page, "s", at_most=BUDGETS[size]),
        Figure(f"{name}: all of them laid out, nothing folded", _timed(lambda: draw(tying))[0], "s"),
        Figure(f"{name}: written as SVG", text, "s"),
        Figure(f"{name}: SVG of the page", len(_parts) / 1000, "kB"),
        Figure(f"{name}: PNG", png, "s"),
        Figure(f"{name}: GraphML", _timed(lambda: as_graphml(graph))[0], "s"),
        Figure(f"{name}: bridges", _timed(lambda: bridges(graph))[0], "s"),
        Figure(f"{name}: three ways between two", _timed(lambda: ways_between(graph, first, last))[0], "s"),
    ]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def _keep(name: str, data: bytes) -> None:
    if folder := os.environ.get("LALI_BENCH_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"network-{name}").write_bytes(data)
