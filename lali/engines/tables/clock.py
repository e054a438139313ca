"""A limit of time for reading, by a clock that the caller hands in."""

from collections.abc import Callable

from lali.engines.tables.table import TableRefused

EVERY = 256  # rows between two looks at the clock


class Deadline:
    """Raises when reading takes longer than it may."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock, self._ends = clock, clock() + seconds

    def look(self, row: int) -> None:
        """Look at the clock now and then; TableRefused when the time is over."""
        if row % EVERY == 0 and self._clock() > self._ends:
            raise TableRefused("slow", "Reading this file takes too long; it was given up.")
