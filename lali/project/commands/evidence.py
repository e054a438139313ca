"""`lali evidence`: take files in from a stick or a watched folder, and check what is kept."""

import argparse
import fcntl
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lali.project.commands.speaking import bar, refuse
from lali.project.node import NodeIsMissing, read_node

ABOUT = {
    "title": "what it is",
    "acquired_by": "who acquired it",
    "acquired_where": "where",
    "acquired_how": "how",
    "tool": "tool and version",
    "device": "make and model of the device",
    "device_serial": "its serial number or IMEI",
    "taken_from": "from whom it was taken",
    "write_protection": "write blocker with its number, or read-only mount",
}
HALF_COPIED = (".part", ".partial", ".crdownload", ".tmp", ".filepart")
DONE_MARK = ".done"
SEALED = "sealed"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    home = Path(os.environ.get("LALI_HOME", ".lali"))
    places = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = places.add_parser(
        "add",
        help="take files, folders or disk images in",
        description="Each path becomes one exhibit; a folder as one ZIP with a list of digests. A command that was "
        "stopped goes on when it is given again. Exit code 2 when something was not taken in.",
    )
    add.add_argument("ref", metavar="CASE", help="reference of the case, for example FJ-2026-00001")
    add.add_argument("paths", metavar="PATH", type=Path, nargs="+")
    add.add_argument("--each", action="store_true", help="every file in a folder becomes an exhibit of its own")
    add.add_argument("--acquired-at", metavar="TIME", help="when, for example 2026-11-20T10:30+12:00")
    watch = places.add_parser(
        "watch",
        help="take in what is put into a folder",
        description="Takes in each file or folder that has not changed for some seconds, or beside which NAME.done "
        f"stands; then moves it to FOLDER/{SEALED}. Nothing else is touched.",
    )
    watch.add_argument("folder", type=Path)
    watch.add_argument("--case", dest="ref", required=True, metavar="CASE")
    watch.add_argument("--still", type=float, default=10.0, metavar="SECONDS", help="unchanged for so long: finished")
    watch.add_argument("--once", action="store_true", help="one round, for a timer")
    check = places.add_parser(
        "check",
        help="read kept exhibits back and compare them, those first that were not checked for longest",
    )
    check.add_argument(
        "--list",
        type=Path,
        metavar="FILE",
        help="list of the bucket out of a backup (default: the restored node's own)",
    )
    check.add_argument("--minutes", type=float, default=0, help="stop after so long; 0: check all")
    for place in (add, watch):
        place.add_argument("--as", dest="email", required=True, help="e-mail of the member who takes them in")
        place.add_argument("--restricted", action="store_true", help="may show a child or an intimate image")
        for name, said in ABOUT.items():
            place.add_argument(f"--{name.replace('_', '-')}", default="", help=said)
    for place in (add, watch, check):
        place.add_argument("--home", type=Path, default=home, help="data folder")
        place.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Do one of the three."""
    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    from lali.project.installation import enter_node  # noqa: PLC0415 - help must not wait for Django

    enter_node(home)
    return {"add": _add, "watch": _watch, "check": _check}[chosen.what](chosen)


def _taking_in(chosen: argparse.Namespace, heard: Callable[[int], None] = lambda _count: None) -> Any:
    """What takes paths in; a sentence where that cannot be."""
    from lali.project.taking_in import TakingIn  # noqa: PLC0415
    from lali.records.agencies.queries import active_member  # noqa: PLC0415
    from lali.records.evidence.actions import Acquisition  # noqa: PLC0415

    member = active_member(chosen.email)
    if member is None:
        return "There is no active member with this e-mail address."
    facts: dict[str, Any] = {name: getattr(chosen, name) for name in ABOUT}
    if given := getattr(chosen, "acquired_at", None):
        try:
            at = datetime.fromisoformat(given)
        except ValueError:
            return "--acquired-at is not a time, like 2026-11-20T10:30+12:00."
        facts["acquired_at"] = at.astimezone(UTC)
        if facts["acquired_at"] > datetime.now(UTC):
            return "--acquired-at is still to come."
    if long := next((name for name, most in _longest().items() if len(facts.get(name, "")) > most), ""):
        return f"--{long.replace('_', '-')} is too long."
    return TakingIn(
        by=member, ref=chosen.ref, acquisition=Acquisition(**facts), restricted=chosen.restricted, heard=heard
    )


def _longest() -> dict[str, int]:
    from lali.records.evidence.models import Exhibit  # noqa: PLC0415

    return {name: Exhibit._meta.get_field(name).max_length or 10_000 for name in ABOUT}  # noqa: SLF001 - Django's own


def _add(chosen: argparse.Namespace) -> int:
    paths = list(_each(chosen.paths)) if chosen.each else chosen.paths
    total = sum(_size(path) for path in paths)
    taking = _taking_in(chosen, _counted(bar("Taking in", total), total))
    if isinstance(taking, str):
        return refuse(taking, as_json=chosen.json)
    failed, told = False, []
    for taken in taking.all(paths):
        failed |= bool(taken.why_not)
        told.append(_as_json(taken))
        if not chosen.json:
            _say(taken)
    if chosen.json:
        print(json.dumps({"ok": not failed, "taken": told}, ensure_ascii=False))
    return 2 if failed else 0


def _each(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from _each(sorted(path.iterdir()))
        else:
            yield path


def _size(path: Path) -> int:
    try:
        if path.is_dir() and not path.is_symlink():
            return sum(_size(one) for one in path.iterdir())
        return path.lstat().st_size
    except OSError:
        return 0


def _counted(show: Callable[[int], None], total: int) -> Callable[[int], None]:
    lock, done = threading.Lock(), 0

    def count(more: int) -> None:
        nonlocal done
        with lock:
            done += more
            show(min(done, max(total - 1, 0)))

    return count


def _as_json(taken: Any) -> dict[str, object]:
    if taken.why_not:
        return {"path": taken.path, "refused": taken.why_not}
    one = taken.exhibit
    return {
        "path": taken.path,
        "exhibit": one.ref,
        "size": one.size,
        "sha256": one.sha256,
        "blake3": one.blake3,
        "already": taken.already,
        "went_on_from": taken.went_on_from,
        "left_out": list(taken.left_out),
    }


def _say(taken: Any) -> None:
    if taken.why_not:
        print(f"{taken.path}: not taken in. {taken.why_not}", file=sys.stderr)
        return
    one = taken.exhibit
    if taken.already:
        print(f"{taken.path}: is {one.ref} already, SHA-256 {one.sha256}")
        return
    went_on = f", went on from {taken.went_on_from:,} bytes" if taken.went_on_from else ""
    print(f"{taken.path}: {one.ref}, {one.size:,} bytes, SHA-256 {one.sha256}{went_on}")
    for left in taken.left_out:
        print(f"  left out: {left}", file=sys.stderr)


# -- the watched folder --------------------------------------------------------------------------------------------


def _watch(chosen: argparse.Namespace) -> int:
    taking = _taking_in(chosen)
    if isinstance(taking, str):
        return refuse(taking, as_json=chosen.json)
    if not chosen.folder.is_dir():
        return refuse("This is no folder.", as_json=chosen.json)
    with _alone(chosen.folder) as alone:
        if not alone:
            return refuse("Another process watches this folder.", as_json=chosen.json)
        return _rounds(chosen, taking)


def _rounds(chosen: argparse.Namespace, taking: Any) -> int:
    refused: dict[str, object] = {}  # said once, until it changes
    before = _states(chosen.folder)
    while True:
        time.sleep(chosen.still)
        now = _states(chosen.folder)
        for name, state in now.items():
            path = chosen.folder / name
            if refused.get(name) == state or not (before.get(name) == state or _mark(path).exists()):
                continue
            taken = taking.one(path)
            print(json.dumps(_as_json(taken), ensure_ascii=False), flush=True) if chosen.json else _say(taken)
            if taken.why_not:
                refused[name] = state
            elif _states(chosen.folder).get(name) == state:
                _put_away(path, taken.exhibit.ref)
        if chosen.once:
            return 2 if refused else 0
        before = now


def _states(folder: Path) -> dict[str, object]:
    """Everything in a folder that may be taken in, with what changes when it is written to."""
    found = {}
    for path in sorted(folder.iterdir()):
        odd = path.name.startswith(".") or path.name == SEALED or path.name.endswith((*HALF_COPIED, DONE_MARK))
        if not odd:
            found[path.name] = _state(path)
    return found


def _state(path: Path) -> object:
    try:
        facts = path.lstat()
        inside = [(one.name, _state(one)) for one in sorted(path.iterdir())] if _is_folder(path) else []
    except OSError:
        return time.monotonic_ns()  # on its way: never twice the same
    return facts.st_size, facts.st_mtime_ns, facts.st_ino, inside


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _mark(path: Path) -> Path:
    return path.with_name(path.name + DONE_MARK)


def _put_away(path: Path, ref: str) -> None:
    """Move what is sealed out of the way, under the number it has now; nothing is replaced."""
    folder = path.with_name(SEALED)
    folder.mkdir(exist_ok=True)
    target, count = folder / f"{ref} {path.name}", 1
    while target.exists():
        target, count = folder / f"{ref} {path.name} ({count})", count + 1
    path.rename(target)
    _mark(path).unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


# -- checking ------------------------------------------------------------------------------------------------------


def _check(chosen: argparse.Namespace) -> int:
    from lali.records.audit.vocabulary import NODE  # noqa: PLC0415
    from lali.records.evidence.actions import check_oldest  # noqa: PLC0415

    listed = _compared_with_list(chosen)
    checked = check_oldest(by=NODE, seconds=chosen.minutes * 60 or None)
    bad = bool(checked.broken) or (listed is not None and not listed["as_listed"])
    if chosen.json:
        told = {"ok": not bad, "checked": checked.count, "broken": checked.broken}
        print(json.dumps(told | ({"bucket": listed} if listed else {})))
    else:
        for line in (listed or {}).get("said", ()):
            print(line)
        print(f"{checked.count} exhibits were read back; {len(checked.broken)} are not what was sealed.")
        for ref in checked.broken:
            print(f"{ref} is not what was sealed. Do not use it; keep the disk, and tell who leads the case.")
    return 2 if bad else 0


def _compared_with_list(chosen: argparse.Namespace) -> dict[str, Any] | None:
    """The bucket against the list that came with a backup; None where there is no such list."""
    from lali.records.evidence.listing import LIST, NotAList, compare_list  # noqa: PLC0415
    from lali.records.evidence.storage import StoreIsAway  # noqa: PLC0415

    path = chosen.list or chosen.home.absolute() / LIST
    if not path.is_file():
        return None
    try:
        found = compare_list(path.read_text(encoding="utf-8", errors="replace"))
    except (NotAList, StoreIsAway) as why:
        return {"as_listed": False, "said": [f"The list {path} was not compared: {why}"]}
    said = [f"{found.listed} objects stood in {found.bucket} when the list was made."]
    said += [f"gone: {name}" for name in found.gone] + [f"of another size: {name}" for name in found.changed]
    said += ["All of them stand there, as long as they were."] if found.holds else []
    facts = {"as_listed": found.holds, "listed": found.listed, "gone": found.gone, "changed": found.changed}
    return facts | {"said": said}
