"""The weights of words and pieces of words for each language, and their sum over a message.

A word weighs for each class the sum of the weights of its pieces: itself, and its runs of one to four letters, edges
marked. Each word's weights for all classes stand side by side in the lanes of one whole number, so that adding up the
words of a message is one `sum` in C; words met before are kept. That is what makes a message cost microseconds without
any library. `scripts/train_language.py` writes the file.
"""

import json
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "data" / "model.bin"
LONGEST_WORD = 20  # letters; the rest of a longer word says nothing
LONGEST_PIECE = 4
MIDDLE = 128  # what a weight of nothing is stored as, so that lanes hold no negative number
_MOST_KEPT = 40_000  # words: some 10 MB
_LANE = 4  # bytes
_IS_WORD = re.compile("_.+_").fullmatch


class Weighed(NamedTuple):
    """The sums over a message: of each class, how many pieces counted, and how many words each class knows."""

    sums: tuple[int, ...]
    pieces: int
    known: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """`classes` in the order of the lanes; `scale`: what a weight is divided by; `words`: the lanes of a word."""

    classes: tuple[str, ...]
    scale: float
    words: "Words"
    shape: struct.Struct

    def weigh(self, words: list[str]) -> Weighed:
        """Add up the weights of a message's words (lower case)."""
        total = sum(map(self.words.__getitem__, words))
        lanes = self.shape.unpack(total.to_bytes(self.shape.size, "little"))
        count = len(self.classes)
        pieces = lanes[count]
        return Weighed(lanes[:count], pieces, lanes[count + 1 :])


class Words(dict[str, int]):
    """The lanes of each word, made when it is first met; forgotten all at once when too many are kept."""

    __slots__ = ("_pieces",)

    def __init__(self, pieces: dict[str, int]) -> None:
        """`pieces`: the lanes of each piece of the model."""
        super().__init__()
        self._pieces = pieces

    def __missing__(self, word: str) -> int:
        """Add up the pieces of a word."""
        total = sum(filter(None, map(self._pieces.get, pieces_of(word))))
        if len(word) <= LONGEST_WORD:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[word] = total
        return total


def pieces_of(word: str) -> Iterator[str]:
    """Give each different piece of a word once: the word between edges, and its runs of letters."""
    edged = f"_{word[:LONGEST_WORD]}_"
    runs = {edged[at : at + size] for size in range(1, LONGEST_PIECE + 1) for at in range(len(edged) - size + 1)}
    yield from sorted(runs | {edged})


@cache
def model() -> Model:
    """Read the model, once."""
    head, body = zlib.decompress(FILE.read_bytes()).split(b"\n", 1)
    about = json.loads(head)
    listed, rows = body[: about["listed"]].decode(), body[about["listed"] :]
    classes = tuple(about["classes"])
    count, wide = len(classes), len(classes) * 2 + 1
    pieces = {}
    lanes = bytearray(wide * _LANE)
    for at, piece in enumerate(listed.split("\n")):
        row = rows[at * count : (at + 1) * count]
        lanes[0 : count * _LANE : _LANE] = row
        lanes[count * _LANE] = 1
        known = bytes(weight >= about["known"] for weight in row) if _IS_WORD(piece) else bytes(count)
        lanes[(count + 1) * _LANE :: _LANE] = known
        pieces[piece] = int.from_bytes(lanes, "little")
    return Model(classes, about["scale"], Words(pieces), struct.Struct(f"<{wide}I"))


def packed(classes: list[str], scale: float, known: int, pieces: list[str], rows: bytes) -> bytes:
    """Give the bytes of a model file: weights in the order of pieces, then of classes, each from 0 to 255."""
    listed = "\n".join(pieces).encode()
    head = json.dumps({"classes": classes, "scale": scale, "known": known, "listed": len(listed)})
    return zlib.compress(head.encode() + b"\n" + listed + rows, 9)
