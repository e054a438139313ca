"""`lali link`: what belongs together among many: texts of one hand, copies of a picture, records of one person."""

import argparse
import importlib
from types import ModuleType

PARTS = {  # each a module of its own, link_NAME, with add_arguments(parser) and run(chosen)
    "texts": "fold ads and messages of one hand into families, each with its template",
    "images": "fold pictures that are one, or nearly, into families",
    "persons": "find the records of one person, with the reasons of every pair",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given; each part brings its own."""
    parser.epilog = "A link is a proposal with its reasons. A person decides."
    parts = parser.add_subparsers(dest="part", required=True, metavar="|".join(PARTS))
    for name, said in PARTS.items():
        _module(name).add_arguments(parts.add_parser(name, help=said, description=said[0].upper() + said[1:] + "."))


def run(chosen: argparse.Namespace) -> int:
    """Do the part that was asked for."""
    return int(_module(chosen.part).run(chosen))


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"lali.project.commands.link_{name}")
