"""Seven questions about an offer, and what the answers say."""

import html as markup
import re

import pytest

from lali.engines.signs import questions
from tests.web.public.conftest import LURE

AGAINST = {one.id: one.against for one in questions()}


def shown(answer):
    return markup.unescape(answer.content.decode())


def hidden(html):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def test_one_question_a_page_and_the_answers_travel_in_the_page(public):
    html = public.get("/en/check/questions/").content.decode()
    carried = {}
    for number, one in enumerate(questions(), start=1):
        assert one.text in markup.unescape(html)
        assert f"Step {number} of 7" in html
        assert html.count('type="radio"') == 3
        carried = hidden(html) | {one.id: one.against, "go": "next"}
        html = public.post("/en/check/questions/", carried).content.decode()
    assert "We see 7 signs" in html
    assert {name: value for name, value in hidden(html).items() if name in AGAINST} == AGAINST


def test_a_sign_of_an_answer_is_shown_with_the_question_as_its_words(public):
    html = shown(public.post("/en/check/questions/", {"fee": "yes", "go": "check"}))
    assert "Did they ask you for money before the work starts? Yes" in html
    assert "We see 1 sign" in html
    assert "What must I pay before I start? To whom, and why?" in html


def test_going_on_without_an_answer_is_not_no_and_is_asked_back(public):
    html = public.post("/en/check/questions/", {"here": "3", "go": "next"}).content.decode()
    assert hidden(html)["contract"] == "unknown"
    html = shown(public.post("/en/check/questions/", {"contract": "unknown", "go": "check"}))
    assert "We saw no sign that we know." in html
    assert "May I read the contract at home before I pay or travel?</p>" in html


def test_back_keeps_what_was_answered(public):
    html = public.post(
        "/en/check/questions/", {"here": "2", "ticket": "no", "fee": "yes", "go": "back"}
    ).content.decode()
    assert 'name="ticket" value="no" checked' in html
    assert hidden(html)["fee"] == "yes"


def test_text_and_answers_are_joined_and_a_change_of_language_keeps_both(public):
    typed = {"text": LURE, "fee": "yes", "secret": "no"}
    for address, go in (("/en/check/", "next"), ("/fr/check/", "check"), ("/fr/check/questions/", "check")):
        answer = public.post(address, typed | {"go": go})
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "<mark" in html
        assert hidden(html)["fee"] == "yes"
        assert LURE.replace("\n", "") in markup.unescape(html).replace("\n", "")


def test_changing_the_text_keeps_the_answers_and_no_text_is_no_error_beside_them(public):
    html = public.post("/en/check/", {"text": "x", "fee": "yes", "go": "edit"}).content.decode()
    assert hidden(html)["fee"] == "yes"
    assert "We see 1 sign" in public.post("/en/check/", {"text": "  ", "fee": "yes", "go": "next"}).content.decode()
    assert public.post("/en/check/", {"text": " ", "fee": "perhaps", "go": "next"}).status_code == 400


def test_report_this_carries_text_and_answers_on(public):
    html = public.post("/en/check/", {"text": LURE, "fee": "yes", "visa": "unknown", "go": "next"}).content.decode()
    form = re.search(r'<form id="r".*?</form>', html, re.DOTALL)[0]
    told = markup.unescape(hidden(form)["text"])
    assert told.startswith(LURE)
    assert told.endswith(
        "Did they ask you for money before the work starts? Yes\n"
        "Do they say: go as a visitor, and start to work? I do not know"
    )
    assert "Did they ask you for money" in shown(public.post("/en/report/", {"text": told, "go": "1"}))


@pytest.mark.parametrize("go", ["next", "back", "stay", "check", "1", "8", "-1", "ask", "\x00", "9" * 400])
@pytest.mark.parametrize("here", ["", "1", "7", "8", "x", "²"])
def test_whatever_is_sent_a_page_answers(public, go, here):
    sent = {"go": go, "here": here, "fee": "<script>", "ticket": "yes", "text": "\x00" * 30}
    answer = public.post("/en/check/questions/", sent)
    assert answer.status_code == 200
    assert "<script" not in answer.content.decode()


@pytest.mark.django_db(databases=["default", "letterbox"])
def test_nothing_is_written(public, django_assert_num_queries):
    with django_assert_num_queries(2, using="letterbox"):  # the noticeboard is read
        public.post("/en/check/questions/", AGAINST | {"go": "check"})


def test_a_draft_language_says_the_questions_in_english_too(public):
    for lang, expected in (("bi", True), ("fr", False)):
        html = shown(public.post(f"/{lang}/check/questions/", {"ticket": "unknown", "go": "check"}))
        assert ("<li>Who pays the ticket, the visa and the room? Do I owe it later?</li>" in html) == expected


def test_in_an_urgent_case_nothing_is_asked_back(public):
    assert "Ask them" not in shown(public.post("/en/check/questions/", {"papers": "yes", "go": "check"}))
