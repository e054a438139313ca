"""The timeline of a case on screen: filters, forms, moments as exactly as they are known."""

import pytest
from django.urls import reverse

from lali.records.chronology.models import Event

FORM = {"kind": "payment", "text": "Fee paid", "precision": "day", "on": "2026-11-01", "zone": "Asia/Bangkok"}


@pytest.fixture
def address(full_case):
    return lambda name, *more: reverse(f"workspace:{name}", args=[full_case.ref, *more])


def test_the_overview_shows_the_last_events_and_leads_to_the_timeline(open_page, text_of, lead, full_case, address):
    page = open_page(lead, f"/cases/{full_case.ref}/")
    assert "First payment" in text_of(page)
    assert address("case_timeline") in page.content.decode()


def test_the_timeline_says_what_is_known_and_from_where(open_page, text_of, lead, colleague, full_case, address):
    said = text_of(open_page(lead, address("case_timeline")))
    for words in ("First payment", "Receipt", "Exhibit E-001 Chat sealed", f"Case {full_case.ref} opened", "our step"):
        assert words in said
    said = text_of(open_page(lead, address("case_timeline") + "?show=matter"))
    assert "First payment" in said
    assert "sealed" not in said
    assert "Nothing like this" in text_of(open_page(lead, address("case_timeline") + "?kind=rescue"))


@pytest.mark.parametrize("query", ["?kind=nonsense", "?person=x", "?first=yesterday", "?page=-4", "?show=all&page=99"])
def test_a_filter_that_makes_no_sense_is_left_out(open_page, lead, address, query):
    assert open_page(lead, address("case_timeline") + query).status_code == 200


def test_an_event_as_exactly_as_it_is_known(open_page, text_of, lead, full_case, address):
    person = full_case.persons.first().person
    moved = {"gone_from": "Macuata", "gone_to": "Thailand", "means": "air", "persons": [person.pk]}
    cited = {"cited": "E-001, line 2\r\n", "source": "His sister"}
    page = open_page(lead, address("event_new"), post=FORM | moved | cited | {"precision": "about"}, follow=True)
    said = text_of(page)
    for words in ("about 1 Nov 2026", "not known to the day", "Macuata, Northern, Fiji → Thailand", "E-001, line 2"):
        assert words in said
    assert person.code_name in said
    assert "Nobody Inparticular" not in said


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"precision": "minute"}, "time"),
        ({"precision": "between"}, "last"),
        ({"precision": "between", "last": "2026-10-31"}, "last"),
        ({"zone": "Suva"}, "zone"),
        ({"on": "soon"}, "on"),
        ({"text": " "}, "text"),
        ({"cited": "E-777"}, None),
        ({"persons": ["999999"]}, "persons"),
    ],
)
def test_what_cannot_be_comes_back_with_the_words_typed(open_page, lead, address, wrong, field):
    page = open_page(lead, address("event_new"), post=FORM | {"place": "Behind the market"} | wrong)
    assert page.status_code == 400
    assert page.context["form"].errors[field or "__all__"]
    assert "Behind the market" in page.content.decode()
    assert Event.objects.count() == 1


def test_a_time_is_kept_and_shown_in_the_zone_it_was_given(open_page, text_of, lead, address):
    open_page(lead, address("event_new"), post=FORM | {"precision": "minute", "time": "22:30"})
    event = Event.objects.get(text="Fee paid")
    assert f"{event.at:%H:%M}" == "15:30"
    assert "1 Nov 2026, 22:30 (UTC+07:00)" in text_of(open_page(lead, address("case_timeline")))
    form = open_page(lead, address("event", event.pk)).content.decode()
    assert 'value="22:30' in form
    assert 'value="Asia/Bangkok"' in form


def test_words_that_nearly_name_a_place_stay_and_are_asked_about(open_page, text_of, lead, address):
    page = open_page(lead, address("event_new"), post=FORM | {"place": "Makuata"}, follow=True)
    assert "“Makuata” is kept as you typed it, without a code. If you meant Macuata, Northern, Fiji" in text_of(page)
    assert Event.objects.get(text="Fee paid").place == "Makuata"


def test_two_members_changing_one_event(open_page, text_of, lead, colleague, address):
    event = Event.objects.get()
    url = address("event", event.pk)
    changed = FORM | {"version": 1}
    assert open_page(colleague, url, post=changed | {"text": "Second payment"}).status_code == 302
    page = open_page(lead, url, post=changed | {"text": "Payment by his aunt"})
    assert page.status_code == 400
    said = text_of(page)
    assert "Second payment" in said
    assert "Payment by his aunt" in page.content.decode()
    assert open_page(lead, url, post=page.context["form"].data.dict()).status_code == 302
    event.refresh_from_db()
    assert (event.text, event.version) == ("Payment by his aunt", 3)


def test_taking_an_event_off_needs_the_right_and_a_reason(open_page, text_of, lead, colleague, full_case, address):
    from lali.records.cases.actions import put_on_team

    put_on_team(by=lead, ref=full_case.ref, member=colleague, level="contribute", may_remove=True)
    event = Event.objects.get()
    assert "Take the event off" not in text_of(open_page(lead, address("event", event.pk)))
    assert "Take the event off" in text_of(open_page(colleague, address("event", event.pk)))
    remove = address("event_remove", event.pk)
    assert "please give a reason" in text_of(open_page(colleague, remove, post={}, follow=True))
    assert "First payment" not in text_of(
        open_page(colleague, remove, post={"reason-reason": "Typed twice"}, follow=True)
    )


def test_two_places_on_one_day_are_a_question(open_page, text_of, lead, full_case, address):
    person = full_case.persons.first().person_id
    for place in ("Macuata", "Vanuatu"):
        open_page(lead, address("event_new"), post=FORM | {"place": place, "persons": [person]})
    said = text_of(open_page(lead, address("case_timeline")))
    assert "Does this fit together?" in said
    assert "Both may be right." in said


def test_a_reader_is_offered_no_writing(open_page, text_of, supervisor, address):
    assert "Add an event" not in text_of(open_page(supervisor, address("case_timeline")))
    assert "Save" not in text_of(open_page(supervisor, address("event", Event.objects.get().pk)))
