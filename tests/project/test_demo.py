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


def test_a_new_member_finds_something_to_judge_to_watch_and_to_look_at(copy_of, inside):
    """One hand under three names in two languages, with three telephones: one stands in two cases of each country."""
    asked = """
from lali.records.agencies.models import Member
from lali.records.links.queries import families_in_queue, proposals_for, watches_shown, whole_network
member = Member.objects.get(email=sys.argv[2])
seen = whole_network(member).graph
print(families_in_queue(member)[1], len(proposals_for(member).shown) > 0, len(watches_shown(member)))
print(sum(node.kind == "family" for node in seen.nodes.values()))
"""
    for country, email in (("fiji", "litia@htu.example"), ("vanuatu", "willie@tcu.example")):
        assert inside(copy_of(country), asked, email).split() == ["2", "True", "1", "2"]
