"""Lures of the week in the workspace."""

import pytest

from lali.records.lures.models import Lure

LURE = {
    "title": "A fee to be first for seasonal work",
    "words": "They come to the village. They say: send $300 PALM priority fee today and your son goes first.",
    "ask": "Which office runs this scheme?",
    "country": "FJ",
}


@pytest.fixture
def lure(open_page, lead, case):
    open_page(lead, "/lures/new/", LURE | {"about": case.ref})
    return Lure.objects.get()


def test_from_a_case_to_the_public_and_back(open_page, see, lead, supervisor, administrator, lure):
    page = see(lead, f"/lures/{lure.pk}/")
    assert "A fee or deposit from the worker" in page
    assert "1 message" in page
    assert "Two colleagues who did not write it must release it" in page
    open_page(lead, f"/lures/{lure.pk}/release/", {"version": lure.version})
    assert "Written, nobody has released it" in see(lead, "/lures/")
    open_page(supervisor, f"/lures/{lure.pk}/release/", {"version": lure.version})
    assert "One released it, one more must" in see(lead, "/lures/")
    open_page(administrator, f"/lures/{lure.pk}/release/", {"version": lure.version})
    assert "Shown" in see(lead, f"/lures/{lure.pk}/")
    assert open_page(lead, f"/lures/{lure.pk}/take-back/", {}).status_code == 400
    open_page(lead, f"/lures/{lure.pk}/take-back/", {"reason-reason": "Somebody was recognised"})
    assert "Somebody was recognised" in see(lead, f"/lures/{lure.pk}/")


def test_what_leads_to_somebody_comes_back_with_what_was_found(open_page, lead, case):
    answer = open_page(lead, "/lures/new/", LURE | {"about": case.ref, "words": "Call 410 0142, Golden Lagoon Careers"})
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "410 0142, Golden Lagoon Careers." in said
    assert not Lure.objects.exists()


def test_new_words_while_nobody_has_seen_them(open_page, see, lead, lure):
    assert "They come to the village" in open_page(lead, f"/lures/{lure.pk}/change/").content.decode()
    open_page(lead, f"/lures/{lure.pk}/change/", LURE | {"words": "They want a deposit."})
    assert "They want a deposit." in see(lead, f"/lures/{lure.pk}/")


def test_a_release_of_words_that_were_changed_meanwhile_says_so(open_page, see, lead, supervisor, lure):
    assert f'name="version" value="{lure.version}"' in open_page(supervisor, f"/lures/{lure.pk}/").content.decode()
    open_page(lead, f"/lures/{lure.pk}/change/", LURE | {"words": "They want a deposit."})
    open_page(supervisor, f"/lures/{lure.pk}/release/", {"version": lure.version})
    assert "The words were changed while you read." in see(supervisor, f"/lures/{lure.pk}/")
    lure.refresh_from_db()
    assert lure.first_by is None


def test_a_mistyped_source_is_said_at_the_field_and_nothing_typed_is_lost(open_page, outsider, case):
    answers = [open_page(outsider, "/lures/new/", LURE | {"about": about}) for about in (case.ref, "999", "nonsense")]
    for answer in answers:
        assert answer.status_code == 400
        assert "There is no case of yours with this reference" in str(answer.context["form"].errors["about"])
        assert "They come to the village" in answer.content.decode()


def test_change_is_for_who_writes_on_the_case(open_page, lead, outsider, lure):
    assert f"/lures/{lure.pk}/change/" in open_page(lead, f"/lures/{lure.pk}/").content.decode()
    assert f"/lures/{lure.pk}/change/" not in open_page(outsider, f"/lures/{lure.pk}/").content.decode()
    assert open_page(outsider, f"/lures/{lure.pk}/change/").status_code == 404
    answer = open_page(outsider, f"/lures/{lure.pk}/change/", LURE | {"words": "They want a deposit."})
    assert answer.status_code == 400
    assert "They want a deposit." in answer.content.decode()


def test_a_case_and_a_tip_lead_there(open_page, lead, case, tip):
    assert f"/lures/new/?about={case.ref}" in open_page(lead, f"/cases/{case.ref}/").content.decode()
    assert f"/lures/new/?about={tip.number}" in open_page(lead, f"/tips/{tip.number}/").content.decode()
    assert f'value="{case.ref}"' in open_page(lead, f"/lures/new/?about={case.ref}").content.decode()


def test_an_empty_list_says_what_to_do(see, lead):
    assert "Write the first from a case or a tip." in see(lead, "/lures/")


@pytest.mark.parametrize("where", ["", "new/", "1/", "1/change/"])
def test_it_is_no_business_of_others(open_page, auditor, where):
    assert open_page(auditor, f"/lures/{where}").status_code == 403
