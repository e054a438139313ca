"""Families of drawn pictures with the truth, and how long a search among a million hashes takes.

    LALI_BENCH_PICTURES=20000    how many pictures are drawn and changed

Seconds are of the processor.
"""

import os
import random
import time
from collections.abc import Iterator

import numpy as np
from PIL import Image

from bench.drawn import CHANGES, drawn
from bench.families import quality
from bench.figures import Figure, percentile
from lali.engines.families import Look, fold_pictures, look_at
from lali.engines.known import LARGEST, Near

MANY = int(os.environ.get("LALI_BENCH_PICTURES", "20000"))
HASHES = 1_000_000
ASKED = 1000


def figures() -> Iterator[Figure]:
    yield from _families()
    yield from _searched()


def made(many: int) -> Iterator[tuple[int, str, Image.Image]]:
    """About as many pictures as asked for: the one it was made from, how it was changed, the picture."""
    draw, names, number, given = random.Random(5), sorted(CHANGES), 0, 0
    while given < many:
        picture = drawn(number)
        yield number, "", picture
        for name in draw.sample(names, draw.choice((0, 0, 1, 2, 4, len(names)))):
            given += 1
            yield number, name, CHANGES[name](picture, draw)
        number, given = number + 1, given + 1


def luma(picture: Image.Image) -> np.ndarray:
    """Luminance as the node computes it of a file."""
    picture = picture.convert("RGB")
    picture.thumbnail((LARGEST, LARGEST))
    return np.asarray(picture, np.float64) @ (0.299, 0.587, 0.114)


def _families() -> Iterator[Figure]:
    truth, changes, looks, seconds = list[int](), list[str](), list[Look](), 0.0
    for number, change, picture in made(MANY):
        rows = luma(picture)
        begun = time.process_time()
        looks.append(look_at(rows))
        seconds += time.process_time() - begun
        truth.append(number)
        changes.append(change)
    begun = time.process_time()
    found = fold_pictures(looks)
    folded = time.process_time() - begun
    codes = [code or f"alone {at}" for at, code in enumerate(found.codes)]
    precision, recall = quality(truth, codes)
    yield Figure(f"{len(looks):,} drawn pictures, looking at one", seconds / len(looks) * 1000, "ms")
    yield Figure(f"{len(looks):,} drawn pictures folded, processor time", folded, "s")
    yield Figure(f"{len(looks):,} drawn pictures, precision over pairs", precision, "", at_least=0.99)
    yield Figure(f"{len(looks):,} drawn pictures, recall over pairs", recall, "")
    yield Figure("of them too plain to be compared", sum(not code for code in found.codes) / len(looks), "")
    first = {number: code for number, change, code in zip(truth, changes, codes, strict=True) if not change}
    for name in sorted(CHANGES):
        met = [first[n] == code for n, change, code in zip(truth, changes, codes, strict=True) if change == name]
        yield Figure(f"found with the one it was made from: {name}", sum(met) / max(len(met), 1), "")


def _searched() -> Iterator[Figure]:
    chance = np.random.default_rng(3)
    hashes = chance.integers(0, 256, (HASHES, 32), np.uint8)
    begun = time.process_time()
    near = Near(hashes)
    yield Figure(f"{HASHES:,} hashes made ready to be searched", time.process_time() - begun, "s")
    asked, taken = hashes[:ASKED].copy(), []
    for number in range(ASKED):
        for bit in chance.choice(256, number % 32, replace=False):
            asked[number, bit // 8] ^= 1 << (bit % 8)
    missed = 0
    for number in range(ASKED):
        begun = time.process_time()
        _one, found, _apart = near.within(asked[number : number + 1])
        taken.append((time.process_time() - begun) * 1000)
        missed += number not in found
    yield Figure("one hash among a million, within 31 bits, p95", percentile(taken, 0.95), "ms")
    yield Figure("of them missed", missed, "", at_most=0)
