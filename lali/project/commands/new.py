"""`lali new`: make a node."""

import argparse
import getpass
import os
import re
import sys
from pathlib import Path

from lali.project.commands.speaking import refuse

SLUG = re.compile(r"^[a-z0-9-]{2,20}$")
COUNTRY = re.compile(r"^[A-Z]{2}$")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given; what is missing is asked for when a person is there."""
    parser.add_argument("home", type=Path, help="data folder to make")
    parser.add_argument("--country", help="two letters, for example FJ")
    parser.add_argument("--agency", help="short name of the agency, for example htu")
    parser.add_argument("--agency-name", help="full name of the agency")
    parser.add_argument("--admin-email", help="e-mail of the first administrator")
    parser.add_argument("--admin-name", help="name of the first administrator")


QUESTIONS = {
    "country": "Country, two letters (for example FJ)",
    "agency": "Short name of the agency (for example htu)",
    "agency_name": "Full name of the agency",
    "admin_email": "E-mail of the first administrator",
    "admin_name": "Name of the first administrator",
}


def run(chosen: argparse.Namespace) -> int:
    """Make the node. Exit code 3 when something is missing and nobody can be asked."""
    answers = {name: getattr(chosen, name) or _ask(question) for name, question in QUESTIONS.items()}
    missing = [name for name, answer in answers.items() if not answer]
    if missing:
        print("Please give: " + ", ".join("--" + name.replace("_", "-") for name in missing), file=sys.stderr)
        return 3
    answers["country"] = answers["country"].upper()
    if not COUNTRY.fullmatch(answers["country"]) or not SLUG.fullmatch(answers["agency"]):
        return refuse("A country is two letters; a short name has 2 to 20 small letters, digits or hyphens.")
    if '"' in answers["agency_name"] or "\\" in answers["agency_name"]:
        return refuse("An agency's name cannot hold quotation marks or backslashes.")
    password = os.environ.get("LALI_ADMIN_PASSWORD") or _ask_password()
    if not password:
        print("Please set LALI_ADMIN_PASSWORD for the first administrator.", file=sys.stderr)
        return 3
    return _make(chosen.home, answers, password)


def _make(home: Path, answers: dict[str, str], password: str) -> int:
    from django.core.exceptions import ValidationError  # noqa: PLC0415 - help must not wait for Django

    from lali.project.installation import FirstAdministrator, FolderIsTaken, NewNode, make_node  # noqa: PLC0415

    first = FirstAdministrator(answers["admin_email"], answers["admin_name"], password)
    agency = answers["agency_name"]
    new = NewNode(agency, answers["country"], answers["agency"], agency, administrator=first)
    try:
        make_node(home.absolute(), new)
    except FolderIsTaken as why:
        return refuse(str(why))
    except ValidationError as why:
        return refuse("This password cannot be used: " + " ".join(why.messages))
    print(f"The node is made in {home}. Start it with: LALI_HOME={home} {sys.argv[0]} serve")
    return 0


def _ask(question: str) -> str:
    return input(f"{question}: ").strip() if sys.stdin.isatty() else ""


def _ask_password() -> str:
    """Asked until both times agree: nobody else could let a first administrator in after a slip of the finger."""
    while sys.stdin.isatty():
        password = getpass.getpass("Password of the first administrator (12 letters or more): ")
        if password == getpass.getpass("Once more: "):
            return password
        print("These two are not the same. Please type it again.", file=sys.stderr)
    return ""
