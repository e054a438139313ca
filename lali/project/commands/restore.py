"""`lali restore`: bring a node back from a backup."""

import argparse
from pathlib import Path

from lali.project.archive import BackupRefused, restore
from lali.project.commands.passphrase import ask_passphrase
from lali.project.commands.speaking import refuse

BUCKET_LIST = "bucket.txt"  # as `records/evidence/listing` names it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("file", type=Path, help="backup to open")
    parser.add_argument("home", type=Path, help="data folder to make")


def run(chosen: argparse.Namespace) -> int:
    """Restore into a new folder; nothing appears there unless the backup is whole."""
    passphrase = ask_passphrase()
    if passphrase is None:
        return 3
    try:
        count = restore(chosen.file, chosen.home.absolute(), passphrase)
    except BackupRefused as why:
        return refuse(str(why))
    except OSError as why:
        return refuse(f"Nothing was restored: {why.strerror}.")
    print(f"{count} files are restored. Check them with: lali verify --home {chosen.home}")
    listed = chosen.home / BUCKET_LIST
    if listed.is_file():
        first, *rest = listed.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
        place = first.rpartition("\t")[2]
        print(f"The exhibits are NOT in this backup: {len(rest)} objects stood in {place}. Set LALI_EXHIBITS to their")
        print(f"bucket, and compare it with the list: lali evidence check --home {chosen.home}")
    if any(chosen.home.glob("*.pgdump")):
        print("The databases came from PostgreSQL: load the .pgdump files with pg_restore.")
    return 0
