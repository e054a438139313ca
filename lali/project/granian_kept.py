"""`python -m lali.project.granian_kept ...`: granian, which ends when the process that started it is gone.

Whoever starts it holds the other end of its standard input and writes nothing. Killed without a chance to tidy up
(SIGKILL, out of memory), the end closes: on every system, whichever way the starter went.
"""

import os
import signal
import sys
import threading
import time

from granian.cli import entrypoint

STOP_LIMIT = 10.0  # seconds for what is being answered


def _watch() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_LIMIT)
    if os.getpgrp() == os.getpid():  # started as the first of its own group: its workers, too
        os.killpg(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_watch, daemon=True).start()
    entrypoint()
