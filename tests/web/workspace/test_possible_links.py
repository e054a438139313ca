"""The queue of possible links as a member uses it: judging, a reason left out, taking back."""

import pytest
from django.urls import reverse

from lali.records.cases.actions import add_identifier, open_case
from lali.records.links.models import LinkJudgement, Proposal

PAGE = "workspace:possible_links"


@pytest.fixture
def pair(lead):
    cases = [open_case(by=lead, title=title) for title in ("The fee in the village", "The ad on Telegram")]
    for case in cases:
        add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    return cases


def test_an_empty_queue_says_what_will_stand_here(client, lead):
    client.force_login(lead)
    assert "the pair waits here for you" in client.get(reverse(PAGE)).content.decode()


def test_a_pair_is_judged_and_taken_back(client, lead, pair):
    client.force_login(lead)
    page = client.get(reverse(PAGE)).content.decode()
    assert "The fee in the village" in page
    assert "+679 410 0142" in page or "+6794100142" in page
    number = Proposal.objects.get().pk
    said = {"verdict-verdict": "together", "verdict-reason": "The same voice"}
    done = client.post(reverse("workspace:link_judge", args=[number]), said, follow=True).content.decode()
    assert "Nothing waits" in done
    judged = client.get(reverse(PAGE), {"judged": "on"}).content.decode()
    assert "The same voice" in judged
    back = reverse("workspace:link_judgement_back", args=[number, LinkJudgement.objects.get().pk])
    assert "The same voice" in client.post(back, {"reason-reason": ""}).content.decode()  # no reason: nothing is lost
    client.post(back, {"reason-reason": "Two voices"})
    again = client.get(reverse(PAGE)).content.decode()
    assert "Two voices" in again
    assert "The ad on Telegram" in again


def test_what_was_chosen_stays_when_the_reason_is_missing(client, lead, pair):
    client.force_login(lead)
    client.get(reverse(PAGE))
    sent = client.post(
        reverse("workspace:link_judge", args=[Proposal.objects.get().pk]),
        {"verdict-verdict": "apart", "verdict-reason": ""},
    )
    assert sent.status_code == 400
    page = sent.content.decode()
    assert "checked" in page
    assert "<details open" in page or " open" in page
    assert not LinkJudgement.objects.exists()


def test_a_case_of_others_is_no_filter(client, outsider, pair):
    client.force_login(outsider)
    assert client.get(reverse(PAGE), {"case": pair[0].ref}).status_code == 404
