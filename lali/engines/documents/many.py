"""Luminance of many pictures, one after another, from one process that opens them: for comparing, never for a page.

The process is the one that opens single files; it is started anew after some hundred pictures, and when a picture
killed it or took too long. That picture is told as refused, and the others go on.
"""

import json
import os
import selectors
import struct
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO

import numpy as np
from numpy.typing import NDArray

from lali.engines.documents.pictures import MAX_PIXELS, CannotRedact, Kind, kind_of, word_of, worker

Luma = NDArray[np.float64]
BEFORE_ANEW = 500  # pictures that one process opens
SECONDS = 30  # for one picture
_WEIGHTS = (0.299, 0.587, 0.114)
_PIECE = 1 << 20


def lumas_of_pictures(
    files: Iterable[bytes], *, side: int, seconds: float | None = None
) -> Iterator[Luma | CannotRedact]:
    """Of each file the rows of its luminance, brought to so many pixels a side at most, or why there are none.

    A picture that takes more than so many seconds (SECONDS, unless said) is refused as "too_long".
    """
    opener = _Opener(side, seconds)
    try:
        for data in files:
            try:
                yield opener.luma(data)
            except CannotRedact as why:
                yield why
    finally:
        opener.end()


class _Opener:
    """A process that opens pictures, and how many it opened."""

    def __init__(self, side: int, seconds: float | None) -> None:
        self._side, self._seconds, self._opened = side, seconds, 0
        self._process: subprocess.Popen[bytes] | None = None

    def luma(self, data: bytes) -> Luma:
        """Luminance of one picture; CannotRedact where there is none."""
        kind = kind_of(data[:4096], len(data))
        if kind is not Kind.PICTURE:
            raise CannotRedact("other")
        answer = self._answer(data)
        width, height = struct.unpack(">II", answer[:8])
        if len(answer) != 8 + 3 * width * height:
            raise CannotRedact("damaged")
        colours = np.frombuffer(answer, np.uint8, offset=8).reshape(height, width, 3)
        red, green, blue = (colours[..., at] * weight for at, weight in enumerate(_WEIGHTS))
        return np.asarray(red + green + blue)

    def end(self) -> None:
        """Let the process go."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process, self._opened = None, 0

    def _answer(self, data: bytes) -> bytes:
        if self._opened >= BEFORE_ANEW:
            self.end()
        process = self._process or self._begun()
        self._opened += 1
        try:
            return self._told(process, data)
        except (OSError, TimeoutError) as why:
            self.end()
            raise CannotRedact("too_long" if isinstance(why, TimeoutError) else "damaged") from None

    def _begun(self) -> subprocess.Popen[bytes]:
        self._process = worker()
        order = {"job": "many", "kind": str(Kind.PICTURE), "wide": self._side, "seconds": SECONDS, "pixels": MAX_PIXELS}
        head = json.dumps(order).encode()
        with suppress(OSError):  # one that does not begin is met again at its first picture
            _said_to(self._process, struct.pack(">I", len(head)) + head)
        return self._process

    def _told(self, process: subprocess.Popen[bytes], data: bytes) -> bytes:
        until = time.monotonic() + (SECONDS if self._seconds is None else self._seconds)
        _said_to(process, struct.pack(">I", len(data)) + data)
        done, length = struct.unpack(">BI", _read(process.stdout, 5, until))
        answer = _read(process.stdout, length, until)
        if not done:
            raise CannotRedact(word_of(answer))
        return answer


def _said_to(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin
    process.stdin.write(data)
    process.stdin.flush()


def _read(stream: IO[bytes] | None, length: int, until: float) -> bytes:
    """Exactly so many bytes; TimeoutError when they take too long, OSError when they end before."""
    assert stream
    parts, missing = list[bytes](), length
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while missing:
            left = until - time.monotonic()
            if left <= 0 or not ready.select(left):
                raise TimeoutError
            part = os.read(stream.fileno(), min(missing, _PIECE))
            if not part:
                raise OSError("the process that opens pictures ended")
            parts.append(part)
            missing -= len(part)
    return b"".join(parts)
