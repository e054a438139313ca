"""`lali doctor`: what of a node needs attention."""

import argparse
import json
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from lali.project.commands.speaking import refuse
from lali.project.mail import NO_MAIL
from lali.project.node import NodeIsMissing, read_node

_FINISHED = "While nobody works, lali doctor --finish removes them."
_CLEARED = "lali doctor --finish clears it, as does lali digest, or the next case that goes or comes."
_LEFT = {
    ".partial": "A whole case was cut off on its way",
    ".age": "A sealed file of a whole case stands in no list",
}
_WHILE_TAKEN_IN = "A stop came while a case was taken in: the list of arrivals says if it came, whole or not at all"
LITTLE_ROOM = 2 * 1024**3  # bytes

STAMPS_LATE = timedelta(days=1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LALI_HOME", ".lali")), help="data folder")
    parser.add_argument("--finish", action="store_true", help="first remove sealed files that a stop left behind")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Look, and say what needs attention; 0 when nothing does."""
    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    from lali.project.installation import enter_node  # noqa: PLC0415 - help must not wait for Django

    enter_node(home)
    if chosen.finish:
        _finish()
    found = list(_complaints(home))
    if chosen.json:
        print(json.dumps({"ok": not found, "attention": found}, ensure_ascii=False))
    else:
        print(
            "\n".join(f"- {line}" for line in found) or "Nothing needs attention. (`lali verify` checks the records.)"
        )
    return 2 if found else 0


def _finish() -> None:
    """Do what a stop in the middle of a disposal, or of a whole case on its way, left undone."""
    from lali.records.briefs.actions.disposing import remove_unlisted_files  # noqa: PLC0415
    from lali.records.evidence.actions.exhibits import remove_destroyed_files  # noqa: PLC0415
    from lali.records.transfers.storage import clear_leftovers  # noqa: PLC0415

    clear_leftovers()
    remove_destroyed_files()
    remove_unlisted_files()


def _complaints(home: Path) -> Iterator[str]:
    yield from _files(home)
    yield from _databases()
    yield from _broken()
    yield from _records()
    yield from _readings()
    yield from _mail_and_clock()


def _files(home: Path) -> Iterator[str]:
    for path in (home / "keys", *sorted((home / "keys").iterdir())):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"Others on this machine can read {path}: chmod go-rwx {path}"
    for left in home.glob("backup-*/"):
        yield f"A backup was cut off: what it had copied lies in {left}. If none is running now, delete that folder."
    room = shutil.disk_usage(home).free
    if room < LITTLE_ROOM:
        yield f"Only {room // 1024**2} MB are free on the disk."


def _databases() -> Iterator[str]:
    from django.db import OperationalError  # noqa: PLC0415

    from lali.project.tables import KEPT_IN, is_of_an_older_version  # noqa: PLC0415

    for alias in KEPT_IN:
        try:
            if is_of_an_older_version(alias):
                yield f"The database {alias} is of an older version: lali serve brings it up to date when it starts."
        except OperationalError:
            yield f"The database {alias} cannot be reached."


def _broken() -> Iterator[str]:
    from lali.records.evidence.queries import broken_exhibits  # noqa: PLC0415

    for exhibit in broken_exhibits():
        yield (
            f"{exhibit.ref} of {exhibit.case.ref} is not what was sealed, found {exhibit.broken_at:%Y-%m-%d %H:%M} "
            "UTC. Do not use it, and keep the disk: bring it back from a backup, then lali evidence check."
        )


def _index() -> Iterator[str]:
    """What a search would not find though it should."""
    from lali.records.lookup.rebuilding import conversations_not_in_index, nothing_can_be_found  # noqa: PLC0415

    if nothing_can_be_found():
        yield "The search index is empty, though there are records: lali reindex builds it."
    elif missing := conversations_not_in_index():
        yield f"No message can be found in {len(missing)} conversations that were read: lali reindex puts them in."


def _records() -> Iterator[str]:
    from lali.records.briefs.queries import unlisted_files  # noqa: PLC0415
    from lali.records.evidence.queries import (  # noqa: PLC0415
        destroyed_but_there,
        intakes_cut_off,
        left_of_no_intake,
        sealed_without_exhibit,
    )
    from lali.records.noticeboard.keeping import old_listings  # noqa: PLC0415
    from lali.records.transfers.queries import (  # noqa: PLC0415
        left_by_killed_processes,
        originals_on_their_way_in,
    )

    yield from _index()
    for listing in old_listings():
        yield f"Noticeboard: “{listing.name}” was last checked on {listing.checked_on:%Y-%m-%d}. The public is told so."
    for intake in intakes_cut_off():
        and_now = "" if intake.size is None else " Its case lists it, to go on or to give up."
        yield f"An intake into {intake.case.ref} begun {intake.started_at:%Y-%m-%d %H:%M} UTC was cut off.{and_now}"
    for left in left_by_killed_processes():
        yield f"{_LEFT.get(Path(left).suffix, _WHILE_TAKEN_IN)}: exhibits/{left}. {_CLEARED}"
    for left in left_of_no_intake():
        yield f"{left.size:,} bytes of an unfinished intake lie in exhibits/incoming/{left.name}."
    arriving = originals_on_their_way_in()  # these go, or stay, with their case
    for address in sealed_without_exhibit():
        if address not in arriving:
            yield (
                f"A sealed file belongs to no exhibit: exhibits/{address[:2]}/{address[2:]}. "
                "Go on with its intake if its case lists one, or take its original in again."
            )
    if left := len(destroyed_but_there()):
        yield f"{left} sealed files of destroyed exhibits still lie in the store. {_FINISHED}"
    if left := len(set(unlisted_files()) - arriving):
        yield f"{left} sealed files of briefs belong to no brief any more. {_FINISHED}"


def _readings() -> Iterator[str]:
    from lali.records.conversations.queries import stopped_readings  # noqa: PLC0415

    for one in stopped_readings():
        yield f"The reading of {one.ref} of {one.case.ref} is not finished: lali digest, or a member, goes on with it."


def _mail_and_clock() -> Iterator[str]:
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from lali.records.audit.queries import clock_is_behind, stamp_state  # noqa: PLC0415

    if not settings.MAIL_IS_CONFIGURED and not settings.DEMO and os.environ.get("LALI_SMTP_HOST") != NO_MAIL:
        yield (
            "No mail server is named: notices wait in the workspace. Set LALI_SMTP_HOST and LALI_SMTP_FROM, and let a "
            f"timer call `lali digest`; LALI_SMTP_HOST={NO_MAIL} says that this is meant so."
        )
    now = timezone.now()
    stamps = stamp_state()
    if settings.TIMESTAMPS and stamps.waiting and now - stamps.since > STAMPS_LATE:
        yield (
            f"{stamps.waiting} heads of the journal wait for a time-stamp since {stamps.since:%Y-%m-%d %H:%M} UTC: "
            f"{stamps.said or '`lali digest` was not called'}"
        )
    if newest := clock_is_behind(now):
        yield (
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, but the newest journal entry is of "
            f"{newest:%Y-%m-%d %H:%M}: deadlines are counted wrong until the clock is right."
        )
