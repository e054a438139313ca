"""Campaigns on screens: the list, planning one, its page."""

import re

import pytest

from lali.records.awareness.models import Campaign
from lali.records.awareness.texts import mark_of

pytestmark = pytest.mark.slow

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


def test_who_saves_over_a_plan_that_they_did_not_see_is_shown_it(open_page, text_of, officer, second, campaign):
    address = f"/programme/campaigns/{campaign.pk}/change/"
    seen = re.search(r'name="seen" value="(\w+)"', open_page(officer, address).content.decode())[1]
    open_page(second, address, PLAN | {"wanted_people": "60", "seen": seen})
    answer = open_page(officer, address, PLAN | {"wanted_people": "70", "seen": seen})
    assert answer.status_code == 400
    assert "Somebody changed this plan while you wrote." in text_of(answer)
    assert "What stands now" in text_of(answer)
    assert 'value="70"' in answer.content.decode()
    assert Campaign.objects.get().wanted_people == 60
    now = re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
    assert open_page(officer, address, PLAN | {"wanted_people": "70", "seen": now}).status_code == 302
    assert Campaign.objects.get().wanted_people == 70


def test_it_stands_daily_for_who_works_on_no_case(see, officer, supervisor):
    assert "Campaigns" in see(officer, "/")
    assert "Campaigns" in see(supervisor, "/")
    assert "Tips" not in see(officer, "/")


def test_for_whom_it_is(open_page, see, officer, campaign):
    address = f"/programme/campaigns/{campaign.pk}/"
    assert "Nobody yet." in see(officer, address)
    whom = {"audience-age_band": "18-25", "audience-language": "bi", "audience-channels": ["session", "radio"]}
    open_page(officer, f"{address}audiences/", whom | {"audience-place": "central malekula"})
    assert "Everybody · 18 to 25 · Central Malekula · Bislama · Meetings, Radio" in see(officer, address)
    assert open_page(officer, f"{address}audiences/", {"audience-language": "xx"}).status_code == 400
    open_page(officer, f"{address}audiences/{campaign.audiences.get().pk}/remove/", {})
    assert "Nobody yet." in see(officer, address)


WORDS = {"headline": "Ask before you pay", "text": "A true office asks no fee.", "what_to_do": "Ring first."}


def test_a_message_is_written_by_one_and_signed_by_another(open_page, see, sign, officer, second, campaign):
    address = f"/programme/campaigns/{campaign.pk}/messages/"
    assert "Nothing is said yet" in see(officer, address)
    open_page(officer, f"{address}bi/A/", WORDS)
    assert "Draft" in see(officer, address)
    assert "I speak it and have read it" not in see(officer, address)
    sign(officer, campaign.pk, "bi", "A")
    assert "Somebody who wrote none must read them" in see(officer, address)
    assert "I speak it and have read it" in see(second, address)
    open_page(second, f"{address}bi/A/sign/", {"seen": "0"})
    assert "The words were changed while you read." in see(second, address)
    assert f'name="seen" value="{mark_of(campaign.messages.get())}"' in open_page(second, address).content.decode()
    sign(second, campaign.pk, "bi", "A")
    assert "Signed" in see(officer, address)
    assert "These words are signed" in see(officer, f"{address}bi/A/")
    long = {"headline": "Ask", "text": "one two three four five six seven eight nine ten eleven twelve thirteen."}
    open_page(officer, f"{address}bi/B/", WORDS | long | {"sms": "x" * 161})
    page = see(officer, address)
    assert "Message B" in page
    assert "More than twelve words" in page
    assert "2 messages" in page
    assert open_page(officer, f"{address}xx/A/").status_code == 404
    assert open_page(officer, f"{address}bi/A/", {"headline": "x" * 81}).status_code == 400


def test_the_second_person_signs_where_the_words_are_changed_too(open_page, see, sign, officer, second, campaign):
    address = f"/programme/campaigns/{campaign.pk}/messages/bi/A/"
    assert "I speak it and have read it" not in see(second, address)
    open_page(officer, address, WORDS)
    assert "I speak it and have read it" not in see(officer, address)
    html = open_page(second, address).content.decode()
    assert f'action="{address}sign/"' in html
    assert f'name="seen" value="{mark_of(campaign.messages.get())}"' in html
    sign(second, campaign.pk, "bi", "A")
    assert "I speak it and have read it" not in see(second, address)


def test_words_that_stand_twice_are_saved_and_it_is_said(open_page, text_of, officer, campaign):
    address = f"/programme/campaigns/{campaign.pk}/messages/bi/"

    def save(letter, **other):
        return text_of(open_page(officer, f"{address}{letter}/", WORDS | other, follow=True))

    letters, text = "Messages A and B say the same", "The text and what to do are the same"
    page = save("A")
    assert letters not in page
    assert text not in page
    page = save("B", headline="ASK before you  pay")
    assert letters in page
    assert text not in page
    page = save("B", text="Ring first!")
    assert letters not in page
    assert text in page
    assert campaign.messages.count() == 2


def test_who_is_about_to_write_in_others_words_is_told_what_that_means(open_page, see, officer, second, campaign):
    address = f"/programme/campaigns/{campaign.pk}/messages/"
    open_page(officer, f"{address}bi/A/", WORDS)
    assert "somebody else will sign them" in see(officer, f"{address}bi/A/")
    assert "If you change a word, you can no longer sign it" in see(second, f"{address}bi/A/")
    open_page(second, f"{address}bi/A/", WORDS | {"sms": "Ask first"})
    assert "officer (invented), second (invented)" in see(officer, address)
    for writer in (officer, second):
        assert "I speak it and have read it" not in see(writer, address)


@pytest.mark.parametrize("field", ["headline", "text", "what_to_do", "sms"])
def test_a_message_hides_no_sign(open_page, officer, campaign, field):
    address = f"/programme/campaigns/{campaign.pk}/messages/bi/A/"
    for sign in "\u202e\u2066\u3164":
        answer = open_page(officer, address, WORDS | {field: f"Ask {sign}yap"})
        assert answer.status_code == 400
        assert "a sign that nobody sees" in answer.content.decode()
    assert open_page(officer, address, WORDS | {"text": "Ask first.\r\nThen pay."}).status_code == 302


def test_a_headline_that_is_too_long_comes_back_whole(open_page, officer, campaign):
    address = f"/programme/campaigns/{campaign.pk}/messages/en/A/"
    assert "maxlength" not in open_page(officer, address).content.decode().partition("<main")[2]
    words = {"headline": "Ask " * 21 + "first", "text": "Ask an office.", "what_to_do": "Ring."}
    answer = open_page(officer, address, words)
    assert answer.status_code == 400
    assert words["headline"] in answer.content.decode()
    assert not campaign.messages.exists()
