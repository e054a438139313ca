"""Nothing about fewer than ten people, neither shown nor by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from lali.engines.knowledge import LEAST_SHOWN, hidden


def test_a_small_cell_takes_the_next_with_it():
    assert hidden({"chat": 40, "sms": 3, "post": 12, "profile": 0}) == {"sms", "post"}
    assert hidden({"chat": 40, "sms": 12}) == frozenset()
    assert hidden({"chat": 6, "sms": 7, "post": 50}) == {"chat", "sms"}
    assert hidden({"chat": 2, "sms": 3, "post": 50}) == {"chat", "sms", "post"}
    assert hidden({}) == frozenset()


@given(st.dictionaries(st.integers(), st.integers(0, 60), max_size=8))
def test_what_is_hidden_is_never_one_small_cell(counts):
    out = hidden(counts)
    assert all(counts[cell] >= LEAST_SHOWN or counts[cell] == 0 for cell in counts if cell not in out)
    if out and out != {cell for cell, count in counts.items() if count}:
        assert len(out) >= 2
        assert sum(counts[cell] for cell in out) >= LEAST_SHOWN
