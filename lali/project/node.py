"""One node: the data folder of one agency's installation, and what stands in it.

node.toml            who we are: name, country, agency, addresses
keys/                private keys, readable by the workspace's user only; the public process is never given them
lali.sqlite3         the workspace's records (unless DATABASE_URL names a PostgreSQL)
letterbox.sqlite3    sealed reports, all that the public process can touch (unless LETTERBOX_URL)
exhibits/            sealed originals, named by their digest
"""

import os
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class NodeIsMissing(Exception):
    """There is no node in the folder named; the sentence says how to make one."""


@dataclass(frozen=True, slots=True)
class Node:
    """What `node.toml` says. `demo` marks a fictional node: shown on every page, sign-in without a second factor."""

    home: Path
    name: str
    country: str
    agency: str
    demo: bool
    made_at: datetime

    @property
    def keys(self) -> Path:
        """Folder of private keys."""
        return self.home / "keys"

    @property
    def exhibits(self) -> Path:
        """Folder of sealed originals."""
        return self.home / "exhibits"


def read_node(home: Path) -> Node:
    """Read `node.toml` in `home`; NodeIsMissing when there is none or it cannot be understood."""
    path = home / os.environ.get("LALI_NODE_FILE", "node.toml")  # another name only while a node is being made
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        return Node(
            home=home,
            name=facts["name"],
            country=facts["country"],
            agency=facts["agency"],
            demo=bool(facts.get("demo", False)),
            made_at=facts["made_at"],
        )
    except FileNotFoundError:
        raise NodeIsMissing(f"There is no Lali node in {home}. Make one with: lali new") from None
    except (KeyError, tomllib.TOMLDecodeError) as why:
        raise NodeIsMissing(f"{path} cannot be read: {why}") from None
