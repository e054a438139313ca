"""What the model adds to a tip: kind and words beside the signs, help first, nothing of the marks changed."""

from lali.engines.signs import as_record, judge, read
from lali.records.tips.judged import judged_reading
from lali.records.tips.models import Tip
from tests.neighbour import LURE

PLEA = "Please help me, they took my passport and I cannot leave the house. They beat us when we miss the target."


def test_marks_and_risk_stay_those_of_the_rules():
    found = judged_reading(LURE, country="FJ")
    assert {key: found[key] for key in found if key != "judged"} == as_record(read(LURE, country="FJ"), lang="en")
    assert found["judged"]["kind"] == judge(LURE, country="FJ").kind
    assert all(LURE[one["start"] : one["end"]] == one["text"] for one in found["judged"]["weighed"])


def test_a_call_for_help_stands_before_what_is_ordered_by_risk(tip_of):
    plea, lure = tip_of(PLEA), tip_of(LURE)
    assert plea.reading["judged"]["kind"] == "help"
    assert plea.urgency <= lure.urgency
    assert Tip.objects.order_by("urgency", "pk").first() == plea
