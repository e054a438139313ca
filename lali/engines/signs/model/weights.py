"""The model file: one line of JSON that describes it, then one signed byte a bucket for each head.

A byte b stands for b times its size, so that light weights keep their difference and heavy ones their height. After
them stand the buckets of words that were met, a bit each. The line names version, bits and heads; a head has a name,
the size of one step of its bytes (`scale`), its bias, the two numbers that turn its sum into a probability (Platt),
and the probabilities from which it counts for something: `watch` and `likely`, below which all but a stated share of
harmless texts stayed in the training's own folds.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .pieces import BITS, BUCKETS

Numbers = npt.NDArray[np.float64]
VERSION = 2
HEADS = ("lure", "scam", "ad", "help")


class WeightsError(ValueError):
    """The model file is not what this program reads; the message says why."""


class Bars(Protocol):
    """Probabilities from which an answer counts for something, and for much."""

    @property
    def watch(self) -> float:
        """Counts for something."""

    @property
    def likely(self) -> float:
        """Counts for much."""


@dataclass(frozen=True, slots=True)
class Head:
    """One question asked of a text, and how its sum of weights becomes a probability."""

    name: str
    scale: float
    bias: float
    slope: float
    offset: float
    watch: float
    likely: float


def probabilities(heads: Sequence[Head], steps: Numbers) -> Numbers:
    """Give probabilities, calibrated, for sums of weights in steps: a column for each head, in both."""
    scale, bias, slope, offset = np.array([(one.scale, one.bias, one.slope, one.offset) for one in heads]).T
    return chance(slope * (steps * scale + bias) + offset)


def chance(odds: Numbers) -> Numbers:
    """Turn log-odds into probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.minimum(np.maximum(odds, -30.0), 30.0))))


@dataclass(frozen=True, slots=True)
class Weights:
    """All heads, and for each the bytes of all buckets: a byte b is b * |b| steps.

    `met` has a bit for each bucket into which a whole word of the training fell: of others the model knows little.
    """

    heads: tuple[Head, ...]
    steps: tuple[memoryview, ...]
    met: bytes

    @property
    def side_by_side(self) -> npt.NDArray[np.int16]:
        """Steps of each bucket and head: [bucket, head]."""
        bytes_ = np.stack([np.frombuffer(one, dtype=np.int8) for one in self.steps], axis=1).astype(np.int16)
        return bytes_ * np.abs(bytes_)

    @property
    def has_met(self) -> npt.NDArray[np.uint8]:
        """Whether a whole word of the training fell into each bucket: 1 or 0."""
        return np.unpackbits(np.frombuffer(self.met, dtype=np.uint8), bitorder="little")


@cache
def weights() -> Weights:
    """Read the model that comes with Lali, once.

    Where it cannot be read, such as after a newer Lali was laid over a running one, a line of the log says so and a
    model is given that met no word: it abstains from every text, and the rules speak alone.
    """
    try:
        return parse((files(__package__) / "weights.bin").read_bytes())
    except (WeightsError, OSError) as why:
        logging.getLogger(__name__).error("%s Texts are judged by rules alone until Lali is started anew.", why)  # noqa: TRY400  the reason is the sentence
        return Weights(_UNREACHED, (memoryview(bytes(BUCKETS)).cast("b"),) * len(HEADS), bytes(BUCKETS // 8))


# Heads of probability 0, of which no bar is reached.
_UNREACHED = tuple(Head(name, scale=0.0, bias=-1e9, slope=1.0, offset=0.0, watch=1.01, likely=1.01) for name in HEADS)


@cache
def heads() -> Mapping[str, Head]:
    """Give the heads of the model that comes with Lali, by name."""
    return {head.name: head for head in weights().heads}


def parse(raw: bytes) -> Weights:
    """Read a model file; WeightsError when it is cut short or of another version."""
    line, _, body = raw.partition(b"\n")
    try:
        told = json.loads(line)
        heads = tuple(Head(**one) for one in told["heads"])
    except (ValueError, KeyError, TypeError) as why:
        raise WeightsError("This is no model file of Lali.") from why
    if (told.get("version"), told.get("bits")) != (VERSION, BITS) or tuple(one.name for one in heads) != HEADS:
        raise WeightsError("This model file is of another version.")
    if len(body) != len(heads) * BUCKETS + BUCKETS // 8:
        raise WeightsError("This model file is cut short.")
    whole = memoryview(body).cast("b")
    steps = tuple(whole[at * BUCKETS : (at + 1) * BUCKETS] for at in range(len(heads)))
    return Weights(heads, steps, body[len(heads) * BUCKETS :])


def written(heads: Iterable[Head], steps: Iterable[Sequence[int]], met: Iterable[int]) -> bytes:
    """Write a model file: the same weights give the same bytes. `met`: buckets of the whole words of the training."""
    names = Head.__slots__
    told = [{name: getattr(head, name) for name in names} for head in heads]
    line = json.dumps({"bits": BITS, "heads": told, "version": VERSION}, sort_keys=True)
    bits = bytearray(BUCKETS // 8)
    for bucket in met:
        bits[bucket >> 3] |= 1 << (bucket & 7)
    return line.encode() + b"\n" + b"".join(bytes(one & 0xFF for one in head) for head in steps) + bytes(bits)
