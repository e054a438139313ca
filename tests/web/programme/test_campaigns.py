"""Campaigns on screens: the list, planning one, its page."""

from lali.records.awareness.models import Campaign

PLAN = {
    "title": "Malekula, 18 to 25",
    "objective": "They ask an office before they pay.",
    "starts_on": "2026-11-01",
    "ends_on": "2099-02-28",
    "wanted_people": "120",
}


def test_an_empty_list_says_what_to_do_first(see, officer, administrator):
    assert "Write down what they will know or do" in see(officer, "/programme/campaigns/")
    assert "Plan a campaign" in see(officer, "/programme/campaigns/")
    assert "Plan a campaign" not in see(administrator, "/programme/campaigns/")


def test_from_a_plan_to_its_page(open_page, see, officer, administrator):
    answer = open_page(officer, "/programme/campaigns/new/", PLAN)
    campaign = Campaign.objects.get()
    assert answer["Location"] == f"/programme/campaigns/{campaign.pk}/"
    page = see(officer, f"/programme/campaigns/{campaign.pk}/")
    assert "They ask an office before they pay." in page
    assert "120" in page
    assert "not set" in page
    assert "Running" in see(officer, "/programme/campaigns/")
    assert "Change the plan" not in see(administrator, f"/programme/campaigns/{campaign.pk}/")


def test_a_wrong_plan_comes_back_with_what_was_typed(open_page, officer):
    answer = open_page(officer, "/programme/campaigns/new/", PLAN | {"ends_on": "2026-01-01"})
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "The last day lies before the first." in said
    assert "They ask an office before they pay." in said


def test_the_plan_is_changed(open_page, see, officer, campaign):
    address = f"/programme/campaigns/{campaign.pk}/change/"
    assert 'value="120"' in open_page(officer, address).content.decode()
    open_page(officer, address, PLAN | {"wanted_people": "60"})
    assert "60" in see(officer, f"/programme/campaigns/{campaign.pk}/")


def test_it_stands_daily_for_who_works_on_no_case(see, officer, supervisor):
    assert "Campaigns" in see(officer, "/")
    assert "Campaigns" in see(supervisor, "/")
    assert "Tips" not in see(officer, "/")
