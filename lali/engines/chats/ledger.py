"""Which bytes are spoken for."""


class Ledger:
    """Adds up stretches of files; neighbours melt together, so that a file read in order costs one entry."""

    def __init__(self, sizes: list[int]) -> None:
        self._sizes = sizes
        self._runs: list[list[tuple[int, int]]] = [[] for _ in sizes]
        self._file, self._start, self._end = 0, 0, 0

    def add(self, file: int, start: int, end: int) -> None:
        """One stretch of one file, in any order."""
        if file == self._file:
            if start == self._end:
                self._end = end
                return
            if end == self._start:
                self._start = start
                return
        self._keep()
        self._file, self._start, self._end = file, start, end

    def _keep(self) -> None:
        if self._end != self._start:
            self._runs[self._file].append((self._start, self._end))
        self._start = self._end = 0

    @property
    def is_whole(self) -> bool:
        """Whether the stretches of each file lie end to end from its first byte to its last."""
        self._keep()
        if not self._sizes:
            return False
        for size, runs in zip(self._sizes, self._runs, strict=True):
            reached = 0
            for start, end in sorted(runs):
                if start != reached or end <= start:
                    return False
                reached = end
            if reached != size:
                return False
        return True
