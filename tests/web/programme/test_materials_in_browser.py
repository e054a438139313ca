"""The page of materials in a real browser."""

import pytest

from lali.records.awareness import actions
from tests.axe import faults
from tests.web.workspace.test_screens_in_browser import SMALL, WIDE, standing_alone

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_flows(open_page, officer, campaign, page, settings, scheme):
    settings.PUBLIC_ADDRESS = "https://lagoon.example"
    words = actions.Words("Big pay, hired by chat in a day?", "Ask the labour office first.", "Stop. Check it first.")
    actions.write_message(by=officer, words=words, number=campaign.pk, language="bi", letter="A")
    html = standing_alone(open_page(officer, f"/programme/campaigns/{campaign.pk}/materials/"))
    for wide in (1280, 360):
        page.set_viewport_size({"width": wide, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.set_content(html)
        assert page.evaluate(SMALL) == []
        assert page.evaluate(WIDE) == []
        assert faults(page) == []
