"""The evidence graph: properties that hold for whatever is noted, and examples an investigator would draw."""

import itertools
import random
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.network import (
    COMMON,
    SHAPES,
    Graph,
    Kind,
    Node,
    Tie,
    TieKind,
    as_graphml,
    as_png,
    as_svg,
    bridges,
    draw,
    fold,
    groups,
    standings,
    ways_between,
)

KINDS = [Kind.CASE, Kind.TIP, Kind.PHONE, Kind.ACCOUNT, Kind.MONEY, Kind.PERSON]


def case(key):
    return Node(key, Kind.CASE, key, word="Case")


def phone(key, **more):
    return Node(key, Kind.PHONE, key, word="Phone", **more)


def stands(one, *cases, **more):
    return [Tie(one, other, TieKind.STANDS_IN, rests_on=f"{other}, noted", **more) for other in cases]


@st.composite
def graphs(draw_from):
    keys = draw_from(st.lists(st.integers(0, 40), min_size=1, max_size=30, unique=True))
    nodes = [Node(f"n{key}", draw_from(st.sampled_from(KINDS)), draw_from(st.text(max_size=8))) for key in keys]
    ends = st.sampled_from([node.key for node in nodes])
    ties = draw_from(
        st.lists(
            st.builds(Tie, ends, ends, st.sampled_from(list(TieKind)), st.none() | st.dates(), st.floats(0, 1)),
            max_size=60,
        )
    )
    return nodes, ties


@settings(max_examples=40, deadline=None)
@given(graphs(), st.randoms())
def test_the_order_of_what_is_noted_changes_nothing(noted, chance):
    nodes, ties = noted
    one = draw(Graph.of(nodes, ties))
    chance.shuffle(nodes)
    chance.shuffle(ties)
    assert draw(Graph.of(nodes, ties)) == one


@settings(max_examples=40, deadline=None)
@given(graphs(), st.integers(2, 9))
def test_each_node_is_in_one_group_of_bounded_size(noted, largest):
    graph = Graph.of(*noted)
    parts = groups(graph, largest=largest)
    assert sorted(key for part in parts for key in part.keys) == sorted(graph.nodes)
    assert all(len(part) <= largest for part in parts)


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_every_node_is_drawn_inside_the_picture_and_no_two_on_one_spot(noted):
    graph = Graph.of(*noted)
    picture = draw(graph)
    assert {spot.node.key for spot in picture.spots} == set(graph.nodes)
    assert all(0 < spot.x < picture.width and 0 < spot.y < picture.height for spot in picture.spots)
    assert len({(spot.x, spot.y) for spot in picture.spots}) == len(picture.spots)


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_files_are_well_formed_whatever_is_written_in_them(noted):
    graph = Graph.of(*noted)
    ET.fromstring(as_svg(draw(graph), title="<&\x00\ud800", captions=["]]>"], watermark='"').encode())
    root = ET.fromstring(as_graphml(graph, captions=["a & b"]).encode())
    assert len(root.findall(".//{*}node")) == len(graph.nodes)
    assert len(root.findall(".//{*}edge")) == len(graph.ties)


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_folding_loses_nothing(noted):
    graph = Graph.of(*noted)
    folded = fold(graph, least=2, mixed=True)
    inside = [key for keys in folded.inside.values() for key in keys]
    assert sorted([*inside, *(set(folded.graph.nodes) - set(folded.inside))]) == sorted(graph.nodes)
    assert sum(node.count for node in folded.graph.nodes.values()) == len(graph.nodes)
    assert fold(graph, least=2, opened=folded.inside, mixed=True).inside == {}
    assert fold(graph, least=2, kept=graph.nodes).graph == graph


@settings(max_examples=40, deadline=None)
@given(graphs(), st.data())
def test_a_way_leads_from_one_to_the_other_step_by_step(noted, data):
    graph = Graph.of(*noted)
    one, other = (data.draw(st.sampled_from(sorted(graph.nodes))) for _ in "ab")
    for way in ways_between(graph, one, other):
        assert way[0].one.key == one
        assert way[-1].other.key == other
        assert all(step.other == after.one for step, after in itertools.pairwise(way))
        assert all({step.one.key, step.other.key} == set(tie.ends()) for step in way for tie in step.ties)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_what_falls_apart_is_counted_rightly(noted):
    graph = Graph.of(*noted)
    found = standings(graph)
    for key in graph.nodes:
        rest = graph.without([key])
        near = [other for other in graph.neighbours[key] if other in rest.nodes]
        parts = {frozenset(rest.around([other], len(rest.nodes))) for other in near}
        with_record = sum(any(rest.nodes[one].kind in {Kind.CASE, Kind.TIP} for one in part) for part in parts)
        assert found[key].joins == (with_record if with_record > 1 else 0)


def test_the_phone_that_nobody_knew_ties_two_cases_stands_first():
    nodes = [case("A"), case("B"), case("C"), phone("known"), phone("unknown"), phone("alone")]
    ties = [*stands("known", "A", "B"), *stands("unknown", "B", "C"), *stands("alone", "A")]
    linked = Tie("A", "B", TieKind.LINKED)
    found = bridges(Graph.of(nodes, [*ties, linked]))
    assert [(one.key, one.unlinked) for one in found] == [("unknown", (("B", "C"),)), ("known", ())]
    assert not any(one.is_half_linked for one in found)
    three = Graph.of(nodes, [*stands("known", "A", "B", "C"), linked])
    assert bridges(three)[0].is_half_linked
    judged = bridges(three, judged={("A", "B"), ("A", "C")})[0]
    assert (judged.unlinked, judged.judged) == ((("B", "C"),), 1)  # A and B are linked, whatever was said besides
    of_node = bridges(three, covered={"known": ["A", "C"], "unknown": ["B", "C"]})[0]
    assert (of_node.unlinked, of_node.judged) == (
        (("B", "C"),),
        1,
    )  # said of another node, B and C are still to be looked at


def test_a_tip_of_a_case_is_that_case():
    nodes = [case("A"), Node("T", Kind.TIP, "T"), phone("p")]
    graph = Graph.of(nodes, [*stands("p", "A", "T"), Tie("T", "A", TieKind.PART_OF)])
    assert bridges(graph) == []
    loose = Graph.of(nodes, stands("p", "A", "T"))
    assert [(one.records, one.cases) for one in bridges(loose)] == [(("A", "T"), 1)]


def test_the_phone_of_an_agency_ties_nobody():
    cases = [case(f"case{n:02}") for n in range(COMMON)]
    graph = Graph.of([*cases, phone("agency")], stands("agency", *(one.key for one in cases)))
    assert bridges(graph) == []
    assert max(map(len, groups(graph))) == 2
    told = Graph.of([case("A"), case("B"), phone("p", stands_in=COMMON)], stands("p", "A", "B"))
    assert bridges(told) == []  # common by what is known elsewhere


def test_a_way_goes_round_what_everybody_has():
    cases = [case(f"case{n:02}") for n in range(40)]
    hub = stands("agency", *(one.key for one in cases))
    ties = [*hub, *stands("p", "case00", "case05"), *stands("q", "case05", "case09")]
    graph = Graph.of([*cases, phone("agency"), phone("p"), phone("q")], ties)
    ways = ways_between(graph, "case00", "case09")
    assert [step.other.key for step in ways[0]] == ["p", "case05", "q", "case09"]
    assert [step.other.key for step in ways[1]] == ["agency", "case09"]
    assert ways[0][0].ties[0].rests_on == "case00, noted"


def test_what_was_known_by_a_day():
    nodes = [case("A"), case("B"), phone("p", since=date(2026, 1, 5))]
    ties = [Tie("p", "A", TieKind.STANDS_IN, date(2026, 1, 5)), Tie("p", "B", TieKind.STANDS_IN, date(2026, 3, 1))]
    graph = Graph.of(nodes, ties)
    assert set(graph.known_by(date(2026, 1, 4)).nodes) == {"A", "B"}
    assert len(graph.known_by(date(2026, 1, 5)).ties) == 1
    assert graph.known_by(date(2026, 3, 1)) == graph


def test_names_do_not_lie_over_one_another_at_500():
    chance = random.Random(7)
    nodes = [case(f"FJ-2026-{n:05}") for n in range(40)]
    nodes += [phone(f"+679 410 {n:04}") for n in range(460)]
    cases = [node.key for node in nodes[:40]]
    ties = [tie for node in nodes[40:] for tie in stands(node.key, *chance.sample(cases, chance.choice([1, 1, 1, 2])))]
    picture = draw(Graph.of(nodes, ties))
    boxes = [
        (s.x - len(s.label) * 3.2, s.y + s.text_at - 11, s.x + len(s.label) * 3.2, s.y + s.text_at + 2)
        for s in picture.spots
        if s.named
    ]
    over = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i]
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]  # fmt: skip
    assert over == []
    assert len(boxes) > 150


def test_every_kind_has_a_shape_of_its_own():
    assert set(SHAPES) == set(Kind)
    assert len(set(SHAPES.values())) == len(Kind)


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_small_pictures_and_their_files(size):
    graph = Graph.of([case(f"case{n}") for n in range(size)], [])
    picture = draw(graph)
    assert as_png(picture, title="Réseau", captions=["Fictional"], watermark="FICTIONAL").startswith(b"\x89PNG")
    assert "FICTIONAL" in as_svg(picture, title="Réseau", watermark="FICTIONAL")
