"""The file of the second look: linear heads for what messages show, and small networks over what they say.

One line of JSON, then little-endian arrays: the buckets that are known (uint32), a signed byte a bucket and
head (b stands for b * |b| steps), and the numbers of the networks (float32), in the order of `_shapes`.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from .pieces import BITS, BUCKETS
from .weights import WeightsError

VERSION = 1
LABELS = ("lure", "help_plea", "scam_not_trafficking", "harmless")
ANSWERS = ("lure", "help")
Floats = npt.NDArray[np.float32]
Layer = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one of `ANSWERS` becomes a probability (Platt), and from where it counts (`watch`, `likely`)."""

    slope: float
    offset: float
    watch: float
    likely: float


@dataclass(frozen=True, slots=True)
class Aspect:
    """An aspect that may be shown: its calibration, and the probability from which four in five readers saw it too."""

    slope: float
    offset: float
    shown: float


@dataclass(frozen=True, eq=False)
class Network:
    """The file, read. `heads` names the linear heads in order; those of `aspects` may be shown by name."""

    heads: tuple[str, ...]
    aspects: Mapping[str, Aspect]
    answers: Mapping[str, Answer]
    place: npt.NDArray[np.int32]  # of each bucket, its row in `steps`; the last row is empty
    steps: npt.NDArray[np.int16]
    scale: Floats
    bias: Floats
    nets: tuple[tuple[Layer, Layer], ...]

    @cached_property
    def may_be_shown(self) -> tuple[tuple[int, str, Aspect], ...]:
        """Aspects with the place of their head."""
        return tuple((self.heads.index(name), name, aspect) for name, aspect in self.aspects.items())


@cache
def network() -> Network | None:
    """Read the file that comes with Lali, once.

    None where it cannot be read, such as after a newer Lali was laid over a running one: a line of the log says so,
    and texts are looked at once.
    """
    try:
        return parse((files(__package__) / "aspects.bin").read_bytes())
    except (WeightsError, OSError) as why:
        logging.getLogger(__name__).error("%s Texts are looked at once until Lali is started anew.", why)  # noqa: TRY400  the reason is the sentence
        return None


def _shapes(told: Mapping[str, Any]) -> Iterable[tuple[int, ...]]:
    heads, hidden = len(told["heads"]), told["hidden"]
    yield (heads,)
    yield (heads,)
    for _ in range(told["networks"]):
        yield (heads, hidden)
        yield (hidden,)
        yield (hidden, len(LABELS))
        yield (len(LABELS),)


def parse(raw: bytes) -> Network:
    """Read a file of aspects; WeightsError when it is cut short or of another version."""
    line, _, body = raw.partition(b"\n")
    try:
        told = json.loads(line)
        if (told["version"], told["bits"]) != (VERSION, BITS):
            raise WeightsError("This file of aspects is of another version.")
        aspects = {name: Aspect(**one) for name, one in told["aspects"].items()}
        answers = {name: Answer(**told["answers"][name]) for name in ANSWERS}
        kept, heads = told["buckets"], tuple(told["heads"])
        buckets = np.frombuffer(body, "<u4", kept)
        at = 4 * kept
        bytes_ = np.frombuffer(body, np.int8, kept * len(heads), at).reshape(kept, len(heads)).astype(np.int16)
        at += bytes_.size
        arrays = []
        for size in _shapes(told):
            arrays.append(np.frombuffer(body, "<f4", int(np.prod(size)), at).reshape(size))
            at += 4 * arrays[-1].size
        place = np.full(BUCKETS, kept, dtype=np.int32)
        place[buckets] = np.arange(kept, dtype=np.int32)
    except (ValueError, LookupError, TypeError) as why:
        raise WeightsError("This is no file of aspects of Lali, or it is cut short.") from why
    steps = np.vstack([bytes_ * np.abs(bytes_), np.zeros((1, len(heads)), dtype=np.int16)])
    nets = [((arrays[n], arrays[n + 1]), (arrays[n + 2], arrays[n + 3])) for n in range(2, len(arrays), 4)]
    return Network(heads, aspects, answers, place, steps, arrays[0], arrays[1], tuple(nets))


def written(
    told: Mapping[str, Any], buckets: npt.NDArray[Any], bytes_: npt.NDArray[Any], numbers: Sequence[npt.NDArray[Any]]
) -> bytes:
    """Write a file of aspects: the same numbers give the same bytes.

    `told` holds heads, aspects, answers, hidden and networks; `bytes_` one a bucket and head; `numbers` the arrays in
    the order of `_shapes`.
    """
    line = json.dumps({**told, "bits": BITS, "buckets": len(buckets), "version": VERSION}, sort_keys=True)
    return b"".join(
        [
            line.encode(),
            b"\n",
            buckets.astype("<u4").tobytes(),
            bytes_.astype(np.int8).tobytes(),
            *(one.astype("<f4").tobytes() for one in numbers),
        ]
    )
