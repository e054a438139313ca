"""The queue of possible links as a member uses it: judging, a reason left out, taking back."""

import pytest
from django.urls import reverse

from lali.records.cases.actions import add_identifier, open_case, put_on_team
from lali.records.cases.vocabulary import Level
from lali.records.links.models import Basis, LinkJudgement, Proposal

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
    assert page.count("The same voice") == 3  # and the three others say that they were judged
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


def whole(page):
    return " ".join(page.content.decode().split())


@pytest.fixture
def say_of(client, lead):
    """Judge the one card for some of its cases: `say_of(cases, "apart", "Two voices")`."""

    def say_of(cases, verdict, reason):
        client.force_login(lead)
        client.get(reverse(PAGE))
        where = reverse("workspace:links_judge", args=["identifier", Basis.objects.first().identifier_id])
        said = {"verdict-verdict": verdict, "verdict-reason": reason}
        client.post(where, said | {"verdict-records": [case.subject for case in cases]})
        return LinkJudgement.objects.latest("pk").said_at_once

    return say_of


def test_a_card_claims_no_pair_that_was_judged_before(client, lead, four, say_of):
    say_of(four[:2], "together", "The same voice")
    card = whole(client.get(reverse(PAGE)))
    assert "Judged before; it stands, whatever is said here:" in card
    assert "They belong together" in card.split("Judged before;")[1].split("The same voice")[0]
    say_of(four, "apart", "Four men")
    judged = whole(client.get(reverse(PAGE), {"judged": "on"}))
    assert "4 records, part of their pairs judged in one go" in judged
    assert "It holds for 5 of the 6 pairs of these records." in judged
    beside = judged.split("Of other pairs of these records this was said, and it stands:")[1]
    assert beside.index(four[0].ref) < beside.index("The same voice")
    of_one = whole(client.get(reverse(PAGE), {"judged": "on", "case": four[3].ref}))
    assert "It holds for 5 of the 6 pairs of these records." in of_one


def test_what_was_said_of_all_in_one_go_says_no_more_than_before(client, four, say_of):
    say_of(four, "apart", "Four men")
    judged = whole(client.get(reverse(PAGE), {"judged": "on"}))
    assert "4 records, judged in one go" in judged
    assert "It holds for" not in judged
    assert "taken back:" not in judged


def test_a_judgement_taken_back_in_part_says_of_how_many_pairs(client, lead, colleague, four, say_of):
    said = say_of(four, "apart", "Four men")
    for case in four[:2]:
        put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    put_on_team(by=lead, ref=four[2].ref, member=colleague, level=Level.READ)
    client.force_login(colleague)
    done = client.post(
        reverse("workspace:links_judgement_back", args=[said]), {"reason-reason": "One man"}, follow=True
    )
    assert "1 of 3 pairs judged in one go was taken back: <q>One man</q>" in whole(done)  # of those that they may open
    client.force_login(lead)
    assert "1 of 6 pairs judged in one go was taken back: <q>One man</q>" in whole(client.get(reverse(PAGE)))
    judged = whole(client.get(reverse(PAGE), {"judged": "on"}))
    assert "4 records, part of their pairs judged in one go" in judged
    assert "It holds for 5 of the 6 pairs of these records." in judged
    assert "1 of 6 pairs judged in one go was taken back" in judged
