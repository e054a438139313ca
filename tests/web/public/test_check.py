"""Check an offer."""

import html as markup
import re

import brotli
import pytest

from lali.engines.signs import Word, entries, judge, next_steps, read, words
from lali.web.public.views import result
from tests.web.public.conftest import LANGUAGES, LURE

SIGN = re.compile(r'class="sign"')
SHORT = (
    "Customer service in Bangkok, 1800 USD a month, no experience, ticket and room paid. Leave this week! "
    "WhatsApp +679 410-0142 or Telegram @goldenlagoon_hr"
)


def page(public, text, lang="en", go="next"):
    answer = public.post(f"/{lang}/check/", {"text": text, "go": go})
    return answer, answer.content.decode()


def test_a_lure_shows_its_signs_with_its_own_words(public):
    answer, html = page(public, LURE)
    assert answer.status_code == 200
    for piece in ("<mark", "passport", "Act", "Means", "Purpose", "+6795550101", "Ask them", "Report this"):
        assert piece in html
    assert "give your passport" in html


@pytest.mark.parametrize("text", [LURE, "See you at church on Sunday.", "Please help, I am locked in, they beat us"])
def test_no_page_says_safe_or_guilty(public, text_of, text):
    answer, _html = page(public, text)
    said = text_of(answer).lower()
    assert not {"safe", "guilty", "genuine", "trafficker", "legit"} & set(
        said.replace(".", " ").replace(",", " ").split()
    )


ORDER = (
    "We see ",
    'class="signs"',
    'class="lamps"',
    "What to do now</h2>",
    'class="emergency"',
    "Report this",
    "Ask them",
    "Numbers, links and names in it",
)


@pytest.mark.parametrize("sent", [{"text": LURE}, {"text": LURE, "fee": "yes", "ticket": "unknown"}])
def test_what_to_do_and_whom_to_ring_come_right_after_what_we_saw(public, sent):
    html = public.post("/en/check/", sent | {"go": "next"}).content.decode()
    places = [html.index(words, html.index("<main")) for words in ORDER]
    assert places == sorted(places)
    assert html.count('class="emergency"') == 1


def test_three_signs_stand_open_the_most_telling_first(public):
    html = page(public, LURE)[1]
    first, folded = html.split("<details>")[0], html.split("<details>")[1].split("</details>")[0]
    assert first.count('class="sign"') == 3
    found = {one.id for one in read(LURE, country="FJ").signs}
    assert folded.count('class="sign"') == len(found) - 3
    weights = sorted((entries()[one].weight for one in found), reverse=True)
    shown = [
        next(one for one in found if words(one, "en").why in markup.unescape(part)) for part in SIGN.split(html)[1:]
    ]
    assert [entries()[one].weight for one in shown] == weights


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_checked_offer_is_light_with_its_headers(public, lang):
    """The headers of the public process are some 700 bytes; a draft language says its sentences in English too."""
    answer = public.post(f"/{lang}/check/", {"text": SHORT, "go": "next"}, headers={"accept-encoding": "br"})
    headers = sum(len(name) + len(value) + 4 for name, value in answer.items())
    assert len(answer.content) + headers <= (5_120 if lang in {"en", "fr"} else 5_900)


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
    reading = read(LURE, country="FJ")
    english = [words(sign.id, "en").why for sign in reading.signs] + list(next_steps(reading.risk, "en"))
    for lang, expected in (("vi", True), ("fr", False)):
        html = markup.unescape(page(public, LURE, lang=lang)[1])
        assert all((sentence in html) == expected for sentence in english)


def close_to(text):
    """A judgement as a model gives it that saw something where the rules see nothing."""
    return judge(text)._replace(kind="lure", risk="likely", weighed=(Word(text[:12], 0, 12, 2.0),))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_model_raises_to_look_closely_and_no_further(public, monkeypatch, lang):
    monkeypatch.setattr(result, "judge", lambda text, country, answers: close_to(text))
    plain = "Sunday after church we meet at the river, bring bread."
    answer, html = page(public, plain, lang)
    assert 'class="close"' in html
    assert '<q dir="auto">Sunday after</q>' in html
    assert "lamps" not in html
    assert html.index('class="emergency"') > html.index('id="do"')  # as for any offer to look at, not as urgent
    assert len(brotli.compress(answer.content)) <= 5 * 1024
    with_signs = page(public, LURE, lang)[1]
    assert 'class="close"' not in with_signs


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_call_for_help_that_only_the_model_hears_is_told_whom_to_ring(public, lang):
    plea = "please\nhelp\nme,\nthey\ntook\nmy\npassport\nand\nlock\nus\nin\nthe\nhouse"
    assert (read(plea).risk, judge(plea).kind) == ("none", "help")
    html = page(public, plea, lang)[1]
    assert html.count('class="emergency"') == 1
    assert html.index('class="emergency"') < html.index("<h1>")
    assert 'class="close"' not in html
    assert next_steps("urgent", lang, with_signs=False)[0] in markup.unescape(html)
    assert 'class="card ask"' not in html


def test_where_the_model_sees_nothing_the_page_is_as_before(public):
    assert 'class="close"' not in page(public, "See you at church on Sunday.")[1]
