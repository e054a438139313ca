"""Making a node and entering one: folder, keys, databases, agency."""

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import django
from django.contrib.auth.password_validation import validate_password


class FolderIsTaken(Exception):
    """There is a node in this folder already; a node is never made over another."""


@dataclass(frozen=True, slots=True)
class NewNode:
    """What must be known to make a node. `agency` is a short name in lower-case letters, digits and hyphens."""

    name: str
    country: str
    agency: str
    agency_name: str
    demo: bool = False
    administrator: "FirstAdministrator | None" = None


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who can invite the others."""

    email: str
    name: str
    password: str


def make_node(home: Path, new: NewNode) -> None:
    """Make a node in `home` and stay in it: Django of this process works there afterwards.

    `node.toml` gets its name last, so that a stop in the middle leaves no half node: making it again starts afresh.
    Raises FolderIsTaken, or Django's ValidationError for a password that is too easy to guess.
    """
    if (home / "node.toml").exists():
        raise FolderIsTaken(f"There is a node in {home} already.")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)  # a folder that stood there already may have been open to all
    _write_node_file(home / "node.toml.new", new)
    os.environ["LALI_NODE_FILE"] = "node.toml.new"
    public_key = _make_keys(home / "keys")
    enter_node(home)
    if new.administrator:
        validate_password(new.administrator.password)
    migrate()
    _found(new, public_key)
    (home / "node.toml.new").rename(home / "node.toml")
    del os.environ["LALI_NODE_FILE"]


def _write_node_file(path: Path, new: NewNode) -> None:
    made_at = datetime.now(UTC).replace(microsecond=0)
    lines = {
        "name": f'"{new.name}"',
        "country": f'"{new.country}"',
        "agency": f'"{new.agency}"',
        "demo": str(new.demo).lower(),
        "made_at": made_at.isoformat(),
    }
    path.write_text("".join(f"{word} = {value}\n" for word, value in lines.items()), encoding="utf-8")


def _make_keys(folder: Path) -> bytes:
    from lali.records.keyring import make_keys  # noqa: PLC0415 - Django's settings must not be read before the keys stand

    if folder.exists():  # left by a stop in the middle: nothing was ever sealed under these
        folder.rename(folder.with_name(f"keys.unused-{os.getpid()}"))
    return make_keys(folder)


def _found(new: NewNode, public_key: bytes) -> None:
    from lali.records.agencies.actions import enrol_member, found_agency  # noqa: PLC0415 - needs Django set up
    from lali.records.audit.vocabulary import NODE  # noqa: PLC0415
    from lali.records.letterbox.actions import name_addressee  # noqa: PLC0415

    agency = found_agency(by=NODE, slug=new.agency, name=new.agency_name, country=new.country)
    if new.administrator:
        enrol_member(by=NODE, agency=agency, role="administrator", **asdict(new.administrator))
    name_addressee(by=NODE, name=new.agency_name, country=new.country, public_key=public_key)
    _configure()


def enter_node(home: Path) -> None:
    """Point this process at a node and set Django up in it. Once per process."""
    os.environ["LALI_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lali.project.settings")
    django.setup()


def migrate(on_step: Callable[[str], None] | None = None) -> None:
    """Bring both databases to the present shape, and give them the configuration and the law that ship."""
    from lali.project.tables import make_tables  # noqa: PLC0415 - needs Django set up

    make_tables(on_step)
    _configure()


def _configure() -> None:
    """Give the node its country's configuration, where it has none, and the offences that ship where nobody wrote."""
    from lali.records.agencies.queries import home_agency  # noqa: PLC0415 - needs Django set up
    from lali.records.audit.vocabulary import NODE  # noqa: PLC0415
    from lali.records.configuration.actions import load_shipped  # noqa: PLC0415
    from lali.records.law.actions import load_law  # noqa: PLC0415
    from lali.records.noticeboard.actions import load_routes  # noqa: PLC0415

    load_law(by=NODE)
    if agency := home_agency():
        load_shipped(by=NODE, country=agency.country)
        load_routes(by=NODE, country=agency.country)
