"""`lali import`: look at a register of another system, then take it in."""

import argparse
import json
import os
from pathlib import Path

from lali.project.commands.speaking import bar, refuse
from lali.project.node import NodeIsMissing, read_node


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("file", type=Path, help="CSV or XLSX")
    parser.add_argument("--as", dest="email", required=True, help="e-mail of the member who imports, and leads cases")
    parser.add_argument("--register", default="", help="code of the register in the configuration: pims, fair")
    parser.add_argument("--into", choices=["tip", "case"], default="tip", help="what each row becomes (default: tip)")
    columns = "such as number='Report No' (default: by headings)"
    parser.add_argument("--map", nargs="*", default=[], metavar="FIELD=COLUMN", help=columns)
    parser.add_argument(
        "--persons-are",
        default="",
        metavar="ROLE",
        help="what persons named in a column are to cases: victim, suspect, witness, reporter, concerned, left_out",
    )
    parser.add_argument(
        "--leave-rest", action="store_true", help="leave out columns that have no place (default: added to the text)"
    )
    parser.add_argument(
        "--apply", action="store_true", help="take in what is new; else only say what would become of it"
    )
    parser.add_argument("--continue", dest="run", type=int, default=0, metavar="NUMBER", help="go on with an import")
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LALI_HOME", ".lali")), help="data folder")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Look, and with --apply take in. Exit code 2 when something is refused."""
    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    from lali.project.installation import enter_node  # noqa: PLC0415 - help must not wait for Django

    enter_node(home)
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415
    from django.http import Http404  # noqa: PLC0415

    from lali.records.refusals import Refused  # noqa: PLC0415

    try:
        return _import(chosen)
    except OSError as why:
        return refuse(f"{chosen.file} cannot be read: {why.strerror}.", as_json=chosen.json)
    except PermissionDenied:
        return refuse("This member may not take in registers.", as_json=chosen.json)
    except Http404:
        return refuse("This member has no such import.", as_json=chosen.json)
    except Refused as why:
        return refuse(str(why), as_json=chosen.json)


def _import(chosen: argparse.Namespace) -> int:
    from lali.records.agencies.models import Member  # noqa: PLC0415
    from lali.records.imports.actions import apply_import, preview_import  # noqa: PLC0415
    from lali.records.imports.queries import placeless_columns, read_import  # noqa: PLC0415
    from lali.records.imports.reading import mapping_of  # noqa: PLC0415

    member = Member.objects.filter(email__iexact=chosen.email, is_active=True).first()
    if member is None:
        return refuse("There is no active member with this e-mail address.", as_json=chosen.json)
    with chosen.file.open("rb") as file:
        number = chosen.run
        if not number:
            mapping = mapping_of(file, dict(one.partition("=")[::2] for one in chosen.map))
            number = preview_import(
                by=member, file=file, file_name=chosen.file.name, system=chosen.register, target=chosen.into,
                mapping=mapping, persons_are=chosen.persons_are,
                rest="leave" if chosen.leave_rest else "add", on_progress=bar("Looked at", 1_000_000),
            ).pk  # fmt: skip
        looked, counts = read_import(member, number)
        placeless = {"added" if looked.adds_rest else "left_out": placeless_columns(looked)}
        if chosen.apply:
            apply_import(by=member, number=number, file=file, on_progress=bar("Taken in", counts["new"]))
    found, counts = read_import(member, number)
    told = {"import": number, "state": found.state, "rows": counts, "columns": placeless} | found.told
    print(json.dumps(told, ensure_ascii=False) if chosen.json else _for_people(told))
    return 0


def _for_people(told: dict) -> str:
    rows = told["rows"]
    said = {"added": "added to the text", "left_out": "left out"}
    columns = "".join(
        f"Columns without a place, {said[fate]}: {', '.join(names)}.\n"
        for fate, names in told["columns"].items()
        if names
    )
    return columns + (
        f"Import {told['import']}: {rows['new']:,} new, {rows['matches']:,} here already, "
        f"{rows['repeated']:,} repeated, {rows['refused']:,} refused. State: {told['state']}."
    )
