"""Families of pictures: what is one picture, what is another, whatever the order."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bench.drawn import CHANGES, drawn
from bench.pictures import luma
from lali.engines.families import Look, fold_pictures, look_at

SOME = [look_at(luma(drawn(number))) for number in range(12)]


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_what_people_do_to_a_picture_leaves_it_the_same_picture(name):
    chance, found = random.Random(4), 0
    for number in range(6):
        copy = look_at(luma(CHANGES[name](drawn(number), chance)))
        codes = fold_pictures([*SOME, copy]).codes
        assert codes[-1] not in {code for at, code in enumerate(codes[:-1]) if at != number}
        found += codes[-1] == codes[number]
    assert found >= 5


def test_two_pictures_are_two():
    codes = fold_pictures(SOME).codes
    assert len(set(codes)) == len(codes)
    assert "" not in codes


@pytest.mark.parametrize("colour", ["white", "black", "#3355ee"])
def test_pictures_of_one_colour_are_of_no_family(colour):
    plain = [look_at(luma(Image.new("RGB", size, colour))) for size in ((300, 200), (300, 200), (90, 90), (3, 3))]
    found = fold_pictures([*plain, SOME[0], SOME[0]])
    assert found.codes[:4] == [""] * 4
    assert found.codes[4] == found.codes[5] != ""
    assert fold_pictures(plain).codes == [""] * 4
    assert fold_pictures([]).codes == []


def test_a_screen_with_a_line_of_words_is_not_another_with_other_words():
    screens = []
    for words in ("Meet at the harbour", "No ships today", "Call me, then wait"):
        picture = Image.new("RGB", (360, 640), "white")
        CHANGES["words over it"](picture, random.Random(words))
        screens.append(look_at(luma(picture)))
    assert len({code or at for at, code in enumerate(fold_pictures(screens).codes)}) == 3


COPIES = SOME[:5] + [
    look_at(luma(CHANGES[name](drawn(1), random.Random(2)))) for name in ("turned", "smaller", "framed")
]


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(COPIES))))
def test_order_never_changes_families(order):
    codes, again = fold_pictures(COPIES).codes, fold_pictures([COPIES[at] for at in order]).codes
    assert again == [codes[at] for at in order]


def test_how_far_and_how_like_stand_beside_the_family():
    found = fold_pictures(COPIES)
    assert len(set(found.codes)) == 5
    assert all(0 <= distance <= 64 for distance in found.distances)
    assert (found.scores >= np.float32(0.985)).all()


def test_hashes_alone_find_copies_that_are_near():
    kept = [Look.of_hashes(one.hashes(), one.quality) for one in COPIES]
    found = fold_pictures(kept, by_hashes=True)
    assert found.codes[1] == found.codes[5] == found.codes[6] == found.codes[7]
    assert len(set(found.codes)) == 5
    assert all(distance <= 31 for distance in found.distances)
    with pytest.raises(ValueError, match="reshape"):
        Look.of_hashes(b"?" * 99, 50)


def test_a_thousand_copies_are_one_family():
    chance = np.random.default_rng(1)
    rows = luma(drawn(7))
    copies = [look_at((rows + chance.normal(0, 6, rows.shape)).clip(0, 255)) for _ in range(1000)]
    assert len(set(fold_pictures(copies).codes)) == 1
