"""The words that are kept and the file that is read."""

from lali.engines.language import model as modelling
from lali.engines.language.model import MIDDLE, Words, model, packed, pieces_of


def test_the_pieces_of_a_word_stand_once_and_know_its_edges():
    assert list(pieces_of("aa")) == ["_", "_a", "_aa", "_aa_", "a", "a_", "aa", "aa_"]
    assert max(map(len, pieces_of("a" * 1000))) <= 22


def test_kept_words_are_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(modelling, "_MOST_KEPT", 3)
    words = Words({"a": 1})
    assert [words[word] for word in ("a", "ab", "ac", "ad", "x" * 100)] == [1, 1, 1, 1, 0]
    assert list(words) == ["ad"]


def test_a_written_model_is_read_as_it_was(monkeypatch, tmp_path):
    file = tmp_path / "model.bin"
    file.write_bytes(packed(["en", "fr"], 10.0, MIDDLE + 5, ["_le_", "e"], bytes([MIDDLE - 8, MIDDLE + 9, 130, 131])))
    monkeypatch.setattr(modelling, "FILE", file)
    model.cache_clear()
    try:
        read = model()
        assert read.weigh(["le", "e"]) == ((MIDDLE - 8 + 130 + 130, MIDDLE + 9 + 131 + 131), 3, (0, 1))
    finally:
        model.cache_clear()
