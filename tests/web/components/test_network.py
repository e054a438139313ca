"""The network picture: everybody is drawn, nobody on top of another, the same each time."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.web.components.network import MOST_DRAWN, Node, Tie, draw


@st.composite
def networks(draw_):
    count = draw_(st.integers(1, 25))
    nodes = [Node(str(i), f"node {i}", ("case", "person", "identifier")[i % 3], "word") for i in range(count)]
    ends = st.integers(0, count - 1).map(str)
    return nodes, draw_(st.lists(st.builds(Tie, ends, ends), max_size=40))


@given(networks())
def test_nodes_stand_apart_inside_the_picture(network):
    nodes, ties = network
    picture = draw(nodes, ties)
    spots = [(placed.x, placed.y) for placed in picture.placed]
    assert sorted(placed.node.key for placed in picture.placed) == sorted(node.key for node in nodes)
    assert all(0 < x < picture.width and 0 < y < picture.height for x, y in spots)
    near = [(a, b) for n, a in enumerate(spots) for b in spots[n + 1 :] if math.dist(a, b) < 40]
    assert near == []
    assert draw(nodes, ties) == picture


def test_most_tied_node_stands_in_the_middle():
    nodes = [Node(str(i), f"node {i}", "person", "Person") for i in range(7)]
    picture = draw(nodes, [Tie("3", str(i)) for i in range(7) if i != 3])
    (hub,) = [placed for placed in picture.placed if placed.node.key == "3"]
    assert abs(hub.x - picture.width / 2) < picture.width / 6
    assert len(picture.lines) == 6


def test_too_many_are_left_to_the_table():
    nodes = [Node(str(i), "n", "person", "Person") for i in range(MOST_DRAWN + 1)]
    assert draw(nodes, []).placed == ()


def test_long_labels_are_cut_and_the_unknown_refused():
    node = Node("a", "T" * 60, "identifier", "Wallet")
    assert len(draw([node], []).placed[0].short) == 24
    with pytest.raises(KeyError):
        draw([node], [Tie("a", "b")])
