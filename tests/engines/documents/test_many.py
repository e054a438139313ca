"""Many pictures opened one after another: a hostile one is refused, and the next one opens."""

import struct
import zlib

import numpy as np

from lali.engines.documents import CannotRedact, luma_of_picture, lumas_of_pictures, many
from lali.engines.known import LARGEST
from tests.engines.known.test_pdq import drawn, png


def bomb():
    """A PNG of a few bytes that says it has 40,000 by 40,000 pixels."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 999)), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def frames():
    return png(drawn(1, 20, 20), "GIF", save_all=True, append_images=[drawn(5, 20, 20)])


def test_each_is_answered_as_it_is_alone():
    files = [
        png(drawn(2, 90, 70)),
        b"text",
        bomb(),
        png(drawn(3, 40, 60))[:200],
        frames(),
        png(drawn(3, 600, 60), "JPEG"),
    ]
    found = list(lumas_of_pictures(files, side=LARGEST))
    words = [one.reason if isinstance(one, CannotRedact) else one.shape for one in found]
    assert words == [(70, 90), "other", "too_large", "damaged", "several_frames", (51, 512)]
    assert np.array_equal(found[0], np.array(luma_of_picture(files[0], side=LARGEST)))


def test_one_process_opens_so_many_and_no_more(monkeypatch):
    begun = []
    real = many.worker
    monkeypatch.setattr(many, "worker", lambda: begun.append(1) or real())
    monkeypatch.setattr(many, "BEFORE_ANEW", 2)
    assert [one.shape for one in lumas_of_pictures([png(drawn(1, 20, 10))] * 5, side=99)] == [(10, 20)] * 5
    assert len(begun) == 3


def test_what_takes_too_long_is_refused_and_the_others_go_on(monkeypatch):
    files = [png(drawn(1, 20, 10))] * 3
    found = lumas_of_pictures(files, side=99)
    next(found)
    monkeypatch.setattr(many, "SECONDS", 0)
    assert next(found).reason == "too_long"
    monkeypatch.setattr(many, "SECONDS", 30)
    assert next(found).shape == (10, 20)
