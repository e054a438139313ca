"""Families of texts as a member reads them: the list, the template with its boxes, each text with its numbers."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from lali.records.cases.actions import add_person, open_case, open_case_from_tip
from lali.records.cases.vocabulary import CaseKind
from lali.records.links.actions import judge_family, take_family_judgement_back
from lali.records.links.models import FamilyJudgement, FamilyText, WideWatch
from lali.records.links.vocabulary import Verdict
from lali.records.tips.actions import receive_tip
from lali.records.tips.vocabulary import TipSource
from lali.web.workspace.days import MOST_BARS, WIDTH, bars_of
from tests.records.links.test_families import OTHER, ad  # the same ads


@pytest.fixture
def tip_of(lead):
    def tip_of(text):
        return receive_tip(by=lead, agency=lead.agency, text=text, source=TipSource.PHONE)

    return tip_of


def test_an_empty_list_says_what_will_stand_here(client, lead):
    client.force_login(lead)
    assert "No two texts alike yet" in client.get(reverse("workspace:families")).content.decode()


def test_a_family_shows_what_stays_and_what_changes(client, lead, tip_of):
    tip_of(ad()), tip_of(ad("Myawaddy", 2500, "+679 410 0143")), tip_of(OTHER)
    client.force_login(lead)
    listed = client.get(reverse("workspace:families")).content.decode()
    assert "2 texts" in listed
    assert '<span class="slot">' in listed
    number = FamilyText.objects.order_by("pk").first().pk
    page = client.get(reverse("workspace:family", args=[number])).content.decode()
    assert "2 texts that say nearly the same" in page
    assert "Myawaddy" in page
    assert "in 1 text" in page
    assert "new since you last looked" not in page
    tip_of(ad("Manila", 900, "+679 410 0144"))
    client.get(reverse("workspace:families"))
    again = client.get(reverse("workspace:family", args=[number])).content.decode()
    assert again.count("new since you last looked") == 1


def test_words_of_a_tip_cannot_write_the_page(client, lead, tip_of):
    for place in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>"):
        tip_of(ad(place))
    client.force_login(lead)
    client.get(reverse("workspace:families"))
    page = client.get(reverse("workspace:family", args=[FamilyText.objects.first().pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_hard_words_of_a_template_stay_shut_until_they_are_opened(client, lead, tip_of):
    for place in ("Bangkok", "Manila"):
        tip_of(
            f"He said he will kill us and beat us with a cable if we do not pay, in {place}. Send nude photos to him."
        )
    client.force_login(lead)
    client.get(reverse("workspace:families"))
    for address in (reverse("workspace:families"), reverse("workspace:family", args=[FamilyText.objects.first().pk])):
        shown = client.get(address).content.decode()
        assert "Show the words" in shown
        assert "beat us with a cable" not in re.sub(r"(?s)<details.*?</details>", "", shown)


def test_a_family_is_judged_in_the_queue_and_on_its_page(client, lead, tip_of):
    tips = [tip_of(ad(pay=900 + n, phone=f"+679 410 01{n % 4:02}")) for n in range(8)]
    client.force_login(lead)
    queue = client.get(reverse("workspace:possible_links")).content.decode()
    assert queue.count("8 texts") == 1
    assert "4 phones" in queue
    number = FamilyText.objects.order_by("pk").first().pk
    judge = reverse("workspace:family_judge", args=[number])
    page = client.post(judge, {"verdict-verdict": "together", "verdict-reason": ""})
    assert page.status_code == 400
    out = FamilyText.objects.order_by("pk").last().pk
    said = {"verdict-verdict": "together", "verdict-reason": "One template", "verdict-without": [out]}
    shown = client.post(judge, said, follow=True).content.decode()
    assert "7 texts that say nearly the same" in shown
    assert "One hand wrote them" in shown
    assert "Taken out of it" in shown
    assert "8 texts" not in client.get(reverse("workspace:possible_links")).content.decode()
    assert "One template" in client.get(reverse("workspace:possible_links"), {"judged": "on"}).content.decode()
    client.post(reverse("workspace:family_put_back", args=[out]))
    again = client.post(reverse("workspace:family_put_back", args=[out]), follow=True).content.decode()
    assert "before you" in again
    taken = client.post(reverse("workspace:family_take_out", args=[out]), {"reason-reason": ""})
    assert taken.status_code == 400
    client.post(reverse("workspace:family_take_out", args=[out]), {"reason-reason": "A newspaper"})
    judgement = FamilyJudgement.objects.get().pk
    back = reverse("workspace:family_judgement_back", args=[number, judgement])
    assert client.post(back, {"reason-reason": ""}).status_code == 400
    client.post(back, {"reason-reason": "Two hands"})
    waiting = client.get(reverse("workspace:families"), {"waiting": "on"}).content.decode()
    assert "waits for a judgement" in waiting
    assert tips[0].ref in client.get(reverse("workspace:family_network", args=[number])).content.decode()


def test_days_are_drawn_as_bars():
    days = [(date(2026, 1, 1) + timedelta(days=n), 1 + n % 3) for n in range(0, 365, 9)]
    bars = bars_of(days)
    assert sum(bar.count for bar in bars) == sum(count for _day, count in days)
    assert len(bars) <= MOST_BARS
    assert max(bar.x + bar.width for bar in bars) <= WIDTH + 1
    assert bars_of([(date(2026, 1, 1), 30)]) == []


def test_a_family_and_a_person_are_watched_from_their_pages(client, lead, tip_of):
    tip_of(ad()), tip_of(ad("Myawaddy", 2500, "+679 410 0143"))
    client.force_login(lead)
    client.get(reverse("workspace:families"))
    number = FamilyText.objects.order_by("pk").first().pk
    case = open_case(by=lead, title="The fee")
    person = add_person(by=lead, ref=case.ref, name="Bob (invented)", role="suspect", reason="Fee").person_id
    pages = {
        reverse("workspace:family_watch", args=[number]): "Three names",
        reverse("workspace:person_watch", args=[case.ref, person]): "Who else did he meet",
    }
    for address, reason in pages.items():
        assert client.post(address, {"watch-reason": ""}).status_code == 400
        assert "End my watch" in client.post(address, {"watch-reason": reason}, follow=True).content.decode()
    listed = client.get(reverse("workspace:watches")).content.decode()
    for piece in ("Three names", "Who else did he meet", "2 texts", "Bob (invented)"):
        assert piece in listed
    for watch in WideWatch.objects.all():
        client.post(reverse("workspace:wide_watch_end", args=[watch.pk]))
    assert "You watch nothing" in client.get(reverse("workspace:watches")).content.decode()


def test_a_template_that_is_cut_shows_no_half_slot():
    from lali.web.workspace.templatetags.workspace import template_words

    shown = template_words("Send it to {phone} today", longest=14)
    assert shown == "Send it to …"
    assert template_words("Send it to {phone} today", longest=18).endswith("</span>…")


def test_a_family_that_was_judged_is_not_told_first_in_the_network(client, lead, tip_of):
    tips = [tip_of(ad(pay=pay)) for pay in (1800, 1900, 2000)]
    open_case_from_tip(
        by=lead, number=tips[0].number, version=tips[0].version, title="The ad", kind=CaseKind.SCAM_CENTRE
    )
    client.force_login(lead)
    client.get(reverse("workspace:possible_links"))  # what came is compared
    page = client.get(reverse("workspace:network")).content.decode()
    assert page.count("Nobody has linked them.</li>") == 2  # the family, and the phone that its texts name
    for verdict in Verdict.TOGETHER, Verdict.UNSURE:
        number = FamilyText.objects.order_by("pk").first().pk
        made = judge_family(by=lead, number=number, verdict=verdict, reason="One template, one phone")
        page = client.get(reverse("workspace:network")).content.decode()
        assert page.count("Nobody has linked them.</li>") == (
            verdict == Verdict.UNSURE
        )  # the phone is another question
        assert "Each pair of them was linked or judged." in page
        take_family_judgement_back(by=lead, number=made.pk, reason="Two hands")
        assert client.get(reverse("workspace:network")).content.decode().count("Nobody has linked them.</li>") == 2


def test_every_slot_of_a_template_is_said_in_words():
    from lali.web.workspace.templatetags.workspace import template_words

    shown = template_words("Write to {contact} until {date}")
    assert "{" not in shown
    assert shown.count('<span class="slot">') == 2
