"""Codes, trials and results on screens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lali.records.awareness.models import Trial
from lali.records.reach.models import PlaceCode, Tally

SURE = {"step": "declare"}
WORDS = {"headline": "Ask before you pay", "text": "A true office asks no fee.", "what_to_do": "Ring first."}


@pytest.fixture
def where(open_page, sign, officer, second, campaign):
    address = f"/programme/campaigns/{campaign.pk}/"
    for letter in "AB":
        open_page(officer, f"{address}messages/bi/{letter}/", WORDS | {"headline": f"Ask {letter}"})
        sign(second, campaign.pk, "bi", letter)
    return address


@pytest.fixture
def codes(open_page, officer, where):
    open_page(officer, f"{where}codes/open/", {"codes-places": "Reef school\n\n Reef  church ", "codes-language": "bi"})
    return list(PlaceCode.objects.all())


def test_codes_for_many_places_at_once(open_page, see, officer, where, campaign):
    assert "No code yet" in see(officer, f"{where}codes/")
    form = {"codes-places": "Reef school\n\n Reef  church ", "codes-language": "bi"}
    assert open_page(officer, f"{where}codes/open/", form | {"codes-language": "fr"}).status_code == 400
    open_page(officer, f"{where}codes/open/", form)
    page = see(officer, f"{where}codes/")
    assert "2 codes are open." in page
    assert "Reef church" in page
    code = PlaceCode.objects.first().code
    assert f"{code[:3]} {code[3:]}" in page
    open_page(officer, f"{where}codes/{code}/close/", {})
    assert "The code is closed." in see(officer, f"{where}codes/")
    open_page(officer, f"{where}codes/{code}/close/", {})
    assert "closed already" in see(officer, f"{where}codes/")
    assert open_page(officer, f"{where}codes/open/", form | {"codes-places": "x\n" * 61}).status_code == 400
    assert open_page(officer, f"{where}codes/open/", form | {"codes-places": "x" * 161}).status_code == 400


def test_a_code_is_shown_with_the_whole_address_it_leads_to(open_page, officer, where, codes, settings):
    code = PlaceCode.objects.first().code
    settings.PUBLIC_ADDRESS = "https://lagoon.example"
    address = f"https://lagoon.example/c/{code}"
    assert f'href="{address}">{address}</a>' in open_page(officer, f"{where}codes/").content.decode()
    settings.PUBLIC_ADDRESS = ""
    page = open_page(officer, f"{where}codes/").content.decode()
    assert f"/c/{code}" in page
    assert f'/c/{code}"' not in page, "no link that leads nowhere"


def test_a_trial_from_declaring_to_its_result(open_page, see, officer, where, codes):
    assert "No trial yet" in see(officer, f"{where}trials/")
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"trial-language": "bi", "trial-outcome": "began", "trial-usual": "20", "trial-difference": "30", **SURE}
    assert open_page(officer, f"{where}trials/declare/", form | {"trial-until": "2020-01-01"}).status_code == 400
    open_page(officer, f"{where}trials/declare/", form | {"trial-until": until})
    assert "45 of each message" in see(officer, f"{where}trials/")
    trial = Trial.objects.get()
    open_page(officer, f"{where}trials/{trial.pk}/begin/", {})
    assert "Openings count from tomorrow" in see(officer, f"{where}trials/")
    open_page(officer, f"{where}trials/{trial.pk}/begin/", {})
    assert "meanwhile" in see(officer, f"{where}trials/")
    day = timezone.localdate() - timedelta(days=2)
    Trial.objects.update(begun_on=day - timedelta(days=1))
    for letter, began in (("A", 10), ("B", 26)):
        for step, number in (("arrived", 44), ("began", began)):
            Tally.objects.create(code=codes[0], letter=letter, step=step, number=number, day=day)
    assert "Nobody looks sooner" in see(officer, f"{where}trials/")
    for page in ("trials", "results"):
        assert "better" not in see(officer, f"{where}{page}/")
    Tally.objects.filter(step="arrived").update(number=50)
    for page in ("trials", "results"):
        assert "B was better: 26 of 50 against 10 of 50." in see(officer, f"{where}{page}/")
        assert "B less A: +32 of 100" in see(officer, f"{where}{page}/")
    assert '"Trial, of 100 openings",B,52,' in open_page(officer, f"{where}results/file/").content.decode()


def test_declaring_says_what_is_missing_before_anything_is_typed(open_page, see, sign, officer, second, campaign):
    where = f"/programme/campaigns/{campaign.pk}/"
    page = f"{where}trials/declare/"
    assert "No message is written yet." in see(officer, page)
    for letter in "AB":
        open_page(officer, f"{where}messages/bi/{letter}/", WORDS | {"headline": f"Ask {letter}"})
    sign(second, campaign.pk, "bi", "A")
    assert "not signed yet" in see(officer, page)
    assert "trial-usual" not in open_page(officer, page).content.decode()
    sign(second, campaign.pk, "bi", "B")
    open_page(officer, f"{where}messages/en/A/", WORDS)
    shown = open_page(officer, page).content.decode()
    assert "not written yet" in shown
    assert '<option value="bi" selected>' in shown
    assert '<option value="en"' not in shown
    assert 'value="2099-02-28"' in shown, "the campaign's last day is offered"
    assert "Open a code in this language" in shown


def test_what_a_trial_takes_is_seen_before_it_is_declared(open_page, text_of, see, officer, where, codes):
    page, today = f"{where}trials/declare/", timezone.localdate()
    for step, number in (("arrived", 60), ("began", 15)):
        day = today - timedelta(days=6)
        Tally.objects.create(code=codes[0], letter="A", step=step, number=number, day=day)
    shown = open_page(officer, page)
    assert 'name="trial-usual" value="25"' in shown.content.decode(), "what was seen until now is offered"
    assert "15 of 60 began the lesson: 25 of 100" in text_of(shown)
    until = (today + timedelta(days=3)).isoformat()
    form = {"trial-language": "bi", "trial-outcome": "began", "trial-usual": "20", "trial-difference": "30"}
    looked = text_of(open_page(officer, page, form | {"trial-until": until, "step": "look"}))
    assert "Wanted: 45 openings of each message, 90 in all" in looked
    assert "so many openings take 9 days; the last day is 3 days away" in looked
    assert not Trial.objects.exists()
    back = open_page(officer, page, form | {"trial-until": until, "step": "change"}).content.decode()
    assert 'name="trial-difference" value="30"' in back
    wrong = open_page(officer, page, form | {"trial-usual": "80", "trial-until": until, "step": "look"})
    assert wrong.status_code == 400
    assert "must stay under 100" in text_of(wrong)
    open_page(officer, page, form | {"trial-until": until, "step": "declare"})
    assert "One trial at a time" in see(officer, page)
    trial = Trial.objects.get()
    open_page(officer, f"{where}trials/{trial.pk}/begin/", {})
    assert "Counts from tomorrow" in see(officer, f"{where}trials/")
    Trial.objects.update(begun_on=today - timedelta(days=1))
    assert "nobody has come yet" in see(officer, f"{where}trials/")
    Tally.objects.create(code=codes[0], letter="A", step="arrived", number=12, day=today)
    Tally.objects.create(code=codes[0], letter="B", step="arrived", number=9, day=today)
    page = see(officer, f"{where}trials/")
    assert "Message A, openings 12 of 45" in page
    assert "Message B, under 10 openings" in page
    PlaceCode.objects.update(closed_on=today)
    assert "nobody comes to them" in see(officer, f"{where}trials/")


def test_who_wants_to_write_during_a_trial_is_told_before_they_type(open_page, see, officer, second, where, codes):
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"trial-language": "bi", "trial-outcome": "began", "trial-usual": "20", "trial-difference": "30", **SURE}
    open_page(officer, f"{where}trials/declare/", form | {"trial-until": until})
    for address in (f"{where}messages/", f"{where}messages/bi/A/", f"{where}messages/en/A/"):
        assert "A trial needs these words as they are" in see(second, address)
        main = open_page(second, address).content.decode().partition("<main")[2]
        assert "<textarea" not in main
        assert "Write it in" not in main
    assert open_page(second, f"{where}messages/bi/A/", WORDS).status_code == 400
    open_page(officer, f"{where}trials/{Trial.objects.get().pk}/give-up/", {"reason-reason": "Rain"})
    assert "<textarea" in open_page(second, f"{where}messages/bi/A/").content.decode().partition("<main")[2]


def test_a_trial_is_given_up_with_a_reason(open_page, see, officer, where, codes):
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"trial-language": "bi", "trial-outcome": "began", "trial-usual": "20", "trial-difference": "30", **SURE}
    open_page(officer, f"{where}trials/declare/", form | {"trial-until": until})
    address = f"{where}trials/{Trial.objects.get().pk}/give-up/"
    assert open_page(officer, address, {}).status_code == 400
    open_page(officer, address, {"reason-reason": "The posters were torn down"})
    assert "The posters were torn down" in see(officer, f"{where}trials/")


def test_results_against_the_plan_as_page_and_table(open_page, see, officer, administrator, campaign):
    address = f"/programme/campaigns/{campaign.pk}/"
    assert "Not enough yet" in see(officer, f"{address}results/")
    session = {"held_on": "2026-11-20", "setting": "village", "place": "=Reef", "form": "A"}
    came = open_page(officer, f"{address}sessions/new/", session | {"women.18-25": "30", "men.18-25": "4"})
    assert "One session waits for the next" in see(officer, f"{address}results/")
    other = session | {"place": "Lagoon", "women.26-35": "16"}
    open_page(officer, f"{address}sessions/new/", other)
    lines = "\n".join(f"{n} 10{n % 2}010 101{n % 3 // 2}11" for n in range(1, 13))
    open_page(officer, f"{came.url}sheets/", {"lines": f"{lines}\n13 101010"})
    page = see(administrator, f"{address}results/")
    assert "50 so far. The target is 120." in page
    assert "10 people, each against themselves" in page
    assert "1 sheet is left out" in page
    assert "Women and girls" in page
    assert "Men and boys" not in page, "a group under ten is not even named"
    answer = open_page(administrator, f"{address}results/file/")
    told = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n'=Reef" not in told
    assert ",'=Reef," in told
    assert "Men and boys" not in told
    assert "\n4," not in told
    assert ",4," not in told


def test_a_target_that_was_moved_is_told_as_page_and_table(open_page, see, officer, administrator, campaign):
    plan = {"title": "Malekula", "objective": "They ask.", "starts_on": "2026-11-01", "ends_on": "2099-02-28"}
    open_page(officer, f"/programme/campaigns/{campaign.pk}/change/", plan | {"wanted_people": "60"})
    page = see(administrator, f"/programme/campaigns/{campaign.pk}/results/")
    assert "after the start. Before, it was 120." in page
    assert "after the start. Before, it was 500. It was taken away then." in page
    told = open_page(administrator, f"/programme/campaigns/{campaign.pk}/results/file/").content.decode()
    assert ', after the start",People to meet,,,,120' in told
