"""`lali reindex`: build the search index anew from the records."""

import argparse
import json
import os
from pathlib import Path

from lali.project.commands.speaking import bar, refuse
from lali.project.node import NodeIsMissing, read_node


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LALI_HOME", ".lali")), help="data folder")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Build it; a stop in the middle leaves the index as it was."""
    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    from lali.project.installation import enter_node  # noqa: PLC0415 - help must not wait for Django

    enter_node(home)
    from lali.records.audit.vocabulary import NODE  # noqa: PLC0415
    from lali.records.lookup.rebuilding import how_many, rebuild  # noqa: PLC0415

    done = rebuild(by=NODE, on_progress=bar("Reading records", how_many()))
    print(json.dumps({"records": done}) if chosen.json else f"{done:,} records can be found.")
    return 0
