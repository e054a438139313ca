import random

from hypothesis import given
from hypothesis import strategies as some

from lali.engines.persons.clustering import gathered

EDGES = some.lists(some.tuples(some.integers(0, 11), some.integers(0, 11), some.integers(-9, 15)), max_size=40)


def clean(edges):
    kept = {(min(a, b), max(a, b)): float(weight) for a, b, weight in edges if a != b}
    return [(*pair, weight) for pair, weight in kept.items()]


@given(EDGES, some.integers())
def test_the_order_of_edges_says_nothing(edges, seed):
    edges = clean(edges)
    shuffled = random.Random(seed).sample(edges, len(edges))
    assert list(gathered(12, edges)) == list(gathered(12, shuffled))


@given(EDGES)
def test_a_person_is_named_by_the_first_record(edges):
    person = gathered(12, clean(edges))
    assert all(head <= record and person[head] == head for record, head in enumerate(person))


def test_one_bridge_does_not_tie_two_groups():
    groups = [(a, b, 9.0) for start in (0, 4) for a in range(start, start + 4) for b in range(a + 1, start + 4)]
    assert set(gathered(8, [*groups, (3, 4, 9.0)])) == {0, 4}


def test_a_pair_that_speaks_against_keeps_apart():
    assert list(gathered(3, [(0, 1, 8.0), (1, 2, -1.0)])) == [0, 0, 2]
