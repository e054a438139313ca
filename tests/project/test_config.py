"""`lali config`: what an administrator does on the node's machine."""

import json

import pytest

from lali.records.configuration.shipped import shipped_text
from tests.project.command_line import lali


@pytest.fixture(scope="module")
def island(tmp_path_factory):
    """A node of Vanuatu, just made."""
    home = tmp_path_factory.mktemp("config") / "node"
    facts = ["--country", "VU", "--agency", "tcu", "--agency-name", "TCU (fictional)"]
    admin = ["--admin-email", "leah@tcu.example", "--admin-name", "Leah Switchboard"]
    assert lali("new", home, *facts, *admin, LALI_ADMIN_PASSWORD="canoe-under-the-banyan").returncode == 0
    return home


def test_a_file_is_shown_checked_and_brought_into_force(island, tmp_path):
    shown = lali("config", "show", "--home", island)
    assert (shown.returncode, shown.stdout) == (0, shipped_text("VU"))
    file = tmp_path / "ours.toml"
    file.write_text(shown.stdout.replace('"Fake job abroad"', '"False offer abroad"', 1))
    checked = lali("config", "check", file, "--home", island)
    assert checked.stdout.count("\n") == 1
    assert "becomes “False offer abroad”" in checked.stdout
    applied = lali("config", "apply", file, "--why", "Our word", "--as", "leah@tcu.example", "--home", island, "--json")
    assert json.loads(applied.stdout)["version"] == 2
    again = lali("config", "apply", "-", "--why", "Our word", "--home", island, given=file.read_bytes())
    assert (again.returncode, again.stderr) == (2, "This changes nothing.\n")
    assert lali("config", "show", "--number", 1, "--home", island).stdout == shipped_text("VU")
    new = tmp_path / "fj.toml"
    new.write_text(lali("config", "show", "--shipped", "fj", "--home", island).stdout)
    added = lali("config", "check", "--only-new", new, "--home", island).stdout.splitlines()
    assert added
    assert all("is added" in line for line in added)


def test_a_wrong_file_is_refused_whole_line_by_line(island, tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text(
        shipped_text("VU").replace('who = "lead"', 'who = "chief"').replace("urgent = true", "urgent = 1", 2)
    )
    said = lali("config", "apply", file, "--why", "x", "--home", island)
    assert said.returncode == 2
    assert all(line.startswith("Line ") for line in said.stderr.splitlines())
    assert said.stderr.count("\n") > 2
    file.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in lali("config", "check", file, "--home", island).stderr
    assert "cannot be read" in lali("config", "check", tmp_path / "none", "--home", island).stderr
    assert "no such configuration" in lali("config", "show", "--number", 99, "--home", island).stderr
