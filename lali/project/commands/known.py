"""`lali known`: lists of digests of known files; a seized disk looked over without taking anything in."""

import argparse
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lali.project.commands.speaking import bar, refuse
from lali.project.node import NodeIsMissing, read_node

DONE, KNOWN = 0, 3
PIECE = 1024 * 1024
PICTURE_AT_MOST = 64 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.epilog = "`check` ends with 0 when nothing is known, 3 when something is on a list that restricts."
    deeds = parser.add_subparsers(dest="deed", required=True)
    add = deeds.add_parser("add", help="take in a list: lines, CSV, NSRL, VICS JSON")
    add.add_argument("file", type=Path)
    add.add_argument("--as", dest="email", required=True, help="e-mail of the administrator or supervisor")
    add.add_argument("--name", required=True, help="what the list is called")
    add.add_argument("--source", required=True, help="from whom you have it")
    add.add_argument("--kind", required=True, choices=["restricted", "harmless"], help="what it says of its files")
    add.add_argument("--of", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD", help="day of the list")
    add.add_argument("--terms", default="", help="on which terms you have it")
    add.add_argument("--pdq", action="store_true", help="64 digits without a heading are PDQ, not SHA-256")
    add.add_argument("--category", type=int, nargs="+", default=[1, 2], help="categories of a VICS list (default: 1 2)")
    check = deeds.add_parser(
        "check", help="look over a file or folder; nothing is taken in, opened on a screen or sent"
    )
    check.add_argument("path", type=Path)
    match = deeds.add_parser("match", help="look for exhibits that were not looked for yet")
    match.add_argument("--again", action="store_true", help="look for all exhibits again")
    end = deeds.add_parser("end", help="let go of a list")
    end.add_argument("number", type=int)
    end.add_argument("--as", dest="email", required=True, help="e-mail of the administrator or supervisor")
    lists = deeds.add_parser("lists", help="say which lists there are")
    for one in (add, check, match, end, lists):
        one.add_argument("--home", type=Path, default=Path(os.environ.get("LALI_HOME", ".lali")), help="data folder")
        one.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Do it. Exit code 2 when something is refused, 3 when `check` found something known."""
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
        return _DEEDS[chosen.deed](chosen)
    except OSError as why:
        return refuse(f"{why.filename} cannot be read: {why.strerror}.", as_json=chosen.json)
    except PermissionDenied:
        return refuse("This member may not keep lists of known files.", as_json=chosen.json)
    except Http404:
        return refuse("There is no such list, or no such member.", as_json=chosen.json)
    except Refused as why:
        return refuse(str(why), as_json=chosen.json)


def _member(email: str) -> object:
    from django.http import Http404  # noqa: PLC0415

    from lali.records.agencies.models import Member  # noqa: PLC0415

    member = Member.objects.filter(email__iexact=email, is_active=True).first()
    if member is None:
        raise Http404
    return member


def _add(chosen: argparse.Namespace) -> int:
    from lali.engines.known import HashKind  # noqa: PLC0415
    from lali.records.evidence.actions import About, add_known_list  # noqa: PLC0415

    with chosen.file.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        lines = sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b""))
        file.seek(0)
        known = add_known_list(
            by=_member(chosen.email),
            text=io.TextIOWrapper(file, "utf-8-sig", newline=""),
            sha256=digest,
            about=About(chosen.name, chosen.kind, chosen.source, chosen.of, chosen.terms),
            long_is=HashKind.PDQ if chosen.pdq else HashKind.SHA256,
            categories=chosen.category,
            on_progress=bar("Taking digests in", lines),
        )
    matched = _matched(again=True)
    told = {
        "list": known.pk, "digests": known.digests, "passed_over": known.passed_over, "sha256": digest,
        "exhibits_restricted_by_lists": matched,
    }  # fmt: skip
    said = f"List {known.pk}: {known.digests:,} digests, {known.passed_over:,} lines without one. "
    said += f"{matched:,} exhibits of this node are on a list that restricts."
    _say(chosen, told, said)
    return DONE


def _matched(*, again: bool) -> int:
    from lali.records.audit.vocabulary import NODE  # noqa: PLC0415
    from lali.records.evidence.actions import match_exhibits  # noqa: PLC0415
    from lali.records.evidence.queries import all_exhibits  # noqa: PLC0415

    return match_exhibits(by=NODE, all_again=again, on_progress=bar("Looking for exhibits", all_exhibits().count()))


def _match(chosen: argparse.Namespace) -> int:
    matched = _matched(again=chosen.again)
    _say(chosen, {"exhibits_restricted_by_lists": matched}, f"{matched:,} exhibits are on a list that restricts.")
    return DONE


def _end(chosen: argparse.Namespace) -> int:
    from lali.records.evidence.actions import end_known_list  # noqa: PLC0415

    known = end_known_list(by=_member(chosen.email), number=chosen.number)
    _say(chosen, {"list": known.pk, "ended": True}, f"List {known.pk} is let go. What it restricted stays restricted.")
    return DONE


def _lists(chosen: argparse.Namespace) -> int:
    from lali.records.evidence.queries import known_lists  # noqa: PLC0415

    for one in known_lists():
        told = {"list": one.pk, "name": one.name, "kind": one.kind, "digests": one.digests, "source": one.source}
        _say(chosen, told, f"{one.pk}  {one.kind:<10} {one.digests:>12,}  {one.name} ({one.source})")
    return DONE


def _check(chosen: argparse.Namespace) -> int:
    """Each file once. What lies on a disk that changes, or cannot be read, is named."""
    looked = known = harmless = unread = 0
    if not chosen.path.exists():
        raise FileNotFoundError(2, "there is no such file or folder", str(chosen.path))
    for path in _files(chosen.path):
        try:
            names = _named(path)
        except OSError:
            unread += 1
            print(f"cannot be read: {_shown(path)}", file=sys.stderr)
            continue
        looked += 1
        kinds = {one.kind for one in names}
        harmless += kinds == {"harmless"}
        if "restricted" in kinds:
            known += 1
            lists = [one.name for one in names if one.kind == "restricted"]
            _say(chosen, {"file": _shown(path), "lists": lists}, f"known: {_shown(path)}  ({', '.join(lists)})")
    told = {"looked_at": looked, "known": known, "harmless": harmless, "not_read": unread}
    said = f"{looked:,} files looked at: {known:,} on a list that restricts, {harmless:,} known and harmless, "
    _say(chosen, told, said + f"{unread:,} not read. A match is a lead, not a proof; no match says nothing.")
    return KNOWN if known else DONE


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for folder, _folders, names in os.walk(path, followlinks=False):
        for name in sorted(names):
            one = Path(folder, name)
            if one.is_file() and not one.is_symlink():
                yield one


def _named(path: Path) -> list:
    from lali.engines.documents import CannotRedact, luma_of_picture  # noqa: PLC0415
    from lali.engines.known import LARGEST, pdq_of  # noqa: PLC0415
    from lali.records.evidence.queries import lists_naming  # noqa: PLC0415

    md5, sha1, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False), hashlib.sha256()
    kept, small = bytearray(), path.stat().st_size <= PICTURE_AT_MOST
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            for one in (md5, sha1, sha256):
                one.update(piece)
            kept += piece if small else b""
    pdq, quality = "", 0
    try:
        found = pdq_of(luma_of_picture(bytes(kept), side=LARGEST))
        pdq, quality = found.hex, found.quality
    except CannotRedact:
        pass  # no picture, or one that does not open
    return lists_naming(md5=md5.hexdigest(), sha1=sha1.hexdigest(), sha256=sha256.hexdigest(), pdq=pdq, quality=quality)


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode()


def _say(chosen: argparse.Namespace, told: dict[str, object], said: str) -> None:
    print(json.dumps(told, ensure_ascii=False) if chosen.json else said)


_DEEDS = {"add": _add, "check": _check, "match": _match, "end": _end, "lists": _lists}
