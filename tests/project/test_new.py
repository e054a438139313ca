"""`lali new`: a node, or a reason."""

import stat

import pytest

from tests.project.command_line import lali

FACTS = ["--country", "vu", "--agency", "tcu", "--agency-name", "Transnational Crime Unit (fictional)"]
ADMIN = ["--admin-email", "leah@tcu.example", "--admin-name", "Leah Switchboard"]
PASSWORD = "canoe-under-the-banyan"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A node that was first refused for its password, then made, and what was said both times; its folder stood open."""
    home = tmp_path_factory.mktemp("new") / "node"
    home.mkdir()
    home.chmod(0o755)
    refused = lali("new", home, *FACTS, *ADMIN, LALI_ADMIN_PASSWORD="password1234")
    done = lali("new", home, *FACTS, *ADMIN, LALI_ADMIN_PASSWORD=PASSWORD)
    return home, refused, done


def test_a_password_that_is_easy_to_guess_is_refused_and_another_makes_the_node(made):
    home, refused, done = made
    assert refused.returncode == 2
    assert "This password cannot be used" in refused.stderr
    assert (done.returncode, done.stderr) == (0, "")
    assert "lali serve" in done.stdout
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (home, home / "keys")} == {0o700}
    assert lali("verify", "--home", home).returncode == 0
    assert lali("doctor", "--home", home, LALI_SMTP_HOST="none").returncode == 0
    named = lali("doctor", "--home", home)
    assert (named.returncode, named.stdout.count("mail server")) == (2, 1)


def test_no_node_is_made_over_another(made):
    home, _refused, _done = made
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    said = lali("new", home, *FACTS, *ADMIN, LALI_ADMIN_PASSWORD=PASSWORD)
    assert said.returncode == 2
    assert "There is a node" in said.stderr
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_what_nobody_can_be_asked_for_is_named(tmp_path):
    said = lali("new", tmp_path / "node", *FACTS)
    assert said.returncode == 3
    assert "--admin-email, --admin-name" in said.stderr
    said = lali("new", tmp_path / "node", *FACTS, *ADMIN)
    assert said.returncode == 3
    assert "LALI_ADMIN_PASSWORD" in said.stderr
    assert not (tmp_path / "node").exists()


@pytest.mark.parametrize("wrong", [["--country", "Fiji"], ["--agency", "../htu"], ["--agency-name", 'A "unit"']])
def test_facts_that_cannot_be_are_refused(tmp_path, wrong):
    said = lali("new", tmp_path / "node", *FACTS, *ADMIN, *wrong, LALI_ADMIN_PASSWORD=PASSWORD)
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert not (tmp_path / "node").exists()
