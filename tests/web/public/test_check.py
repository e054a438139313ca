"""Check an offer."""

import html as markup

import pytest

from lali.engines.signs import next_steps, read
from tests.web.public.conftest import LANGUAGES, LURE


def page(public, text, lang="en", go="next"):
    answer = public.post(f"/{lang}/check/", {"text": text, "go": go})
    return answer, answer.content.decode()


def test_a_lure_shows_its_signs_with_its_own_words(public):
    answer, html = page(public, LURE)
    assert answer.status_code == 200
    for words in ("<mark", "passport", "Act", "Means", "Purpose", "+6795550101", "Ask them", "Report this"):
        assert words in html
    assert "give your passport" in html


@pytest.mark.parametrize("text", [LURE, "See you at church on Sunday.", "Please help, I am locked in, they beat us"])
def test_no_page_says_safe_or_guilty(public, text_of, text):
    answer, _html = page(public, text)
    said = text_of(answer).lower()
    assert not {"safe", "guilty", "genuine", "trafficker", "legit"} & set(
        said.replace(".", " ").replace(",", " ").split()
    )


def test_no_sign_is_no_proof(public, text_of):
    answer, _html = page(public, "See you at church on Sunday.")
    assert "We saw no sign that we know. That does not prove the offer is honest." in text_of(answer)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_a_sign_is_named_it_is_not_said_that_none_was_found(public, lang):
    text = "Work in Dubai as a waiter."
    assert read(text).signs
    assert read(text).risk == "none"  # a sign that is no risk by itself
    said = markup.unescape(page(public, text, lang)[1])
    assert "No sign from our lists" not in said
    assert next_steps("none", lang)[0] not in said
    assert next_steps("none", lang)[1] in said
    assert next_steps("none", lang)[0] in markup.unescape(page(public, "See you at church on Sunday.", lang)[1])


def test_when_it_is_urgent_the_numbers_come_first(public):
    _answer, html = page(public, "Please help me, I am locked in a compound and they beat us, they took my passport")
    assert html.index('class="emergency"') < html.index("<h1>")


def test_hostile_markup_is_shown_as_words(public):
    _answer, html = page(public, 'job <script>alert(1)</script> "><img src=x onerror=y>')
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_diacritics_arrive_and_leave_whole(public):
    text = "Việc nhẹ lương cao, không cần bằng cấp; été à Nouméa, ça paie."
    _answer, html = page(public, text, lang="vi")
    assert text in markup.unescape(html)


def test_from_the_result_the_text_goes_into_a_report(public):
    answer = public.post("/en/report/?country=VU", {"text": LURE, "go": "1"})
    html = answer.content.decode()
    assert "Step 1 of 7" in html
    assert LURE in markup.unescape(html)


def test_a_change_of_language_keeps_the_text(public):
    _answer, html = page(public, LURE, lang="fr", go="edit")
    assert LURE in markup.unescape(html)
    assert "<mark" not in html


@pytest.mark.django_db(databases=["default", "letterbox"])
def test_nothing_is_stored(public, django_assert_num_queries):
    with django_assert_num_queries(0), django_assert_num_queries(3, using="letterbox") as asked:
        page(public, LURE)
    assert all(one["sql"].startswith("SELECT") and "Golden" not in one["sql"] for one in asked.captured_queries)


def test_a_draft_language_says_the_reasons_and_next_steps_in_english_too(public):
    from lali.engines.signs import next_steps, read, words

    reading = read(LURE, country="FJ")
    english = [words(sign.id, "en").why for sign in reading.signs] + list(next_steps(reading.risk, "en"))
    for lang, expected in (("vi", True), ("fr", False)):
        html = markup.unescape(page(public, LURE, lang=lang)[1])
        assert all((sentence in html) == expected for sentence in english)
