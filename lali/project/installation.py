"""Making a node: its folder, its keys, its databases, its agency and first administrator."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

LETTER_ADDRESS = "letter.public"  # file beside node.toml; what reports are sealed to


class FolderIsTaken(Exception):
    """There is a node in this folder already; a node is never made over another."""


@dataclass(frozen=True, slots=True)
class NewNode:
    """What must be known to make a node."""

    name: str
    country: str
    agency: str
    agency_name: str
    demo: bool = False


def write_node_file(home: Path, new: NewNode) -> None:
    """Write `node.toml`; FolderIsTaken when there is one."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    made_at = datetime.now(UTC).replace(microsecond=0)
    text = (
        f'name = "{new.name}"\ncountry = "{new.country}"\nagency = "{new.agency}"\n'
        f"demo = {str(new.demo).lower()}\nmade_at = {made_at.isoformat()}\n"
    )
    try:
        with (home / "node.toml").open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise FolderIsTaken(f"There is a node in {home} already.") from None


def enter_node(home: Path) -> None:
    """Point this process at a node and start Django in it. Once per process."""
    os.environ["LALI_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lali.project.settings")
