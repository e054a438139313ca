"""The model file: one line of JSON that describes it, then one signed byte a bucket for each head.

The line names version, bits and heads; a head has a name, the size of one step of its bytes (`scale`), its bias, the
two numbers that turn its sum into a probability (Platt), and the probabilities from which it counts for something:
`watch` and `likely`, below which all but a stated share of harmless texts stayed in the training's own folds.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from .pieces import BITS, BUCKETS

VERSION = 1
HEADS = ("lure", "scam", "ad")


class WeightsError(ValueError):
    """The model file is not what this program reads; the message says why."""


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

    def probability(self, steps: float) -> float:
        """Probability, calibrated, for a sum of weights given in steps."""
        at = self.slope * (steps * self.scale + self.bias) + self.offset
        return 1 / (1 + exp(-max(min(at, 30.0), -30.0)))


@dataclass(frozen=True, slots=True)
class Weights:
    """All heads, and for each the weights of all buckets, in steps."""

    heads: tuple[Head, ...]
    steps: tuple[Sequence[int], ...]


@cache
def weights() -> Weights:
    """Read the model that comes with Lali, once."""
    return parse((files(__package__) / "weights.bin").read_bytes())


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
    if len(body) != len(heads) * BUCKETS:
        raise WeightsError("This model file is cut short.")
    whole = memoryview(body).cast("b")
    return Weights(heads, tuple(whole[at * BUCKETS : (at + 1) * BUCKETS] for at in range(len(heads))))


def written(heads: Iterable[Head], steps: Iterable[Sequence[int]]) -> bytes:
    """Write a model file: the same weights give the same bytes."""
    names = Head.__slots__
    told = [{name: getattr(head, name) for name in names} for head in heads]
    line = json.dumps({"bits": BITS, "heads": told, "version": VERSION}, sort_keys=True)
    return line.encode() + b"\n" + b"".join(bytes(one & 0xFF for one in head) for head in steps)
