"""Acting the story out in one node, through the same actions that members use.

Runs in a process of its own: `python -m lali.project.demo.scene HOME fiji` (or vanuatu) makes the node and plays it.
"""

import sys
from pathlib import Path

from lali.project.installation import NewNode, make_node

NODES = {
    "fiji": NewNode("Fiji (demo)", "FJ", "htu", "Human Trafficking Unit, Fiji (fictional)", demo=True),
    "vanuatu": NewNode("Vanuatu (demo)", "VU", "tcu", "Transnational Crime Unit, Vanuatu (fictional)", demo=True),
}


def play(home: Path, country: str) -> None:
    """Make the node and play its part of the story."""
    make_node(home, NODES[country])
    from lali.project.demo import acts  # noqa: PLC0415 - needs Django set up

    {"fiji": acts.play_fiji, "vanuatu": acts.play_vanuatu}[country]()


if __name__ == "__main__":
    play(Path(sys.argv[1]), sys.argv[2])
