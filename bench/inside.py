"""Run a module of the bench inside a node: `python -m bench.inside HOME MODULE ARGUMENT...`.

Records can be imported only after Django knows the node; so that the modules can import them at the top, this one
enters the node first.
"""

import importlib
import sys
from pathlib import Path

from lali.project.installation import enter_node

if __name__ == "__main__":
    enter_node(Path(sys.argv[1]))
    importlib.import_module(f"bench.{sys.argv[2]}").main(*sys.argv[3:])
