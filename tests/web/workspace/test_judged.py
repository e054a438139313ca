"""What the model adds, as a reader sees it: a plain sentence and its words, never a number."""

import pytest
from django.urls import reverse

from lali.records.tips.actions import receive_tip
from lali.records.tips.vocabulary import TipSource
from lali.web.workspace.reading import JUDGED, judged, judged_tip
from tests.records.tips.test_judged import PLEA


@pytest.mark.parametrize(
    "kept", [None, {}, {"kind": "lure"}, {"kind": 4, "weighed": []}, {"kind": "x", "weighed": [1]}]
)
def test_what_another_node_wrote_there_breaks_no_page(kept):
    assert judged_tip({"judged": kept}) is None


def test_each_word_is_said_once_and_none_without_words():
    assert judged("lure", ["a job", " a job ", "fee", 4]).words == ("a job", "fee")
    assert judged("lure", ["to you", "the"]).words == ()  # the sentence stands, without words that say nothing
    assert judged("lure", []) is None
    assert judged("help", []).is_help
    assert judged("none", ["a"]) is None
    assert set(JUDGED) == {"help", "lure", "scam"}


def test_help_is_told_first_on_the_tip_and_in_the_queue(client, lead):
    tip = receive_tip(by=lead, agency=lead.agency, text=PLEA, source=TipSource.PHONE)
    client.force_login(lead)
    page = client.get(reverse("workspace:tip", args=[tip.number])).content.decode()
    assert "Somebody may need help now" in page
    assert page.index("Somebody may need help now") < page.index("What was told")
    assert "help first" in client.get(reverse("workspace:queue")).content.decode()
