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


@pytest.fixture
def four(lead):
    cases = [open_case(by=lead, title=f"Case {n}") for n in range(4)]
    for case in cases:
        add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    return cases


def test_one_telephone_in_four_cases_is_one_card_judged_and_taken_back_in_one_go(client, lead, four):
    client.force_login(lead)
    page = client.get(reverse(PAGE)).content.decode()
    assert page.count("data-card") == 1
    assert "stands in 4 records" in page
    assert page.count('type="checkbox" name="verdict-records"') == 4
    where = reverse("workspace:links_judge", args=["identifier", Proposal.objects.first().bases.get().identifier_id])
    ticked = [case.subject for case in four[:3]]
    said = {"verdict-verdict": "together", "verdict-reason": "", "verdict-records": ticked}
    sent = client.post(f"{where}?kind=phone", said)
    assert sent.status_code == 400
    assert sent.content.decode().count(" checked") == 4  # three records, and what was said
    done = client.post(f"{where}?kind=phone", said | {"verdict-reason": "The same voice"})
    assert done.url == f"{reverse(PAGE)}?kind=phone"
    assert LinkJudgement.objects.count() == 3
    page = client.get(done.url).content.decode()
    assert "stands in 4 records" in page  # three pairs with the fourth wait
    assert "The same voice" not in page
    judged = client.get(reverse(PAGE), {"judged": "on"}).content.decode()
    assert "3 records, judged in one go" in judged
    back = reverse("workspace:links_judgement_back", args=[LinkJudgement.objects.first().said_at_once])
    assert client.post(back, {"reason-reason": ""}).status_code == 400
    client.post(back, {"reason-reason": "Two voices"})
    assert Proposal.objects.waiting().count() == 6
    assert "Two voices" in client.get(reverse(PAGE)).content.decode()


def test_what_no_form_would_send_is_not_found(client, lead, four):
    client.force_login(lead)
    said = {"verdict-verdict": "apart", "verdict-reason": "x", "verdict-records": [case.subject for case in four]}
    for kind, key in (("identifier", "x"), ("identifier", "9" * 30), ("picture", "none"), ("colour", "1")):
        assert client.post(reverse("workspace:links_judge", args=[kind, key]), said).status_code == 404
    assert client.get(reverse(PAGE), {"kind": "colour", "page": "x"}).status_code == 200
    assert client.get(reverse(PAGE), {"kind": "texts"}).status_code == 200


def test_many_records_of_one_thing_are_folded_and_all_of_them_sent(client, lead):
    for n in range(11):
        add_identifier(by=lead, ref=open_case(by=lead, title=f"Case {n}").ref, kind="phone", typed="410 0142")
    client.force_login(lead)
    page = client.get(reverse(PAGE)).content.decode()
    assert "3 more records" in page
    assert page.count('type="checkbox" name="verdict-records"') == 11
