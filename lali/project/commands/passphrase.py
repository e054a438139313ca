"""Asking for the passphrase of a backup: from LALI_BACKUP_PASSPHRASE, or from a person at the terminal."""

import getpass
import os
import sys

SHORTEST = 12


def ask_passphrase() -> str | None:
    """The passphrase of a backup that exists; None when there is nobody to ask."""
    if given := os.environ.get("LALI_BACKUP_PASSPHRASE"):
        return given
    if sys.stdin.isatty():
        return getpass.getpass("Passphrase of the backup: ")
    print("Please set LALI_BACKUP_PASSPHRASE.", file=sys.stderr)
    return None


def ask_new_passphrase() -> str | None:
    """A passphrase for a new backup, long enough and typed twice; None (said why) when there is none."""
    given = ask_passphrase()
    if given is None:
        return None
    if len(given) < SHORTEST:
        print(f"A passphrase has at least {SHORTEST} letters.", file=sys.stderr)
        return None
    if "LALI_BACKUP_PASSPHRASE" not in os.environ and getpass.getpass("Once more: ") != given:
        print("The two differ.", file=sys.stderr)
        return None
    return given
