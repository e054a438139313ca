"""`lali demo`: made anew after a kill, used again after a stop, its own whatever the shell serves."""

import socket

from lali.project.demo import story
from tests.project.command_line import PORT, lali, running_demo

MARKS = ("node.toml", "ready", "keys/packet.recipient")


def test_a_making_that_was_killed_is_made_anew(made_demo):
    assert "fiji/lali.sqlite3" in made_demo.when_killed
    assert "fiji/ready" not in made_demo.when_killed
    assert all((made_demo.home / country / mark).exists() for country in ("fiji", "vanuatu") for mark in MARKS)


def test_the_welcome_says_where_who_and_that_it_is_invented(made_demo):
    assert "Making two fictional nodes" in made_demo.welcome
    assert "Everything in it is invented" in made_demo.welcome
    assert made_demo.welcome.count("http://127.0.0.1:") == 4
    for email, _name, role in (*story.FIJI_MEMBERS, *story.VANUATU_MEMBERS):
        assert any(email in line and role in line for line in made_demo.welcome.splitlines())


def test_a_second_run_uses_what_is_there_and_brings_it_up_to_date(copy_of, inside):
    homes = [copy_of(country) for country in ("fiji", "vanuatu")]
    before = [(home / mark).read_bytes() for home in homes for mark in MARKS]
    inside(
        homes[0],
        "from django.core.management import call_command; call_command('migrate', 'axes', '0001', verbosity=0)",
    )
    assert "is of an older version" in lali("doctor", "--home", homes[0]).stdout
    with running_demo(homes[0].parent, PORT + 4) as demo:
        assert "Making" not in demo.welcome
    assert [(home / mark).read_bytes() for home in homes for mark in MARKS] == before
    assert lali("doctor", "--home", homes[0]).returncode == 0


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = lali("demo", "--home", tmp_path / "demo", "--port", port)
    assert said.returncode == 2
    assert f"Port {port} is taken" in said.stderr
    assert not (tmp_path / "demo").exists()
