"""Searching hashes: what is within the distance is found, all of it, and told with how far it is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.known import MATCHES_WITHIN, Near, bands, distance

CHANCE = np.random.default_rng(5)
HASHES = CHANCE.integers(0, 256, (3000, 32), np.uint8)


def changed(one, bits):
    one = one.copy()
    for bit in bits:
        one[bit // 8] ^= 1 << (bit % 8)
    return one


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2999), st.sets(st.integers(0, 255), max_size=MATCHES_WITHIN))
def test_nothing_within_the_distance_is_missed(number, bits):
    asked = changed(HASHES[number], bits)
    one, found, apart = Near(HASHES).within(asked[None])
    assert (one.tolist(), found.tolist(), apart.tolist()) == ([0], [number], [len(bits)])


def test_many_are_asked_for_at_once_and_told_in_order():
    near = Near(np.concatenate([HASHES[:5], HASHES[:5]]))
    one, found, apart = near.within(HASHES[:3])
    assert list(zip(one.tolist(), found.tolist(), strict=True)) == [(0, 0), (0, 5), (1, 1), (1, 6), (2, 2), (2, 7)]
    assert apart.tolist() == [0] * 6
    assert near.within(HASHES[:3], most=1)[1].tolist() == [0, 1, 2]


def test_none_among_none():
    assert Near(HASHES[:0]).within(HASHES[:2])[0].tolist() == []
    assert Near(HASHES[:2]).within(HASHES[:0])[0].tolist() == []


def test_the_pieces_are_those_that_a_database_holds():
    one = HASHES[0].tobytes().hex()
    words = HASHES[0].view(">u2").tolist()
    assert [band & 0xFFFF for band in bands(one)] == words
    assert distance(one, changed(HASHES[0], {3, 200}).tobytes().hex()) == 2
