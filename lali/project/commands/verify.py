"""`lali verify`: a court bundle (needs no node and no Django), the whole node, or a head that was given away before.

Ends as `verify.py` does: 0 everything holds, 1 something is broken, 2 it cannot be read.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from lali.engines.custody import NotAKey, partner_key, verify_bundle
from lali.project.commands.speaking import bar, refuse, visible

HOLDS, BROKEN, UNREADABLE = 0, 1, 2  # exit codes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument(
        "path", nargs="?", type=Path, help="a bundle, folder or zip; without it the whole node is checked"
    )
    parser.add_argument("--key", action="append", default=[], help="a log key you trust (name+hash+base64)")
    parser.add_argument("--authority", type=Path, help="certificates (PEM) of time-stamping authorities you trust")
    parser.add_argument("--partner", action="append", default=[], help="key or card of a partner who countersigns")
    parser.add_argument(
        "--head",
        type=Path,
        metavar="FILE",
        help="a head of this node's journal that was given away before, or the bundle, folder or receipt it stands in: "
        "did today's journal only grow since, or was it rewritten?",
    )
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LALI_HOME", ".lali")), help="data folder")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Check, and name the first broken thing."""
    if chosen.head:
        return _head(chosen)
    return _bundle(chosen) if chosen.path else _node(chosen)


def _bundle(chosen: argparse.Namespace) -> int:
    size = chosen.path.stat().st_size if chosen.path.is_file() else 0
    try:
        authorities = chosen.authority.read_bytes() if chosen.authority else b""
        report = verify_bundle(
            chosen.path,
            trusted=chosen.key,
            on_progress=bar("Reading", size) if size else None,
            authorities=authorities,
            partners=[partner_key(one) for one in chosen.partner],
        )
    except (NotAKey, OSError) as why:
        return refuse(str(why), as_json=chosen.json)
    if report.unreadable:
        return refuse(report.checks[0].detail, as_json=chosen.json)
    checks = [(check.name, check.ok, check.detail) for check in report.checks]
    return _say(checks, as_json=chosen.json)


def _node(chosen: argparse.Namespace) -> int:
    from lali.project.installation import enter_node  # noqa: PLC0415 - a bundle must not wait for Django
    from lali.project.node import NodeIsMissing, read_node  # noqa: PLC0415

    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    enter_node(home)
    from lali.project.inspection import inspect_node  # noqa: PLC0415

    return _say(inspect_node(bar), as_json=chosen.json)


def _head(chosen: argparse.Namespace) -> int:
    """Hold every head in a file against the journal as it is today (RFC 9162, 2.1.4)."""
    from lali.project.installation import enter_node  # noqa: PLC0415
    from lali.project.node import NodeIsMissing, read_node  # noqa: PLC0415

    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    enter_node(home)
    from lali.records.audit.comparing import compare_head, heads_in  # noqa: PLC0415

    try:
        heads = heads_in(chosen.head)
    except (OSError, ValueError) as why:
        return refuse(f"{chosen.head} cannot be read: {getattr(why, 'strerror', None) or why}.", as_json=chosen.json)
    compared = [compare_head(head) for head in heads]
    ours = [one for one in compared if one.verdict.holds or one.verdict.broken]
    if not ours:
        why = str(compared[0]) if compared else f"There is no signed head in {chosen.head}."
        return refuse(visible(why), as_json=chosen.json)
    for one in compared:
        if one not in ours and not chosen.json:
            print(f"passed over: {visible(str(one))}", file=sys.stderr)
    return _say([(f"head over {one.size}", one.verdict.holds, str(one)) for one in ours], as_json=chosen.json)


def _say(checks: list[tuple[str, bool, str]], *, as_json: bool) -> int:
    broken = next((detail for _name, ok, detail in checks if not ok), None)
    if as_json:
        rows = [{"name": name, "ok": ok, "detail": detail} for name, ok, detail in checks]
        print(json.dumps({"ok": broken is None, "first_broken": broken, "checks": rows}, ensure_ascii=False))
    else:
        for name, ok, detail in checks:
            print(f"{'holds ' if ok else 'BROKEN'}  {name}: {detail}")
    if broken is None:
        return HOLDS
    if not as_json:
        print(f"First broken thing: {broken}", file=sys.stderr)
    return BROKEN
