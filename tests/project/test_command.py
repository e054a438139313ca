"""`lali` itself: what it says of itself, and its exit codes."""

import pytest

from lali.project.command import COMMANDS
from tests.project.command_line import lali


def test_alone_it_says_what_it_can_do():
    said = lali()
    assert said.returncode == 0
    for name, words in COMMANDS.items():
        assert name in said.stdout
        assert words.split()[0] in said.stdout
    assert "0 done, 2 refused with the reason, 3 needs an answer" in " ".join(said.stdout.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name):
    said = lali(name, "--help")
    assert said.returncode == 0
    assert f"usage: lali {name}" in said.stdout


def test_what_it_does_not_know_it_refuses():
    said = lali("accuse")
    assert said.returncode == 2
    assert "invalid choice" in said.stderr


@pytest.mark.parametrize(
    "command",
    [("verify",), ("doctor",), ("serve",), ("backup", "x"), ("packet", "card"), ("packet", "open", "x", "--as", "a@b")],
)
def test_where_there_is_no_node_it_says_how_to_make_one(command, tmp_path):
    said = lali(*command, "--home", tmp_path / "nothing")
    assert said.returncode == 2
    assert "lali new" in said.stderr
    assert not (tmp_path / "nothing").exists()
