"""The one demo that all of a test run works on: killed while it was made, made anew, stopped. Copies of it are used."""

import fcntl
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.project.command_line import PORT, begin_demo, running_demo

NO_SUCH_DATABASE = "postgres://nobody@127.0.0.1:9/nothing"


@dataclass(frozen=True, slots=True)
class Made:
    """The demo's folder; what stood in it when its making was killed; the welcome of the one that came after."""

    home: Path
    when_killed: list[str]
    welcome: str


def made_once(base: Path) -> Made:
    """The demo of this run; whichever worker asks first makes it, the others wait. `base` is the worker's own folder."""
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = shared / "demo.json"
        if not told.exists():
            made = _make(shared / "made-demo")
            told.write_text(json.dumps(asdict(made), default=str))
        facts = json.loads(told.read_text())
    return Made(Path(facts.pop("home")), **facts)


def _make(home: Path) -> Made:
    """Kill a making half-way; then let a shell make it that otherwise serves a database of its own."""
    first = begin_demo(home, PORT)
    while not (home / "fiji" / "lali.sqlite3").exists() and first.poll() is None:
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    stood = sorted(path.relative_to(home).as_posix() for path in home.rglob("*"))
    with running_demo(home, PORT, DATABASE_URL=NO_SUCH_DATABASE, LETTERBOX_URL=NO_SUCH_DATABASE) as demo:
        return Made(home, stood, demo.welcome)
