"""Bridges: what ties records that nobody has linked. The first thing to look at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from .graph import RECORDS, Graph, Kind, TieKind

WEAK = 0.4  # what a weak identifier counts beside one that is sure


@dataclass(frozen=True, slots=True)
class Bridge:
    """An identifier or a person that stands in several records: cases, and tips and packets that are in no case.

    `unlinked` pairs of them were neither linked nor judged by a member, `judged` ones judged and not linked; `cases`
    of them are cases.
    """

    key: str
    records: tuple[str, ...]
    cases: int
    unlinked: tuple[tuple[str, str], ...]
    weight: float
    judged: int = 0

    @property
    def is_half_linked(self) -> bool:
        """Whether a member linked some pairs of them and not others."""
        looked_at = min(len(self.records), MOST_PAIRS)
        return 0 < len(self.unlinked) < looked_at * (looked_at - 1) // 2


MOST_PAIRS = 40  # looked at of one bridge; what stands in more records is common anyway


def bridges(
    graph: Graph,
    *,
    judged: Collection[tuple[str, str]] = frozenset(),
    covered: Mapping[str, Collection[str]] | None = None,
    most: int = 10,
) -> list[Bridge]:
    """What stands in several records, those first that tie unlinked cases and stand in few records.

    A tip or a conversation of a case counts as that case. What is common ties nothing. Of `judged` pairs, the lesser
    key first, a member said whether they belong together: there is nothing left to look at. `covered` says of a node
    which of the records it stands in a member spoke of when they judged the node itself: no two of those are unlinked.
    """
    whole_of = _whole_of(graph)
    linked = {tie.ends() for tie in graph.ties if tie.kind == TieKind.LINKED}
    found = []
    for key, node in graph.nodes.items():
        if node.kind in RECORDS or node.kind == Kind.ELSEWHERE or graph.is_common(key):
            continue
        records = sorted({whole_of[other] for other in graph.neighbours[key] if other in whole_of})
        if len(records) > 1:
            cases = sum(graph.nodes[one].kind == Kind.CASE for one in records)
            loose = [pair for pair in combinations(records[:MOST_PAIRS], 2) if pair not in linked]
            said = {whole_of[one] for one in (covered or {}).get(key, ()) if one in whole_of}
            pairs = tuple(pair for pair in loose if pair not in judged and not said.issuperset(pair))
            weight = graph.damping(key) * (WEAK if node.weak else 1.0)
            found.append(Bridge(key, tuple(records), cases, pairs, weight, len(loose) - len(pairs)))
    return sorted(found, key=_order)[:most]


def _order(bridge: Bridge) -> tuple[bool, int, float, int, str]:
    return (not bridge.unlinked, -min(bridge.cases, 2), -bridge.weight, -len(bridge.unlinked), bridge.key)


def _whole_of(graph: Graph) -> Mapping[str, str]:
    """For each record the case that it is part of, or the record itself."""
    records = {key: key for key, node in graph.nodes.items() if node.kind in RECORDS}
    parts = [pair for tie in graph.ties if tie.kind == TieKind.PART_OF for pair in (tie.ends(), tie.ends()[::-1])]
    return records | {
        part: whole
        for part, whole in parts
        if graph.nodes[whole].kind == Kind.CASE and graph.nodes[part].kind != Kind.CASE
    }
