"""Practice, the young, who helps a child, whom it happened to; and the promise of 72 hours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lali.records.letterbox.models import Draft, Report
from lali.records.letterbox.queries import read_in_time
from tests.web.public.test_report import ANSWERS, STORY, code_on, go, said

PRACTICE = "This is practice. Nothing is sent."


def test_a_practice_run_says_so_on_every_page_and_sends_nothing(letterbox):
    assert "Try it first" in said(letterbox.get("/en/report/"))
    answer = go(letterbox, "practice", here=1)
    assert PRACTICE in said(answer)
    for here in range(1, 7):
        answer = go(letterbox, "next", here=here, practice="yes", **ANSWERS)
        assert PRACTICE in said(answer)
        assert "come back later" not in said(answer)
    ended = go(letterbox, "send", here=7, practice="yes", code=code_on(answer), **ANSWERS)
    assert "Nothing was sent" in said(ended)
    assert "In a real report this would happen now" in said(ended)
    assert not Report.objects.exists()
    assert not Draft.objects.exists()


def test_from_practice_to_a_real_report_with_the_same_words(letterbox):
    answer = go(letterbox, "earnest", here=7, practice="yes", **ANSWERS)
    assert PRACTICE not in said(answer)
    assert "Is this right?" in said(answer)
    go(letterbox, "send", here=7, code=code_on(answer), **ANSWERS)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("about", "under_18", "hears"),
    [
        ("myself", "yes", "You did nothing wrong."),
        ("someone", "yes", "Thank you for helping a child."),
        ("myself", "no", "You are not to blame"),
    ],
)
def test_each_is_spoken_to_as_who_they_are(letterbox, about, under_18, hears):
    html = said(go(letterbox, "next", here=2, about=about, under_18=under_18))
    assert hears in html
    assert ("1325" in html) == (under_18 == "yes")
    assert ("One sentence is enough." in html) == (about == "myself")


def test_who_is_young_finds_the_line_of_the_country_chosen(letterbox):
    html = said(go(letterbox, "next", here=2, query="?country=VN", about="myself", under_18="yes"))
    assert 'href="tel:111"' in html
    assert "1325" not in html


def test_after_one_sentence_all_else_may_stay_empty(letterbox, open_sealed):
    answer = go(letterbox, "next", here=3, text="He keeps my passport.", about="myself")
    assert "That is all: go to the end" in said(answer)
    answers = go(letterbox, "7", here=4, text="He keeps my passport.", about="myself")
    go(letterbox, "send", here=7, code=code_on(answers), text="He keeps my passport.", about="myself", reach="code")
    assert open_sealed(Report.objects.get())["reach"] == "code"


def test_the_promise_stands_at_the_start_and_its_figure_once_there_are_ten(letterbox, agency):
    assert "within 72 hours" in said(letterbox.get("/en/report/"))
    assert "last 90 days" not in said(letterbox.get("/en/report/"))
    come(hours=[1] * 8 + [72, 73])
    assert read_in_time() == 90
    assert "kept for 90 of 100 reports" in said(letterbox.get("/en/report/"))


def test_what_still_waits_counts_once_the_promise_is_broken(db_both):
    come(hours=[1] * 10)
    now = timezone.now()
    for number, age in enumerate([1, 2, 100]):
        kept(f"w{number}", now - timedelta(hours=age))
    kept("old", now - timedelta(days=91), read_at=now)
    assert read_in_time() == 90  # ten of eleven, rounded down


def kept(lookup, received_at, **facts):
    Report.objects.create(lookup=lookup.encode(), reporter_key=b"", sealed=b"", received_at=received_at, **facts)


def come(hours):
    then = timezone.now() - timedelta(days=9)
    for number, after in enumerate(hours):
        kept(str(number), then, state="read", read_at=then + timedelta(hours=after))


def test_the_first_reading_is_noted_to_the_hour_and_stands(report_of_someone, lead):
    from lali.records.letterbox.actions import show_state

    show_state(by=lead, report_number=report_of_someone.pk, state="read")
    first = Report.objects.get().read_at
    assert (first.minute, first.second, first.microsecond) == (0, 0, 0)
    Report.objects.update(read_at=first - timedelta(hours=5))
    show_state(by=lead, report_number=report_of_someone.pk, state="working")
    assert Report.objects.get().read_at == first - timedelta(hours=5)


@pytest.fixture
def report_of_someone(letterbox):
    go(letterbox, "send", here=7, code=code_on(go(letterbox, "next", here=6, text=STORY)), text=STORY)
    return Report.objects.get()


def test_where_no_line_for_children_is_known_the_page_says_so(letterbox):
    html = said(go(letterbox, "next", here=2, query="?country=VU", about="myself", under_18="yes"))
    assert "We know no line only for children here" in html
    assert "someone who helps children" not in html


# -- spam --------------------------------------------------------------------------------------------------------------


def test_who_is_too_quick_presses_once_more_and_loses_nothing(letterbox, monkeypatch):
    monkeypatch.setattr("lali.web.public.pace.QUICKEST", 600)
    words = code_on(go(letterbox, "next", here=6, **ANSWERS))
    answer = go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert "Please press Send once more." in said(answer)
    assert STORY in said(answer).replace("\r\n", "\n")
    assert not Report.objects.exists()
    monkeypatch.setattr("lali.web.public.pace.QUICKEST", -1)
    go(letterbox, "send", here=7, code=code_on(answer), **ANSWERS)
    assert Report.objects.count() == 1


@pytest.mark.parametrize("opened", ["", "form:1", "form:zzzzzz:AAAA", "\0"])
def test_a_moment_that_we_did_not_sign_is_asked_again_and_given_one(letterbox, opened):
    words = code_on(go(letterbox, "next", here=6, **ANSWERS))
    answer = go(letterbox, "send", here=7, code=words, **(ANSWERS | {"opened": opened}))
    assert "Please press Send once more." in said(answer)
    assert 'name="opened" value="form:' in said(answer)


def test_a_field_that_people_do_not_see(letterbox):
    answers = go(letterbox, "next", here=6, **ANSWERS)
    hidden = said(answers).split("<div hidden>")[1].split("</div>")[0]
    assert 'name="homepage"' in hidden
    answer = go(letterbox, "send", here=7, code=code_on(answers), homepage="https://spam.example", **ANSWERS)
    assert "Please press Send once more." in said(answer)
    assert not Report.objects.exists()
