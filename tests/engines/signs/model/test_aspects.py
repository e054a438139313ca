"""The second look: the file is whole or refused, its sums are those of the training, its words stand in the text."""

import json

import numpy as np
import pytest

from lali.engines.signs import LANGUAGES, judge, judged_record
from lali.engines.signs.aspects import aspects, is_risk
from lali.engines.signs.judging import message_cues, message_extras
from lali.engines.signs.model import Told, model
from lali.engines.signs.model.aspects import ANSWERS, network, parse, written
from lali.engines.signs.model.looking import Memory
from lali.engines.signs.model.second import SecondLook
from lali.engines.signs.model.texts import Known
from lali.engines.signs.model.weights import WeightsError
from lali.engines.signs.reading import read_closely

LURE = (
    "Sister, they need girls for a hotel in Dubai, 2000 dollars. I pay the ticket. You pay me 300 first. "
    "The boss keeps the passports. Do not tell your family, they will only say no."
)


def _told(text: str):
    read = read_closely(text)
    return Told(read.tokens.words, message_extras(read), message_cues(read))


def _numbers(text: str, *others: str):
    """What the second look says of a text that stands behind others."""
    at = len(others)
    looked = model().look([_told(one) for one in (*others, text)])
    looked.again(range(at + 1))
    second = looked.twice[at]
    names = [name for name, _ in second.aspects]
    behind = looked.behind({at: ["lure", "help", *names]})
    return second.lure, second.help, second.aspects, {of: words for (_, of), words in behind.items()}


def _small(**changed):
    told = {
        "heads": ["lure", "debt"],
        "hidden": 2,
        "networks": 1,
        "answers": {name: {"slope": 1.0, "offset": 0.0, "watch": 0.2, "likely": 0.5} for name in ANSWERS},
        "aspects": {"debt": {"slope": 1.0, "offset": 0.0, "shown": 0.5}},
    } | changed
    sizes = ((2,), (2,), (2, 2), (2,), (2, 4), (4,))
    return written(told, np.array([3, 7]), np.array([[1, -2], [127, 0]]), [np.ones(size) for size in sizes])


def test_a_file_of_aspects_is_read_as_it_was_written():
    known = parse(_small())
    assert known.heads == ("lure", "debt")
    assert known.steps[known.place[3]].tolist() == [1, -4]
    assert known.steps[known.place[7]].tolist() == [127 * 127, 0]
    assert known.steps[known.place[5]].tolist() == [0, 0]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"nothing",
        b"[1]\n",
        _small()[:-1],
        _small().replace(b'"version": 1', b'"version": 9'),
        _small(aspects={"debt": {"slope": 1.0}}),
        _small().replace(b'"buckets": 2', b'"buckets": 99'),
        _small().replace(b"\x03\x00\x00\x00\x07", b"\x03\x00\x00\x7f\x07"),
    ],
)
def test_a_file_that_is_cut_short_or_of_another_version_is_refused(raw):
    with pytest.raises(WeightsError):
        parse(raw)


@pytest.mark.parametrize("raw", [b"an older file\n", _small()[:-1]])
def test_where_the_file_cannot_be_read_texts_are_looked_at_once_and_the_log_says_so(monkeypatch, caplog, tmp_path, raw):
    (tmp_path / "aspects.bin").write_bytes(raw)
    monkeypatch.setattr("lali.engines.signs.model.aspects.files", lambda _package: tmp_path)
    network.cache_clear()
    model.cache_clear()
    try:
        judged = judge(LURE)
        assert judge(LURE).aspects == ()
    finally:
        network.cache_clear()
        model.cache_clear()
    assert judged.risk == "urgent" or judged.kind == "lure"
    assert judged.reading.signs
    assert len(caplog.records) == 1
    assert LURE[:20] not in caplog.text


def test_the_second_look_names_aspects_with_words_of_the_text():
    judged = judge(LURE)
    assert judged.kind == "lure"
    assert judged.aspects
    for one in judged.aspects:
        assert all(LURE[word.start : word.end] == word.text for word in one.words)
    assert {"payment_asked", "papers_kept", "secrecy"} & {one.name for one in judged.aspects}


def test_ordinary_talk_is_not_looked_at_twice(monkeypatch):
    def never(*_):
        raise AssertionError("looked at twice")

    monkeypatch.setattr(SecondLook, "look", never)
    monkeypatch.setattr(Memory, "second", never)  # nor is its file read
    assert judge("Hey are you still at the library? I will bring the notes tomorrow").kind == "none"


def test_every_aspect_that_may_be_shown_has_words_in_every_language():
    names = set(network().aspects)
    assert names
    for lang in LANGUAGES:
        assert names <= set(aspects(lang))
        assert all(aspects(lang).values())
    assert {is_risk(name) for name in names} == {True, False}


def test_aspects_are_told_in_the_readers_language():
    in_french = judged_record(judge(LURE), lang="fr")["model"]["aspects"]
    assert in_french
    assert {one["says"] for one in in_french} <= set(aspects("fr").values())
    json.dumps(in_french)


def test_the_pull_is_the_gradient_of_the_answer():
    known = SecondLook(network(), Known())
    looked = model().look([_told(LURE)])
    looked.again([0])
    sums = looked.twice[0].sums[None]
    for at_answer, of in enumerate(ANSWERS):
        slope = known.bars[of].slope
        pull, near = known.pull(sums, of)[0], known.answers(sums)[at_answer, 0]
        for at in range(0, sums.shape[1], 7):
            moved = sums.copy()
            moved[0, at] += 1e-3
            assert slope * (known.answers(moved)[at_answer, 0] - near) == pytest.approx(1e-3 * pull[at], abs=2e-4)


def test_a_text_gets_the_same_numbers_alone_and_among_others():
    alone = _numbers(LURE)
    others = ("a", "Wok i stap long Bangkok, tiket i fri", "", LURE[::-1], "9" * 500, LURE + " please")
    assert _numbers(LURE, *others) == alone
    assert _numbers(LURE) == alone
    assert alone[-1]


@pytest.mark.parametrize("text", ["", " ", "9", "\ufffd" * 50, "a " * 20_000, "\u0301" * 900, "x" * 100_000])
def test_no_text_is_too_odd_for_a_second_look(text):
    lure, plea, *_ = _numbers(text)
    assert 0.0 <= lure <= 1.0
    assert 0.0 <= plea <= 1.0


def test_what_lowers_an_answer_is_not_told_as_its_reason():
    behind = _numbers(LURE)[-1]["lure"]
    assert behind
    assert all(one.weight > 0 for one in behind)
