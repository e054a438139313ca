"""The demo's campaign can be looked at, and hides what it must."""

from lali.project.demo.malekula import CAME, CAME_TO_CHURCH, SHEETS, hold_campaign
from lali.records.awareness.models import Campaign
from lali.records.awareness.vocabulary import Standing
from lali.records.results.campaigns import campaign_results


def test_its_results_show_a_gain_and_no_small_group(supervisor, administrator, agency):
    from lali.records.agencies.actions import enrol_member

    officer = enrol_member(
        by="node", agency=agency, email="o@htu.example", name="O (invented)", role="awareness", password="x"
    )
    hold_campaign(officer=officer, second=supervisor)
    found = campaign_results(administrator, Campaign.objects.get().pk)
    assert found.people.number == sum([*CAME.values(), *CAME_TO_CHURCH.values()]) // 10 * 10
    assert (found.sheets, found.left_out, found.paper.people_before) == (SHEETS, 0, SHEETS // 10 * 10)
    assert found.paper.gain.is_sure
    assert found.openings.number == 150
    assert found.trials[0].standing == Standing.RUNNING
    assert found.trials[0].comparison is None
    assert found.by_age
    assert all(cell.number >= 10 for cell in found.by_age)
