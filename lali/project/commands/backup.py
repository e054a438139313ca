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
    except NodeIsMissing as why:
        return refuse(str(why))
    passphrase = ask_new_passphrase()
    if passphrase is None:
        return 3
    total = sum(1 for path in home.rglob("*") if path.is_file())
    try:
        count = back_up(home, chosen.file.absolute(), passphrase, bar("Copying", total))
    except BackupRefused as why:
        return refuse(str(why))
    except OSError as why:
        return refuse(f"The backup was not made: {why.strerror}.")
    except subprocess.CalledProcessError:
        return refuse("The backup was not made: pg_dump could not read the database.")
    print(f"{count} files are in {chosen.file}. Keep the passphrase elsewhere: without it nobody can open this backup.")
    return 0
