"""`lali restore`: bring a node back from a backup."""

import argparse
from pathlib import Path

from lali.project.archive import BackupRefused, restore
from lali.project.commands.passphrase import ask_passphrase
from lali.project.commands.speaking import refuse


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
    if any(chosen.home.glob("*.pgdump")):
        print("The databases came from PostgreSQL: load the .pgdump files with pg_restore.")
    return 0
