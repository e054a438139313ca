"""Families of texts as a member reads them: the list, the template with its boxes, each text with its numbers."""

import re

import pytest
from django.urls import reverse

from lali.records.links.models import FamilyText
from lali.records.tips.actions import receive_tip
from lali.records.tips.vocabulary import TipSource
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
