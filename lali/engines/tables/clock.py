"""A limit of time for reading, by a clock that the caller hands in."""

from collections.abc import Callable

from lali.engines.tables.table import TableRefused


class Deadline:
    """Raises when reading takes longer than it may."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock, self._ends = clock, clock() + seconds

    def look(self) -> None:
        """Look at the clock, once a row: what is done with a row may take long. TableRefused when it is over."""
        if self._clock() > self._ends:
            raise TableRefused("slow", "Reading this file takes too long; it was given up.")
