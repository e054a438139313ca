"""`lali demo`: two fictional nodes on this machine, ready to use."""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from lali.project.commands.speaking import refuse
from lali.project.demo import story
from lali.project.servers import Served, bring_up_to_date, is_free, run_together

HOST = "127.0.0.1"
FIRST_PORT = 8100
PORTS = 4
COUNTRIES = ("fiji", "vanuatu")
DATABASES = ("DATABASE_URL", "LETTERBOX_URL")
MEMBERS = {"fiji": story.FIJI_MEMBERS, "vanuatu": story.VANUATU_MEMBERS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("--home", type=Path, default=Path(".demo"), help="folder for the demo's data (default .demo)")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="first of four ports (default 8100)")


def run(chosen: argparse.Namespace) -> int:
    """Make what is missing, start both nodes, say where they are, serve until Ctrl-C."""
    home = chosen.home.absolute()
    ports = [chosen.port + number for number in range(PORTS)]
    if taken := [port for port in ports if not is_free(HOST, port)]:
        return refuse(
            f"Port {taken[0]} is taken, perhaps by another demo: stop it, or choose four free ports with "
            f"--port {chosen.port + 10}.",
            as_json=False,
        )
    for name in DATABASES:  # the demo keeps to files of its own, whatever this shell serves otherwise
        os.environ.pop(name, None)
    if all((home / country / "ready").exists() for country in COUNTRIES):
        bring_up_to_date(*(home / country for country in COUNTRIES))
    elif not _make(home):
        return 2
    served = _served(home, ports)
    return run_together(served, on_ready=lambda: print(_welcome(served, home), flush=True))


def _served(home: Path, ports: list[int]) -> list[Served]:
    """Both servers of each country; what its workspace prints leads to its own public site."""
    served = []
    for place, country in enumerate(COUNTRIES):
        public = Served(home / country, "public", HOST, ports[place * 2])
        workspace = replace(public, audience="workspace", port=ports[place * 2 + 1], public_address=public.address)
        served += [public, workspace]
    return served


def _make(home: Path) -> bool:
    """Make both nodes at once, then let them exchange cards. A half-made demo is thrown away first."""
    print("Making two fictional nodes, Fiji and Vanuatu...", flush=True)
    missing = [country for country in COUNTRIES if not (home / country / "ready").exists()]
    for country in missing:
        _forget(home / country)
    acts = [_python("lali.project.demo.scene", str(home / country), country) for country in missing]
    if any(act.wait() for act in acts):
        print(f"The demo could not be made. Forget it with `{_to_forget(home)}` and try again.", file=sys.stderr)
        return False
    pairs = [(home / one, home / other) for one in COUNTRIES for other in COUNTRIES if one != other]
    meetings = [_python("lali.project.demo.meeting", str(one), str(other)) for one, other in pairs]
    if any(meeting.wait() for meeting in meetings):
        return False
    for country in COUNTRIES:
        (home / country / "ready").touch()
    return True


def _forget(folder: Path) -> None:
    """Delete a half-made node of the demo."""
    shutil.rmtree(folder, ignore_errors=True)


def _python(module: str, *arguments: str) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LALI_", "DATABASE_"))}
    return subprocess.Popen([sys.executable, "-m", module, *arguments], env=environment)  # noqa: S603 - our own command


def _to_forget(home: Path) -> str:
    """The command that deletes the demo: `make clean-demo` knows the usual folder only."""
    usual = home == Path(".demo").absolute() and Path("Makefile").is_file()
    return "make clean-demo" if usual else f"rm -r {shlex.quote(str(home))}"


def _welcome(served: list[Served], home: Path) -> str:
    lines = ["", "Lali is ready. Everything in it is invented: persons, numbers, companies.", ""]
    for country in COUNTRIES:
        public, workspace = (one for one in served if one.home.name == country)
        lines += [
            f"  {country.capitalize()}",
            f"    public site   {public.address}",
            f"    workspace     {workspace.address}",
        ]
        lines += [f"      {email:<22} {role}" for email, _name, role in MEMBERS[country]]
        lines += [""]
    lines += [
        f"  Password of everybody: {story.PASSWORD}",
        "",
        f"  Stop with Ctrl-C. Forget it all with: {_to_forget(home)}",
        "",
    ]
    return "\n".join(lines)
