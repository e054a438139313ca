"""The second look: what a message asks, promises and hides, and what these together make of it.

The linear heads (`scoring`) weigh every piece alone: a free ticket counts the same beside a named office as beside
"tell nobody". Here the same pieces first say, one linear head each, how much a message shows each *aspect* that readers
marked in the open lure set (payment asked, papers kept, a contract to read first, ...) and each kind of text; then a
small network weighs all these against each other. It gives two calibrated probabilities, and the aspects with the
words behind them. Only texts of which the linear heads say more than nothing are looked at twice.

The file: one line of JSON, then little-endian arrays: the buckets that are known (uint32), a signed byte a bucket and
head (b stands for b * |b| steps), and the numbers of the networks (float32), in the order of `_shapes`.
"""

import json
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from .pieces import (
    BITS,
    BUCKETS,
    EXTRAS_SHARE,
    LEAST_CUES,
    LEAST_EXTRAS,
    LEAST_PARTS,
    LEAST_PIECES,
    Extras,
    extra_bucket,
    pair_bucket,
    part_buckets,
    shape,
    word_bucket,
)
from .scoring import Piece, Weighed, apart, pieces_of, places_of
from .weights import WeightsError, chance

VERSION = 1
LABELS = ("lure", "help_plea", "scam_not_trafficking", "harmless")
ANSWERS = ("lure", "help")
_LURE, _PLEA, _HARMLESS = LABELS.index("lure"), LABELS.index("help_plea"), LABELS.index("harmless")
_REST = [at for at, name in enumerate(LABELS) if name != "help_plea"]
_REMEMBERED = 50_000  # pieces
_LEAST = 0.04  # of the log-odds: what weighs less explains nothing
_TINY = 1e-7

Floats = npt.NDArray[np.float32]
Layer = tuple[Floats, Floats]


def piece_bucket(piece: Piece) -> int:
    """Bucket of a word or of a pair of words."""
    if isinstance(piece, str):
        return word_bucket(shape(piece))
    return pair_bucket(shape(piece[0]), shape(piece[1]))


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
    pieces_met: dict[Piece, int] = field(default_factory=dict)
    extras_met: dict[str, int] = field(default_factory=dict)

    @cached_property
    def may_be_shown(self) -> tuple[tuple[int, str, Aspect], ...]:
        """Aspects with the place of their head."""
        return tuple((self.heads.index(name), name, aspect) for name, aspect in self.aspects.items())

    def sums(self, words: Sequence[str], extras: Extras, cues: Extras) -> Floats:
        """Give what every head says of a text, standardised as the networks were trained."""
        pieces = pieces_of(words)
        parts = [self.of_parts(piece) for piece in pieces if isinstance(piece, str)]
        groups = (
            (self.steps[self.rows(pieces)], len(pieces), LEAST_PIECES, 1.0),
            ([one for one, _ in parts], sum([count for _, count in parts]), LEAST_PARTS, 1.0),
            (self.steps[self.rows_of_extras(extras)], len(extras), LEAST_EXTRAS, EXTRAS_SHARE),
            (self.steps[self.rows_of_extras(cues)], len(cues), LEAST_CUES, 1.0),
        )
        total = np.zeros(len(self.heads), dtype=np.float32)
        for rows, count, least, share in groups:
            if count:
                total += np.add.reduce(rows, dtype=np.int32) * np.float32(share * max(count, least) ** -0.5)
        return total * self.scale + self.bias

    def rows(self, pieces: Collection[Piece]) -> list[int]:
        """Give the row in `steps` of each word or pair; what is in none of them has the last, which is empty."""
        return self._rows(pieces, self.pieces_met, piece_bucket)

    def rows_of_extras(self, extras: Collection[str]) -> list[int]:
        """Give the same of extras and cues."""
        return self._rows(extras, self.extras_met, extra_bucket)

    def _rows(self, all_of_them: Collection[Any], met: dict[Any, int], bucket: Callable[[Any], int]) -> list[int]:
        found = []
        for one in all_of_them:
            row = met.get(one)
            if row is None:
                if len(met) >= _REMEMBERED:
                    met.clear()
                row = met[one] = int(self.place[bucket(one)])
            found.append(row)
        return found

    def of_parts(self, word: str) -> tuple[npt.NDArray[Any], int]:
        """Steps of the parts of a word together, of each head, and how many parts it has."""
        return _parts(self, shape(word))

    def odds(self, sums: Floats) -> dict[str, float]:
        """Log-odds of each answer, calibrated."""
        made = np.mean([_answered(_logits(net, sums)[1]) for net in self.nets], axis=0)
        return {
            name: self.answers[name].slope * float(raw) + self.answers[name].offset
            for name, raw in zip(ANSWERS, made, strict=True)
        }

    def pull(self, sums: Floats, of: str) -> Floats:
        """How much the log-odds of an answer would rise with each head, at this text (its gradient)."""
        pulls = [_pulled(net, *_logits(net, sums))[ANSWERS.index(of)] for net in self.nets]
        return np.asarray(np.mean(pulls, axis=0) * self.answers[of].slope, dtype=np.float32)

    def shown(self, sums: Floats) -> list[tuple[str, float]]:
        """Aspects above their bar, with their probability, the surest first."""
        found = []
        for at, name, aspect in self.may_be_shown:
            likely = chance(aspect.slope * float(sums[at]) + aspect.offset)
            if likely >= aspect.shown:
                found.append((name, round(likely, 2)))
        return sorted(found, key=lambda one: -one[1])


@lru_cache(maxsize=_REMEMBERED)
def _parts(network: Network, word: str) -> tuple[npt.NDArray[Any], int]:
    buckets = part_buckets(word)
    return network.steps[network.place[buckets]].sum(axis=0, dtype=np.int32), len(buckets)


def _logits(net: tuple[Layer, Layer], sums: Floats) -> tuple[Floats, Floats]:
    (into, lift), (out, top) = net
    hidden = sums @ into + lift
    return hidden, np.maximum(hidden, 0) @ out + top


def _shares(logits: Floats) -> Floats:
    shares = np.exp(logits - logits.max())
    return np.asarray(shares / shares.sum(), dtype=np.float32)


def _answered(logits: Floats) -> tuple[float, float]:
    """Raw answers of one network: lure against harmless, plea against all else."""
    plea = float(_shares(logits)[_PLEA])
    return float(logits[_LURE] - logits[_HARMLESS]), log(plea + _TINY) - log(1 - plea + _TINY)


def _pulled(net: tuple[Layer, Layer], hidden: Floats, logits: Floats) -> Floats:
    """Give the gradients of these answers."""
    (into, _), (out, _) = net
    shares = _shares(logits)
    of_rest = shares[_REST] / max(float(shares[_REST].sum()), _TINY)
    back = out * (hidden > 0)[:, None]
    pulls = np.stack([back[:, _LURE] - back[:, _HARMLESS], back[:, _PLEA] - back[:, _REST] @ of_rest])
    return np.asarray(pulls @ into.T, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Second:
    """What the second look found: probabilities in 0..1, and the aspects above their bar, the surest first."""

    lure: float
    help: float
    aspects: tuple[tuple[str, float], ...]
    words: Sequence[str]
    sums: Floats
    by: Network

    @property
    def bars(self) -> Mapping[str, Answer]:
        """From where its answers count."""
        return self.by.answers

    def behind(self, of: str, *, most: int = 6) -> tuple[Weighed, ...]:
        """Words and pairs that raised an answer (`lure`, `help`) or an aspect most, the heaviest first."""
        known = self.by
        if of in ANSWERS:
            pull = known.pull(self.sums, of) * known.scale
        else:
            at = known.heads.index(of)
            pull = np.zeros(len(known.heads), dtype=np.float32)
            pull[at] = known.aspects[of].slope * known.scale[at]
        places, each = self._each
        heavy = [
            Weighed(place, place + (1 if isinstance(piece, str) else 2), round(weight, 3))
            for (piece, place), weight in zip(places.items(), (each @ pull).tolist(), strict=True)
            if weight >= _LEAST
        ]
        return apart(sorted(heavy, key=lambda one: (-one.weight, one.first)), most)

    @cached_property
    def _each(self) -> tuple[dict[Piece, int], Floats]:
        """Each word and pair with its first place, and what it adds to each head, in steps."""
        known, places = self.by, places_of(self.words)
        parts = [known.of_parts(piece) if isinstance(piece, str) else None for piece in places]
        count = sum([one[1] for one in parts if one])
        each = known.steps[known.rows(places)] * np.float32(max(len(places), LEAST_PIECES) ** -0.5)
        part = np.float32(max(count, LEAST_PARTS) ** -0.5)
        for row, one in enumerate(parts):
            if one:
                each[row] += one[0] * part
        return places, each


def look(words: Sequence[str], extras: Extras, cues: Extras) -> Second | None:
    """Look at a text a second time: its words (folded, unaccented), extras and cues, as `scoring.score` takes them.

    None where the file of aspects cannot be read.
    """
    known = network()
    if known is None:
        return None
    sums = known.sums(words, extras, cues)
    odds = known.odds(sums)
    return Second(
        round(chance(odds["lure"]), 4), round(chance(odds["help"]), 4), tuple(known.shown(sums)), words, sums, known
    )


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
