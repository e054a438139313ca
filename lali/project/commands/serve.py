"""`lali serve`: run a node's public site and workspace, each in a process of its own."""

import argparse
import os
from pathlib import Path

from lali.project.commands.speaking import refuse
from lali.project.node import NodeIsMissing, read_node
from lali.project.servers import Served, bring_up_to_date, run_together

PUBLIC_PORT, WORKSPACE_PORT = 8000, 8001


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LALI_HOME", ".lali")), help="data folder")
    parser.add_argument("--audience", choices=["public", "workspace", "both"], default="both")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; put TLS in front of any other")
    parser.add_argument("--public-port", type=int, default=PUBLIC_PORT)
    parser.add_argument("--workspace-port", type=int, default=WORKSPACE_PORT)
    parser.add_argument("--threads", type=int, default=2, help="requests at once, for each process")
    parser.add_argument(
        "--processes", type=int, default=1, help="for each audience; one a core for many members, each some 70 MB"
    )


def run(chosen: argparse.Namespace) -> int:
    """Serve until stopped. Databases of an older version are brought up to date first."""
    try:
        node = read_node(chosen.home.absolute())
    except NodeIsMissing as why:
        return refuse(str(why))
    if chosen.audience != "public":
        bring_up_to_date(node.home)
    ports = {"public": chosen.public_port, "workspace": chosen.workspace_port}
    audiences = list(ports) if chosen.audience == "both" else [chosen.audience]
    if min(chosen.threads, chosen.processes) < 1:
        return refuse("There must be at least one process, and one thread in it.")
    served = [
        Served(node.home, audience, chosen.host, ports[audience], chosen.threads, chosen.processes)
        for audience in audiences
    ]

    def ready() -> None:
        for one in served:
            print(f"{node.name}, {one.audience}: {one.address}", flush=True)
        if not node.demo and os.environ.get("LALI_HTTPS", "1") == "1":
            print(
                "Put a web server with TLS in front. To look at it on this machine without one: LALI_HTTPS=0",
                flush=True,
            )

    return run_together(served, on_ready=ready)
