"""The model beside the rules: the same numbers everywhere, words that weighed by their place, bounded work."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.signs import judge, judged_record, read
from lali.engines.signs.model import Told, model, of_ad, weights
from lali.engines.signs.model.numbers import Words, parts_of
from lali.engines.signs.model.pieces import BUCKETS, extras_of, pair_bucket, part_buckets, shape, word_bucket
from lali.engines.signs.model.weights import Head, WeightsError, parse, probabilities, written

LURE = "Customer service in Bangkok, no experience, they pay ticket and room, bring passport, do not tell your family"


def test_a_number_is_known_by_its_length_only():
    assert shape("6794100142") == shape("6794100199") == "#10"
    assert shape("a" * 100) == "a" * 40


def test_pieces_fall_into_buckets_and_word_and_pair_are_told_apart():
    assert word_bucket("fee") != pair_bucket("fee", "")
    assert part_buckets("fee") == sorted(set(part_buckets("fee")))
    assert all(0 <= one < BUCKETS for one in part_buckets("pasipote"))


def test_the_file_is_read_as_it_was_written_and_a_damaged_one_is_refused():
    known = weights()
    again = written(known.heads, known.steps, known.has_met.nonzero()[0].tolist())
    assert parse(again).heads == known.heads
    assert all(list(a) == list(b) for a, b in zip(parse(again).steps, known.steps, strict=True))
    for damaged in (b"", b"{}\n", again[:-1], again.replace(b'"version": 2', b'"version": 9', 1), b"\x00" * 50):
        with pytest.raises(WeightsError):
            parse(damaged)


def test_the_file_is_small_and_says_what_it_is():
    known = weights()
    assert [head.name for head in known.heads] == ["lure", "scam", "ad", "help"]
    assert all(0 < head.watch <= head.likely <= 1.001 for head in known.heads)
    assert 4.2 * BUCKETS < 1_500_000
    assert known.has_met[word_bucket("passport")]


def test_a_text_without_words_has_a_low_probability():
    for text in ("", "   ", "!!! 🔥🔥", "\n"):
        judged = judge(text)
        assert judged.kind == "none"
        assert judged.weighed == ()


def test_what_a_text_scores_is_the_sum_of_what_stands_in_its_buckets():
    words = LURE.lower().replace(",", "").split()
    known = weights()
    whole = [word_bucket(one) for one in set(words)] + [pair_bucket(*one) for one in set(pairwise(words))]
    parts = [part for word in set(words) for part in part_buckets(word)]
    steps = known.side_by_side
    sums = (
        steps[whole].sum(axis=0) / max(len(whole), 30) ** 0.5 + steps[parts].sum(axis=0) / max(len(parts), 120) ** 0.5
    )
    scores = model().look([Told(words, frozenset(), as_ad=0.0)]).scores[0]
    lure, fraud, _, plea = probabilities(known.heads, sums)
    assert (scores.lure, scores.fraud, scores.help) == pytest.approx((lure, fraud, plea), abs=1e-4)
    assert scores.known == round(sum(known.has_met[word_bucket(one)] for one in set(words)) / len(set(words)), 2)


def test_a_memory_that_is_begun_anew_changes_no_answer(monkeypatch):
    texts = [f"{LURE} {word}" for word in ("fee", "boat", "Tanna", "money", "sister")]
    before = [judge(text) for text in texts]
    monkeypatch.setattr("lali.engines.signs.model.looking._REMEMBERED", 3)
    assert [judge(text) for text in texts] == before


def test_threads_that_judge_at_once_disturb_each_other_not(monkeypatch):
    texts = [f"{LURE} {number} wan{number} tu{number} tri{number}" for number in range(60)]
    alone = [judge(text) for text in texts]
    model.cache_clear()  # all words are new again
    monkeypatch.setattr("lali.engines.signs.model.looking._REMEMBERED", 40)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(judge, texts)) == alone


def test_nothing_is_said_of_no_texts():
    looked = model().look([])
    assert looked.scores == []
    looked.again([])
    assert looked.weighed({}) == {}


def test_words_that_weighed_are_told_by_their_place():
    text = "🔥 " + LURE
    judged = judge(text)
    assert judged.weighed
    for one in judged.weighed:
        assert text[one.start : one.end] == one.text
        assert one.weight > 0
    spans = sorted((one.start, one.end) for one in judged.weighed)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_nothing_weighs_in_an_empty_text():
    looked = model().look([Told([], frozenset())])
    assert looked.weighed({0: "lure"}) == {}


def test_the_form_of_an_ad_tells_what_is_empty_and_not_where_the_work_is():
    ad = {"title": "Clerk", "description": "Type", "has_company_logo": "1", "location": "Suva"}
    extras = of_ad(ad)
    assert "has_company_logo=True" in extras
    assert "size_company_profile=0" in extras
    assert extras == of_ad(ad | {"location": ""})


@given(st.text(max_size=300))
def test_any_text_is_judged_and_no_sign_of_the_rules_vanishes(text):
    judged, reading = judge(text), read(text)
    assert judged.reading == reading
    assert (judged.risk == "none") <= (reading.risk == "none")
    assert judged.risk != "urgent" or reading.risk == "urgent" or judged.kind == "help"
    assert 0 <= judged.score <= 1
    json.dumps(judged_record(judged, lang="en"))


def test_a_very_long_text_takes_bounded_work():
    judged = judge(LURE + " word" * 150_000)
    assert 0 <= judged.lure <= 1


def test_extras_are_bounded_whatever_is_spoken_of():
    assert len(extras_of("x", concepts=[f"c{number}" for number in range(500)])) < 120


def test_a_head_of_extreme_sums_stays_within_bounds():
    head = replace(weights().heads[0], slope=1.0)
    assert isinstance(head, Head)
    low, high = probabilities([head], np.array([[-1e12], [1e12]]))
    assert 0 < low < 0.01
    assert 0.99 < high < 1


@pytest.mark.parametrize("word", ["fee", "pasipote", "#10", "điện", "x", "a’b", "𝓪b"])
def test_parts_of_a_word_are_runs_of_its_letters(word):
    edged = f" {word} "
    runs = {edged[at : at + size] for size in (2, 3, 4, 5) for at in range(len(edged) - size + 1)}
    runs.discard(edged if len(edged) <= 5 else "")
    assert part_buckets(word) == sorted({crc32(f"c{run}".encode()) % BUCKETS for run in runs})


ODD_WORDS = ["fee", "pasipote", "#10", "điện", "x", "a’b", "𝓪b", "12", "1,500", "w" * 60, "ö" * 90, "\ud800x", "ab"]


def test_parts_of_many_words_at_once_are_those_of_each():
    word, bucket = parts_of(ODD_WORDS)
    for at, one in enumerate(ODD_WORDS):
        assert bucket[word == at].tolist() == part_buckets(shape(one))
    assert all(len(one) == 0 for one in parts_of([]))


def test_buckets_of_pairs_follow_from_what_is_known_of_the_words():
    known = Words()
    pairs = [(first, second) for first in ODD_WORDS for second in ODD_WORDS]
    first, second = (known.of(side) for side in zip(*pairs, strict=True))
    found = known.pair_buckets(first, second).tolist()
    assert found == [pair_bucket(shape(one), shape(other)) for one, other in pairs]


@pytest.fixture
def a_file_of_another_version(monkeypatch):
    """As after a newer Lali was laid over a running one."""

    def refuse(_raw):
        raise WeightsError("This model file is of another version.")

    def forget():
        for kept in (weights, model):
            kept.cache_clear()

    forget()
    monkeypatch.setattr(sys.modules["lali.engines.signs.model.weights"], "parse", refuse)
    yield
    forget()


@pytest.mark.usefixtures("a_file_of_another_version")
def test_where_the_model_cannot_be_read_the_rules_speak_alone_and_the_log_says_so_once(caplog):
    for text in (LURE, "please help me they locked us in and took our passports", "See you at six", LURE * 30):
        judged, reading = judge(text), read(text)
        assert (judged.reading, judged.risk, judged.score) == (reading, reading.risk, reading.score)
        assert (judged.lure, judged.fraud, judged.help, judged.weighed) == (0.0, 0.0, 0.0, ())
    assert judge("please help me they locked us in and took our passports").kind == "help"
    assert [one.message for one in caplog.records] == [
        "This model file is of another version. Texts are judged by rules alone until Lali is started anew."
    ]
