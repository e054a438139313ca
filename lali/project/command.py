"""The `lali` command.

Exit codes: 0 done; 2 refused, with the reason on standard error; 3 needs an answer from a person. What only needs an
engine (`check`, `chat`, `verify PATH`) starts without Django.
"""

import argparse
import importlib
import sys
from types import ModuleType

COMMANDS = {
    "check": "read a message or job ad and show the signs in it",
    "chat": "read an export of a conversation, with every byte accounted for",
    "verify": "check a court bundle, or this whole node: journal, custody, exhibits",
    "demo": "two fictional nodes, Fiji and Vanuatu, on this machine",
    "new": "make a node: data folder, keys, databases, agency, first administrator",
    "serve": "run a node: public site and workspace",
    "case": "hand a whole case to another Lali, or take one in",
    "packet": "open a partner's packet, hand out our card",
    "link": "fold ads and messages of one hand together",
    "known": "lists of digests of known files: take one in, look over a disk for them",
    "config": "show, check or change lists, extra fields and case templates",
    "import": "take in a register of another system: CSV or XLSX, looked at first",
    "evidence": "take files in from a stick or a watched folder; check what is kept",
    "digest": "notify members of what is late or near, and send the letters that are due",
    "backup": "put a whole node into one sealed file",
    "restore": "bring a node back from a backup",
    "reindex": "build the search index anew from the records",
    "doctor": "look over a node and say what needs attention",
}
MODULES = {"import": "importing", "case": "whole_case"}  # a module cannot bear a word of Python's
DONE, REFUSED, NEEDS_ANSWER = 0, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="lali",
        description="Lali: prevent and fight online trafficking in persons.",
        epilog="Exit codes: 0 done, 2 refused with the reason, 3 needs an answer. More: lali COMMAND --help",
    )
    places = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, said in COMMANDS.items():
        place = places.add_parser(name, help=said, description=said[0].upper() + said[1:] + ".")
        if name in given[:1]:  # only the command that runs is imported
            _module(name).add_arguments(place)
    chosen = parser.parse_args(given)
    if not chosen.command:
        parser.print_help()
        return DONE
    return _run(chosen)


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"lali.project.commands.{MODULES.get(name, name)}")


def _run(chosen: argparse.Namespace) -> int:
    try:
        return _module(chosen.command).run(chosen)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


if __name__ == "__main__":
    sys.exit(main())
