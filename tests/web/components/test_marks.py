"""Marked text: nothing lost, nothing let through, overlaps told apart."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from lali.web.components import Span, segments
from lali.web.components.templatetags.components import marked

TEXTS = st.text(max_size=60)
SPANS = st.lists(
    st.builds(Span, st.integers(-5, 70), st.integers(-5, 70), st.text("<&>\"'abc", max_size=5)), max_size=8
)
ADDED = re.compile(r'<span class="vh">.*?</span>|<sup aria-hidden="true">\d+</sup>', re.DOTALL)
TAGS = re.compile(r'</?mark(?: class="twice")?>')


def words_of(shown):
    inside = shown.removesuffix("\n").removeprefix('<div class="marked" dir="auto">').removesuffix("</div>")
    return html.unescape(TAGS.sub("", ADDED.sub("", inside)))


@given(TEXTS, SPANS)
def test_pieces_joined_are_the_text(text, spans):
    assert "".join(piece.text for piece in segments(text, spans)) == text


@given(TEXTS, SPANS)
def test_each_character_is_covered_by_its_spans(text, spans):
    covered = [piece.covered_by for piece in segments(text, spans) for _character in piece.text]
    expected = [
        tuple(n for n, span in enumerate(spans, 1) if max(span.start, 0) <= i < span.end) for i in range(len(text))
    ]
    assert covered == expected


@given(TEXTS, SPANS)
def test_every_character_is_shown_and_escaped(text, spans):
    shown = marked(text, spans)
    assert words_of(shown) == text
    assert (
        re.sub(r'</?(?:mark|sup|span|div)(?: class="\w+")?(?: aria-hidden="true")?(?: dir="auto")?>', "", shown).count(
            "<"
        )
        == 0
    )


def test_overlapping_signs_are_numbered_and_named():
    shown = marked("send money today", [Span(0, 10, "Fee"), {"start": 5, "end": 16, "label": "Haste"}])
    assert "(Sign 1: Fee) </span>send </mark>" in shown
    assert (
        '<mark class="twice"><span class="vh">(Sign 2: Haste) </span>money</mark><sup aria-hidden="true">1</sup>'
        in shown
    )
    assert '<mark> today</mark><sup aria-hidden="true">2</sup>' in shown


def test_markup_in_a_message_stays_words():
    assert "<script>" not in marked("<script>alert(1)</script>", [Span(0, 8, "<b>")])
