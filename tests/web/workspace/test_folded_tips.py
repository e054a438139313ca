"""What stands folded under a tip, on its page, in the queue and in a list of its own."""

import pytest

from lali.records.tips.models import Tip

WORDS = "Golden Lagoon wants 300 dollars for a visa to Bangkok, is it true?"


@pytest.fixture
def row(lead, tip_of):
    row, *under = (tip_of(WORDS.replace("300", price)) for price in ("300", "300", "400", "500"))
    Tip.objects.filter(pk__in=[one.pk for one in under]).update(like=row)
    return row


@pytest.fixture
def tip_of(lead):
    from lali.records.tips.actions import receive_tip

    return lambda text: receive_tip(by=lead, agency=lead.agency, text=text, source="phone")


def test_the_page_says_how_many_are_not_decided_and_how_many_a_decision_takes_along(see, lead, row):
    assert "and 3 like it, not decided" in see(lead, "/tips/")
    page = see(lead, f"/tips/{row.number}/")
    assert "And 3 like it, not decided" in page
    assert "What you decide here decides 1 of them: it says the same, word for word." in page


def test_a_row_that_was_decided_on_stays_in_the_queue_while_others_wait(open_page, see, lead, row):
    decided = {"close-version": 1, "close-reason": "test", "close-note": ""}
    open_page(lead, f"/tips/{row.number}/close/", decided)
    assert "and 2 like it, not decided" in see(lead, "/tips/")
    page = see(lead, f"/tips/{row.number}/")
    assert "And 2 like it, not decided" in page
    assert "and wait." in page


def test_the_list_is_read_in_full_and_closed_with_one_press(open_page, see, lead, row):
    address = f"/tips/{row.number}/like/"
    page = open_page(lead, address)
    html = page.content.decode()
    assert "400 dollars" in html
    assert "500 dollars" in html
    assert "Close the 3 tips of this page" in html
    refused = open_page(lead, address, {"reason": "", "first": 2, "last": 4})
    assert refused.status_code == 400
    shown = page.context["form"].initial
    open_page(lead, address, {"reason": "repeated", "note": "One letter", **shown})
    assert set(Tip.objects.filter(number__gt=1).values_list("state", "note")) == {("closed", "One letter")}
    assert Tip.objects.get(number=1).state == "new"
    assert "Nothing waits here any more" in see(lead, address)
    late = open_page(lead, address, {"reason": "repeated", "note": "", **shown})
    assert "A colleague has decided on these tips" in late.content.decode()


def test_hard_words_stay_shut_in_the_list_too(open_page, lead, tip_of, row):
    hard = tip_of("He said he will kill us and beat us with a cable if we do not pay. Send nude photos.")
    Tip.objects.filter(pk=hard.pk).update(like=row)
    html = open_page(lead, f"/tips/{row.number}/like/").content.decode()
    before = html[: html.index("beat us with a cable")]
    assert before.rindex('<details class="more">') > before.rindex("<article")


def test_only_who_triages(open_page, auditor, row):
    assert open_page(auditor, f"/tips/{row.number}/like/").status_code == 404
