"""A node of the demo's scene in a temporary folder, more cases in it, servers, and what the system says of them."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lali.project.servers import Served, answers, start

COMMAND = Path(sys.executable).with_name("lali")
HOST = "127.0.0.1"
PATIENCE = 60  # seconds until a server that does not answer is given up
PAUSE = 0.02


@contextlib.contextmanager
def scene() -> Iterator[Path]:
    """The home of Fiji's node with the demo's story played in it; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lali-bench-") as folder:
        home = Path(folder) / "fiji"
        make_scene(home)
        yield home


def make_scene(home: Path) -> None:
    """Make Fiji's node at `home` and play the demo's story in it."""
    _printed(sys.executable, "-m", "lali.project.demo.scene", home, "fiji")


def inside(home: Path, module: str, *arguments: object, database: str = "") -> str:
    """Run a module of the bench inside a node, in a process of its own; returns what it printed.

    `database` is the address of a PostgreSQL to use in place of the node's own file.
    """
    return _printed(sys.executable, "-m", "bench.inside", home, module, *arguments, database=database)


def lali(*arguments: object) -> str:
    """Run the command and return what it printed."""
    return _printed(COMMAND, *arguments)


def _printed(*command: object, database: str = "") -> str:
    environment = clean_environment() | ({"DATABASE_URL": database} if database else {})
    ran = subprocess.run(list(map(str, command)), env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return ran.stdout


def clean_environment() -> dict[str, str]:
    """The environment without what would point elsewhere than the node that is measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("LALI_", "DATABASE_", "LETTER"))}


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(
    home: Path, *, processes: int = 1, threads: int = 2
) -> Iterator[tuple[dict[str, Served], list[subprocess.Popen]]]:
    """Both audiences of a node, as they run in life, only that each answer says how long the application took.

    Gives the servers by audience, and their processes.
    """
    timed = "bench.timed:application"
    served = {
        name: Served(home, name, HOST, free_port(), threads, processes, application=timed)
        for name in ("public", "workspace")
    }
    servers = [start(one) for one in served.values()]
    try:
        for one in served.values():
            wait_for(one)
        yield served, servers
    finally:
        stop(*servers)


def wait_for(one: Served) -> None:
    """Until a server gives a page."""
    ends = time.monotonic() + PATIENCE
    while not answers(one):
        if time.monotonic() > ends:
            raise TimeoutError(f"The {one.audience} server did not start.")
        time.sleep(PAUSE)


def stop(*processes: subprocess.Popen) -> None:
    """End what we started."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(PATIENCE)


def family(pid: int) -> list[int]:
    """A process and all that came of it."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    return [pid, *(member for child in children for member in family(child))]


def memory(pid: int) -> tuple[float, float]:
    """PSS and RSS in MiB of a process and all that came of it; PSS counts what processes share only once."""
    rollups = [Path(f"/proc/{member}/smaps_rollup").read_text() for member in family(pid)]
    return tuple(
        sum(int(re.search(rf"^{word}:\s+(\d+)", rollup, re.MULTILINE)[1]) for rollup in rollups) / 1024
        for word in ("Pss", "Rss")
    )


def processor_seconds(pid: int) -> float:
    """Processor time so far of a process, of all that came of it, and of what of that has ended."""
    stats = [Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split() for member in family(pid)]
    return sum(int(ticks) for stat in stats for ticks in stat[11:15]) / os.sysconf("SC_CLK_TCK")
