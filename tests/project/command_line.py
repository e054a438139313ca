"""`lali` as a person runs it: a process of its own, with a person's environment and nothing of the suite's."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LALI = str(Path(sys.executable).with_name("lali"))
OURS = ("LALI_", "DJANGO_", "DATABASE_", "LETTERBOX_", "PYTEST_")
LAST_WORDS = "Stop with Ctrl-C"
PORT = 20_000 + os.getpid() % 1_200 * 10  # of this worker; servers that start at one moment may share a port unseen
PATIENCE = 180  # seconds until a demo that does not come up is given up
ADDRESS = re.compile(r"(public site|workspace) +(http://\S+)/")


def environment(**more: str) -> dict[str, str]:
    """What a person's shell would hand over, with what the test adds."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | more


def lali(*arguments: object, given: bytes = b"", timeout: int = 60, **more: str) -> subprocess.CompletedProcess:
    """Run one command to its end. `given` is its standard input, `more` its environment; what it says is text."""
    command = [LALI, *map(str, arguments)]
    done = subprocess.run(
        command, check=False, input=given, capture_output=True, timeout=timeout, env=environment(**more)
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


@dataclass(frozen=True, slots=True)
class Place:
    """Where one country's demo stands."""

    home: Path
    public: str
    workspace: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that runs."""

    fiji: Place
    vanuatu: Place
    welcome: str


def begin_demo(home: Path, port: int, **more: str) -> subprocess.Popen:
    """Start `lali demo` as the first of its own group of processes, as a shell does."""
    return subprocess.Popen(
        [LALI, "demo", "--home", str(home), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**more),
        start_new_session=True,
        preexec_fn=_hear_ctrl_c,  # noqa: PLW1509 - no thread of ours holds a lock here
    )


def _hear_ctrl_c() -> None:
    """A suite that runs in the background ignores Ctrl-C and hands that on; a person's shell does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def running_demo(home: Path, port: int, **more: str) -> Iterator[Demo]:
    """`lali demo` from its welcome to Ctrl-C, which must end it at once, silently and with exit code 0."""
    process = begin_demo(home, port, **more)
    clock = threading.Timer(PATIENCE, os.killpg, (process.pid, signal.SIGTERM))
    clock.start()
    try:
        demo = _read_welcome(process, home)
        clock.cancel()
        yield demo
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=30)
        ended = (process.returncode, said.strip(), complained)
        assert ended == (0, "", ""), ended
    finally:
        clock.cancel()
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=30)


def _read_welcome(process: subprocess.Popen, home: Path) -> Demo:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if LAST_WORDS in line:
            found = [address for _site, address in ADDRESS.findall("".join(lines))]
            fiji, vanuatu = Place(home / "fiji", *found[:2]), Place(home / "vanuatu", *found[2:])
            return Demo(fiji, vanuatu, "".join(lines))
    raise AssertionError(f"The demo did not come up: {''.join(lines)}{process.stderr.read()}")
