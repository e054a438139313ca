"""Starting and stopping servers: granian for each audience of each node, with one working process or several."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

START_LIMIT = 60.0  # seconds until a server that does not answer is given up
STOP_LIMIT = 10.0
EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - to recognise it, not to listen there
PAUSE = 0.1
SECRETS = (
    "LALI_BACKUP_PASSPHRASE",
    "LALI_ADMIN_PASSWORD",
    "LALI_SMTP_PASSWORD",
    "LALI_S3_KEY",
    "LALI_S3_SECRET",
    "DATABASE_URL",
)
CHANNELS = ("LALI_SMS_", "LALI_RAPIDPRO_", "LALI_WHATSAPP_", "LALI_MESSENGER_", "LALI_META_")  # how names begin


@dataclass(frozen=True, slots=True)
class Served:
    """One audience of one node at one address."""

    home: Path
    audience: str
    host: str
    port: int
    threads: int = 2
    processes: int = 1
    application: str = "lali.project.wsgi:application"
    public_address: str = ""  # where posters lead; empty: as the environment says

    @property
    def address(self) -> str:
        """Where people find it."""
        return f"http://{self.host}:{self.port}/"


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens at a port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) != 0


def start(one: Served) -> subprocess.Popen:
    """Start one server. The public one's environment holds neither the workspace's database nor any of its secrets.

    The secrets of the channels go to the public one only: it alone is asked by gateways and platforms. It ends by
    itself when this process is gone.
    """
    environment = os.environ | {"LALI_HOME": str(one.home), "LALI_AUDIENCE": one.audience}
    environment["DJANGO_SETTINGS_MODULE"] = "lali.project.settings"
    if one.public_address:
        environment["LALI_PUBLIC_ADDRESS"] = one.public_address
    environment["MALLOC_ARENA_MAX"] = "2"  # measured: a third less memory with many threads
    if one.audience == "public":
        environment = {name: value for name, value in environment.items() if name not in SECRETS}
    else:
        environment = {name: value for name, value in environment.items() if not name.startswith(CHANNELS)}
    command = [
        sys.executable, "-m", "lali.project.granian_kept",
        "--interface", "wsgi", "--host", one.host, "--port", str(one.port),
        "--workers", str(one.processes), "--blocking-threads", str(one.threads), "--backlog", "256", "--no-ws",
        "--log-level", "critical", one.application,
    ]  # fmt: skip
    kept = subprocess.PIPE  # never written to: it closes when this process is gone, however it went
    return subprocess.Popen(command, env=environment, stdin=kept, start_new_session=True)  # noqa: S603 - our own command


def answers(one: Served) -> bool:
    """Whether a server stands and is well: any answer but an error of its own, a way to HTTPS among them."""
    host = "127.0.0.1" if one.host in EVERYWHERE else one.host
    connection = HTTPConnection(host, one.port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (HTTPException, OSError):
        return False
    finally:
        connection.close()


def bring_up_to_date(*homes: Path) -> None:
    """Bring nodes' databases to the present shape, each in a process of its own: this one should stay small."""
    code = "import sys; from pathlib import Path; from lali.project.installation import enter_node, migrate; "
    code += "enter_node(Path(sys.argv[1])); migrate()"
    steps = [subprocess.Popen([sys.executable, "-c", code, str(home)]) for home in homes]  # noqa: S603 - our own code
    for step in steps:
        if step.wait():
            raise subprocess.CalledProcessError(step.returncode, step.args)


def run_together(served: Sequence[Served], *, on_ready: Callable[[], None]) -> int:
    """Run servers until one ends or somebody stops us; all stop together."""
    taken = [one for one in served if not is_free(one.host, one.port)]
    if taken:
        print(f"Port {taken[0].port} is in use. Choose another, or stop what runs there.", file=sys.stderr)
        return 2
    processes = []
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        processes = [start(one) for one in served]
        if silent := _silent(served, processes):
            print(f"{silent[0].address} does not answer. `lali doctor` may say why.", file=sys.stderr)
            return 2
        on_ready()
        while all(process.poll() is None for process in processes):
            time.sleep(PAUSE)
        print("A server has stopped.", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(processes)
    return 2


def _silent(served: Sequence[Served], processes: Sequence[subprocess.Popen]) -> list[Served]:
    """Wait until all answer; those that do not."""
    ends = time.monotonic() + START_LIMIT
    waiting = list(served)
    while waiting and time.monotonic() < ends and all(process.poll() is None for process in processes):
        waiting = [one for one in waiting if not answers(one)]
        time.sleep(PAUSE)
    return waiting


def _stop(processes: Sequence[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
