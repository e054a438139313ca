"""`lali backup`: a whole node in one sealed file."""

import argparse
import os
import subprocess
from pathlib import Path

from lali.project.archive import BackupRefused, back_up
from lali.project.commands.passphrase import ask_new_passphrase
from lali.project.commands.speaking import bar, refuse
from lali.project.node import NodeIsMissing, read_node


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("file", type=Path, help="backup to write, for example on a USB disk")
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LALI_HOME", ".lali")), help="data folder")


def run(chosen: argparse.Namespace) -> int:
    """Write the backup; the node may go on working meanwhile."""
    try:
        home = read_node(chosen.home.absolute()).home
        listed = _bucket_list(home)
    except (NodeIsMissing, BackupRefused) as why:
        return refuse(str(why))
    passphrase = ask_new_passphrase()
    if passphrase is None:
        return 3
    total = sum(1 for path in home.rglob("*") if path.is_file())
    try:
        count = back_up(home, chosen.file.absolute(), passphrase, bar("Copying", total), listed)
    except BackupRefused as why:
        return refuse(str(why))
    except OSError as why:
        return refuse(f"The backup was not made: {why.strerror}.")
    except subprocess.CalledProcessError:
        return refuse("The backup was not made: pg_dump could not read the database.")
    print(f"{count} files are in {chosen.file}. Keep the passphrase elsewhere: without it nobody can open this backup.")
    if listed:
        many, place = next(iter(listed.values())).count(b"\n") - 1, os.environ["LALI_EXHIBITS"]
        print(
            f"The exhibits themselves are NOT in it: they stay in {place}, and the backup lists all {many} with sizes"
        )
        print("and digests. Copy the bucket by itself; `lali evidence check` compares it with the list once restored.")
    return 0


def _bucket_list(home: Path) -> dict[str, bytes]:
    """The list of the bucket in which exhibits are kept, if they are; BackupRefused where that cannot be had."""
    if not os.environ.get("LALI_EXHIBITS"):
        return {}
    from lali.project.installation import enter_node  # noqa: PLC0415 - a node on disk is backed up without Django

    enter_node(home)
    from lali.records.evidence.listing import LIST, bucket_list  # noqa: PLC0415
    from lali.records.evidence.storage import StoreIsAway  # noqa: PLC0415

    try:
        return {LIST: bucket_list()}
    except StoreIsAway as why:
        raise BackupRefused(f"The backup was not made: {why}") from None
