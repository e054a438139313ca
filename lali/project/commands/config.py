"""`lali config`: show the configuration, check a file against it, bring a file into force."""

import argparse
import json
import os
import sys
from pathlib import Path

from lali.project.commands.speaking import refuse
from lali.project.node import NodeIsMissing, read_node

MOST_BYTES = 2_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    home = Path(os.environ.get("LALI_HOME", ".lali"))
    places = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    show = places.add_parser("show", help="print the configuration as TOML")
    show.add_argument("--number", type=int, default=0, help="an older version (default: the one in force)")
    show.add_argument("--shipped", metavar="COUNTRY", help="what comes with Lali for a country, for example FJ")
    check = places.add_parser("check", help="say what is wrong with a file, or what it would change; writes nothing")
    apply = places.add_parser("apply", help="bring a file into force, whole or not at all")
    apply.add_argument("--why", required=True, help="why: stands in the history")
    apply.add_argument("--as", dest="email", help="e-mail of the member who does it (default: the node itself)")
    for place in (check, apply):
        place.add_argument("file", type=Path, help="a TOML file, or - for standard input")
        place.add_argument("--only-new", action="store_true", help="take what we lack, change nothing of our own")
    for place in (show, check, apply):
        place.add_argument("--home", type=Path, default=home, help="data folder")
        place.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Do one of the three. Exit code 2 when something is refused."""
    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    from lali.project.installation import enter_node  # noqa: PLC0415 - help must not wait for Django

    enter_node(home)
    from lali.records.refusals import Refused  # noqa: PLC0415

    try:
        return {"show": _show, "check": _check, "apply": _apply}[chosen.what](chosen)
    except OSError as why:
        return refuse(f"{chosen.file} cannot be read: {why.strerror}.", as_json=chosen.json)
    except UnicodeDecodeError:
        return refuse(f"{chosen.file} is not text in UTF-8.", as_json=chosen.json)
    except Refused as why:
        return refuse("\n".join(map(str, getattr(why, "problems", ()))) or str(why), as_json=chosen.json)


def _show(chosen: argparse.Namespace) -> int:
    from lali.records.configuration.queries import in_force, text_of_version  # noqa: PLC0415
    from lali.records.configuration.shipped import shipped_text  # noqa: PLC0415

    number = chosen.number or in_force().number
    text = shipped_text(chosen.shipped.upper()) if chosen.shipped else text_of_version(number)
    if not text:
        return refuse("There is no such configuration.", as_json=chosen.json)
    print(json.dumps({"version": number, "text": text}, ensure_ascii=False) if chosen.json else text, end="")
    return 0


def _text(chosen: argparse.Namespace) -> str:
    """The file's text; with --only-new, ours with what the file adds."""
    from lali.records.configuration.queries import with_only_what_is_new  # noqa: PLC0415

    if str(chosen.file) == "-":
        text = sys.stdin.read(MOST_BYTES)
    else:
        with chosen.file.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8-sig")
    return with_only_what_is_new(text) if chosen.only_new else text


def _check(chosen: argparse.Namespace) -> int:
    from lali.records.audit.vocabulary import NODE  # noqa: PLC0415
    from lali.records.configuration.queries import preview  # noqa: PLC0415

    changes = [str(change) for change in preview(NODE, _text(chosen))]
    print(json.dumps({"changes": changes}, ensure_ascii=False) if chosen.json else _listed(changes))
    return 0


def _apply(chosen: argparse.Namespace) -> int:
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415

    from lali.records.agencies.models import Member  # noqa: PLC0415
    from lali.records.audit.vocabulary import NODE  # noqa: PLC0415
    from lali.records.configuration.actions import change_configuration  # noqa: PLC0415
    from lali.records.configuration.queries import in_force, preview  # noqa: PLC0415

    by = Member.objects.filter(email__iexact=chosen.email, is_active=True).first() if chosen.email else NODE
    if by is None:
        return refuse("There is no active member with this e-mail address.", as_json=chosen.json)
    text, base = _text(chosen), in_force().number
    try:
        changes = [str(change) for change in preview(by, text)]
        version = change_configuration(by=by, base=base, text=text, why=chosen.why)
    except PermissionDenied:
        return refuse("This member may not change the configuration.", as_json=chosen.json)
    told = {"version": version.number, "changes": changes}
    said = f"{_listed(changes)}\nVersion {version.number} is in force."
    print(json.dumps(told, ensure_ascii=False) if chosen.json else said)
    return 0


def _listed(changes: list[str]) -> str:
    return "\n".join(f"  {change}" for change in changes) or "This changes nothing."
