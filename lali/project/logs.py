"""Logs: events with fields, one JSON object a line, to standard error.

Never a name, a message text, an address of a visitor or a secret: Django's own loggers, which would write
request paths and exception texts, are cut down to the exception's type and place.
"""

import logging
import sys
import time
import traceback
from http.client import SERVICE_UNAVAILABLE
from pathlib import Path
from types import TracebackType

HOUSE = Path(__file__).parents[1]


class EventsOnly(logging.Formatter):
    """Writes level, logger and place of an error; drops the text, where personal data would stand."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: level, logger, and for an exception its type and the place it came from."""
        line = f'{{"level": "{record.levelname.lower()}", "logger": "{record.name}"'
        if times := getattr(record, "times", 0):
            line += f', "times": {times}'
        if record.exc_info and record.exc_info[0]:
            line += f', "error": "{record.exc_info[0].__name__}", "place": "{_place(record.exc_info[2])}"'
        return line + "}"


def _place(trace: TracebackType | None) -> str:
    """Where an error came from: the last line of ours that it passed, and the last of all."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if HOUSE in Path(frame.filename).parents]
    named = [f"{Path(frame.filename).relative_to(HOUSE.parent)}:{frame.lineno}" for frame in ours[-1:]]
    return " > ".join([*named, *(f"{frame.name}:{frame.lineno}" for frame in frames[-1:])])


class BusyIsNoError(logging.Filter):
    """A page that says “busy, try again” (503) is an answer: one warning a minute tells how many there were."""

    EVERY = 60.0  # seconds

    def __init__(self) -> None:
        super().__init__()
        self._times, self._next = 0, 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Let an error pass as it is; of busy pages one a minute, counted."""
        if record.exc_info or getattr(record, "status_code", 0) != SERVICE_UNAVAILABLE:
            return True
        self._times += 1
        if time.monotonic() < self._next:
            return False
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.name, record.times = "lali.busy", self._times
        self._times, self._next = 0, time.monotonic() + self.EVERY
        return True


def configure_logs() -> None:
    """Send everything through the one formatter; called once by the settings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(EventsOnly())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a page refused is an answer, and tells nothing here
    logging.getLogger("django.request").filters[:] = [BusyIsNoError()]
