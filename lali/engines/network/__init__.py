"""The evidence graph: what is tied to what, since when, by what; which thread holds it together; where it is drawn.

Values in, values out. A graph is made of nodes (cases, tips, conversations, packets, persons, identifiers) and ties
with a day, a strength and the words they rest on. What stands in many records ties little: a tie weighs less the more
ties its end has, so that an agency's telephone does not make one heap of everybody. Groups are of bounded size, paths
cite each step, and a picture (SVG, PNG, GraphML) is the same for the same graph.

Promises: work grows with nodes and ties, never with their square beyond the size of a group; the same input in any
order gives the same picture. Must never say what a tie means for a person: it shows ties and who noted them.
"""

from .bridges import Bridge, bridges
from .folding import Folded, fold
from .graph import COMMON, IDENTIFIERS, RECORDS, Graph, Kind, Node, Tie, TieKind
from .graphml import as_graphml
from .groups import Group, groups
from .paths import Step, ways_between
from .picture import Line, Picture, Spot, draw
from .png import as_png
from .shapes import SHAPES
from .standing import Standing, standings
from .svg import as_svg, svg_parts

__all__ = [
    "COMMON",
    "IDENTIFIERS",
    "RECORDS",
    "SHAPES",
    "Bridge",
    "Folded",
    "Graph",
    "Group",
    "Kind",
    "Line",
    "Node",
    "Picture",
    "Spot",
    "Standing",
    "Step",
    "Tie",
    "TieKind",
    "as_graphml",
    "as_png",
    "as_svg",
    "bridges",
    "draw",
    "fold",
    "groups",
    "standings",
    "svg_parts",
    "ways_between",
]
