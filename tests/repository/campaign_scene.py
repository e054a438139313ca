"""The walk's campaign, and what its addresses and forms need."""

from datetime import date

from lali.records.awareness import actions as awareness
from tests.repository.board_scene import BoardScene

_PLAN = {"title": "Malekula, 18 to 25", "objective": "Ask first.", "starts_on": "2026-11-01", "ends_on": "2027-02-28"}


def build_campaign(runner) -> BoardScene:
    """A campaign with everything in it."""
    plan = awareness.Plan("Reef (invented)", "They ask first.", date(2026, 11, 1), date(2027, 2, 28))
    campaign = awareness.plan_campaign(by=runner, plan=plan)
    of_campaign = {"number": campaign.pk}
    return BoardScene(
        arguments={f"programme:campaign{what}": of_campaign for what in ("", "_change")},
        forms={"programme:campaign_new": _PLAN, "programme:campaign_change": _PLAN},
    )
