"""What a model adds to a tip: aspects in the reader's language with their words, and nothing that an archive made up."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from lali.web.workspace.reading import judged_tip

KEPT = {
    "kind": "lure",
    "weighed": [{"text": "send 300", "start": 0, "end": 8}],
    "aspects": [
        {"name": "payment_asked", "words": ["send 300", "first"]},
        {"name": "no_fee", "words": []},
    ],
}


@pytest.mark.parametrize(("code", "says"), [("en", "asks for money first"), ("fr", "demande de l’argent d’abord")])
def test_aspects_are_said_in_the_readers_language(code, says):
    with translation.override(code):
        judged = judged_tip({"judged": KEPT})
        html = render_to_string("workspace/judged.html", {"judged": judged})
    assert next((one.says, one.is_risk) for one in judged.aspects) == (says, True)
    assert not judged.aspects[1].is_risk
    assert says in html
    assert "send 300" in html


def test_a_tip_kept_before_there_were_aspects_is_shown_without_them():
    judged = judged_tip({"judged": {key: KEPT[key] for key in ("kind", "weighed")}})
    assert judged.aspects == ()


@pytest.mark.parametrize(
    "aspects",
    [None, "payment_asked", [1, None], [{"name": "made_up", "words": ["x"]}], [{"name": ["no_fee"]}], [{"words": {}}]],
)
def test_what_is_no_aspect_is_left_out(aspects):
    assert judged_tip({"judged": KEPT | {"aspects": aspects}}).aspects == ()


def test_words_of_another_node_are_text_not_code():
    kept = KEPT | {"aspects": [{"name": "payment_asked", "words": ["<script>x</script>", 5, "y" * 500]}]}
    judged = judged_tip({"judged": kept})
    html = render_to_string("workspace/judged.html", {"judged": judged})
    assert "<script>" not in html
    assert max(map(len, judged.aspects[0].words)) <= 80
