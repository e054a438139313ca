"""`lali link texts`: ads and messages of one hand, folded into families. Needs no node, no Django, no network."""

import argparse
from pathlib import Path

from lali.project.commands.speaking import refuse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("file", type=Path, help="CSV or Parquet with the columns id and text")
    parser.add_argument("--out", type=Path, help="where to write id,family,template,score (CSV or Parquet by its name)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Fold the texts of one file."""
    if not chosen.file.is_file():
        return refuse(f"There is no file {chosen.file}.", as_json=chosen.json)
    return 0
