"""`lali link persons`: which records are of one person, and why. Needs no node, no Django, no network."""

import argparse
import importlib
from pathlib import Path

from lali.project.commands.speaking import refuse

NEEDS = "`lali link persons` needs the extra packages of linkage: install lali[linkage]."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("file", type=Path, help="CSV or Parquet with one record a row")
    parser.add_argument(
        "--columns",
        default="",
        metavar="COLUMN=ROLE,...",
        help="what columns mean where their names do not say it: 'ten=full name,x=date of birth,y=' (y is not used)",
    )
    parser.add_argument(
        "--truth",
        metavar="COLUMN",
        help="a column that says who each record is; it is not compared, and the result is judged by it",
    )
    parser.add_argument("--out", type=Path, help="where to write id,person,score (.csv or .parquet)")
    parser.add_argument(
        "--pairs", type=Path, help="where to write the pairs (.csv, .parquet, or .jsonl with every reason)"
    )
    parser.add_argument(
        "--show", type=int, default=5, metavar="N", help="pairs that are shown with their reasons (default 5)"
    )
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="where pairs of records are weighed"
    )
    parser.add_argument("--master", default="local[2]", help="of Spark (default: local[2], this machine)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Link the records of one file."""
    try:  # the packages of the extra are large, and most nodes do without
        work = importlib.import_module("lali.project.commands.persons_linked")
    except ModuleNotFoundError as why:
        if (why.name or "").split(".")[0] == "lali":
            raise
        return refuse(NEEDS, as_json=chosen.json)
    return int(work.run(chosen))
