"""A graph as GraphML, the exchange format of graph programs (Gephi, yEd, NetworkX)."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from .graph import Graph, Node, Tie
from .svg import _clean as clean

_OF_NODES = ("kind", "sort", "label", "since", "stands_in", "weak")
_OF_TIES = ("kind", "word", "since", "strength", "proposed", "rests_on")


def as_graphml(graph: Graph, *, captions: Iterable[str] = ()) -> str:
    """The whole graph with what is known of nodes and ties; `captions` go along as its description."""
    return "".join(_pieces(graph, captions))


def _pieces(graph: Graph, captions: Iterable[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for about, names in (("node", _OF_NODES), ("edge", _OF_TIES)):
        for name in names:
            of = {"stands_in": "int", "strength": "double", "weak": "boolean", "proposed": "boolean"}.get(
                name, "string"
            )
            yield f'<key id="{about}-{name}" for="{about}" attr.name="{name}" attr.type="{of}"/>\n'
    yield '<key id="about" for="graph" attr.name="about" attr.type="string"/>\n'
    yield '<graph id="network" edgedefault="undirected">\n'
    yield f'<data key="about">{escape(clean(" / ".join(captions)))}</data>\n'
    for node in graph.nodes.values():
        yield f"<node id={quoteattr(clean(node.key))}>{_data('node', _of_node(node))}</node>\n"
    for tie in graph.ties:
        ends = f"source={quoteattr(clean(tie.one))} target={quoteattr(clean(tie.other))}"
        yield f"<edge {ends}>{_data('edge', _of_tie(tie))}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _of_node(node: Node) -> tuple[str, ...]:
    since = node.since.isoformat() if node.since else ""
    return (node.kind, node.sort, node.label, since, str(node.stands_in), _bool(node.weak))


def _of_tie(tie: Tie) -> tuple[str, ...]:
    since = tie.since.isoformat() if tie.since else ""
    return (tie.kind, tie.word, since, f"{tie.strength:.3f}", _bool(tie.likely), tie.rests_on)


def _data(about: str, values: tuple[str, ...]) -> str:
    names = _OF_NODES if about == "node" else _OF_TIES
    pairs = zip(names, values, strict=True)
    return "".join(f'<data key="{about}-{name}">{escape(clean(value))}</data>' for name, value in pairs if value)


def _bool(value: bool) -> str:
    return "true" if value else "false"
