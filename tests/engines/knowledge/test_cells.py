"""Nothing about fewer than ten people, neither shown nor by subtraction."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.knowledge import LEAST_SHOWN, first_tens, named

CELLS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60))


def test_a_small_cell_and_an_empty_one_are_alike():
    assert named({"chat": 47, "sms": 3, "post": 10, "profile": 0}) == {"chat": 40, "post": 10}
    assert named({}) == {}


@given(CELLS, CELLS)
@settings(max_examples=50)
def test_two_tables_and_any_subtraction_of_them_give_full_tens(before, came):
    after = {cell: before.get(cell, 0) + came.get(cell, 0) for cell in before | came}
    tables = [named(one) | {"all": sum(one.values()) // LEAST_SHOWN * LEAST_SHOWN} for one in (before, after)]
    numbers = [number for table in tables for number in table.values()]
    assert all((one - other) % LEAST_SHOWN == 0 for one in numbers for other in numbers)
    assert all(number >= LEAST_SHOWN for table in tables for name, number in table.items() if name != "all")


@given(st.lists(st.integers(), max_size=45), st.lists(st.integers(), max_size=15))
@settings(max_examples=50)
def test_one_answer_more_changes_nothing_or_ten(people, more):
    before, after = first_tens(people), first_tens([*people, *more])
    assert after[: len(before)] == before
    assert (len(after) - len(before)) % LEAST_SHOWN == 0
