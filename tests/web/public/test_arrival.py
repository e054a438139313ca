"""Where a place code leads: one small page, the message in its language, three ways on, and sums of loads."""

import gzip
import re
from datetime import timedelta
from html import unescape

import brotli
import pytest
from django.utils import timezone

from lali.records.learning.models import Attempt
from lali.records.reach.actions import close_code, open_code
from lali.records.reach.models import Tally
from lali.records.reach.vocabulary import LONGEST_HEADLINE, LONGEST_TEXT, path_of
from tests.web.public.conftest import LANGUAGES, LURE
from tests.web.public.test_budget import only_itself
from tests.web.public.test_learn import COMPRESSED, Walker, fields

pytestmark = pytest.mark.slow

BROTLI = {"headers": {"accept-encoding": "gzip, br"}}
SAID = {
    "bi": {
        "A": ("Stop. Askem fastaem.", "Wan wok we i gud tumas?\nAskem <b>seven</b> kwestin."),
        "B": ("Jekem ofa ia.", "Paspot blong yu hemi blong yu nomo."),
    },
    "en": {"A": ("Stop. Ask first.", "A job that is too good?"), "B": ("Check this offer.", "Your passport is yours.")},
}
PLACE = "Lakatoro market (invented)"
AHEAD = [
    ("sec-purpose", "prefetch"),
    ("sec-purpose", "prefetch;prerender"),
    ("purpose", "prefetch"),
    ("x-purpose", "preview"),
    ("x-moz", "prefetch"),
]


def html(answer):
    read = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[answer.get("Content-Encoding", "")]
    return unescape(read(answer.content).decode())


@pytest.fixture
def opened(letterbox):
    def opened(language="bi", said=SAID, **days):
        days = {"open_from": timezone.localdate(), **days}
        return open_code(by="node", campaign="campaign:3", place=PLACE, language=language, said=said, **days).code

    return opened


@pytest.fixture
def code(opened):
    return opened()


def tallied():
    found = {}
    for one in Tally.objects.all():
        found[one.step] = found.get(one.step, 0) + one.number
    return found


# -- the page --------------------------------------------------------------------------------------------------------------


def test_a_poster_leads_to_the_message_in_its_own_language_in_one_request(letterbox, code):
    answer = letterbox.get(path_of(code), headers={"accept-language": "fr", "accept-encoding": "br"})
    said = html(answer)
    assert answer.status_code == 200
    assert answer["Content-Language"] == "bi"
    assert '<html lang="bi"' in said
    assert any(words[0] in said for words in SAID["bi"].values())
    assert any(words[0] in said for words in SAID["en"].values())  # beside a draft, the English
    assert only_itself(said) == []
    assert "campaign:3" not in said
    assert PLACE not in said


def test_what_is_said_of_drafts_stands_below_the_signed_message(letterbox, code):
    said = html(letterbox.get(path_of(code)))
    message = max(said.find(words[1].split()[0]) for words in SAID["bi"].values())
    assert 0 < message < said.index("Draft, to be reviewed by a speaker") < said.index('class="picks"')
    assert "Draft, to be reviewed" not in html(letterbox.get(f"/en/c/{code}"))


def test_it_stands_in_each_language_and_the_variant_stays_when_the_language_changes(letterbox, code):
    page = letterbox.get(f"/en/c/{code}", **BROTLI)
    letter = fields(page)["variant"]
    assert SAID["en"][letter][0] in html(page)
    assert SAID["bi"][letter][0] not in html(page)
    for _change in range(8):
        again = letterbox.post(f"/bi/c/{code}", {**fields(page), "go": "stay"}, **BROTLI)
        assert SAID["bi"][letter][0] in html(again)
    french = html(letterbox.post(f"/fr/c/{code}", {**fields(page), "go": "stay"}, **BROTLI))
    assert f'lang="bi"><h1>{SAID["bi"][letter][0]}' in french  # the campaign has no French
    assert tallied() == {"arrived": 1}  # a change of language is no arrival


def test_both_variants_are_drawn(letterbox, code):
    letters = {fields(letterbox.get(f"/en/c/{code}", **BROTLI))["variant"] for _visitor in range(40)}
    assert letters == {"A", "B"}


def test_words_of_a_campaign_are_text_and_no_markup(letterbox, opened):
    said = {"en": {"A": ("<script>alert(1)</script>", "<b>bold</b>\n& more")}}
    answer = letterbox.get(path_of(opened("en", said)))
    raw = answer.content.decode()
    assert "&lt;script&gt;" in raw
    assert "<script" not in raw
    assert "&lt;b&gt;bold&lt;/b&gt;<br>&amp; more" in raw


@pytest.mark.parametrize("spoilt", ["{}/", "{} ", "%20{}", "{:.3}-{:.3}"])
def test_a_code_typed_by_hand_is_read(letterbox, code, spoilt):
    typed = f"{code[:3]}-{code[3:]}" if "-" in spoilt else spoilt.format(code)
    for path in (f"/c/{typed.lower()}", f"/en/c/{typed}"):
        assert fields(letterbox.get(path))["via"] == code


@pytest.mark.parametrize(
    "typed", ["", "BCD234", "nothing", "O0O0O0", "<script>", "%00%FF", "../x", "b" * 60, "🙂🙂🙂🙂🙂🙂"]
)
def test_a_code_that_is_none_leads_home_with_a_plain_sentence(letterbox, typed):
    for path in ("/c/", "/en/c/"):
        answer = letterbox.get(path + typed)
        if "/" in typed:
            assert answer.status_code == 404
            continue
        assert answer.status_code == 200
        assert "This code leads to no message now." in html(answer)
        assert "Is this offer what it says?" in html(answer)
        assert "<script" not in answer.content.decode()
    assert tallied() == {}


def test_a_closed_code_an_early_one_and_one_that_never_was_look_alike(letterbox, opened):
    today = timezone.localdate()
    closed, early = opened(), opened(open_from=today + timedelta(days=1))
    over = opened(open_from=today - timedelta(days=9), open_until=today - timedelta(days=1))
    close_code(by="node", campaign="campaign:3", code=closed)
    for prefix in ("", "/en", "/bi"):
        pages = {letterbox.get(f"{prefix}/c/{one}").content for one in (closed, early, over, "BCD234", "what?")}
        assert len(pages) == 1
    assert tallied() == {}


def test_the_home_page_itself_says_nothing_of_codes(letterbox):
    assert "leads to no message" not in html(letterbox.get("/en/"))


def test_a_place_code_at_the_door_for_six_words_is_shown_the_way(letterbox, code):
    answer = letterbox.post("/en/code/?country=VU", {"go": "next", "code": f" {code[:3].lower()} {code[3:]}"})
    assert (answer.status_code, answer["Location"]) == (302, f"/en/c/{code}?country=VU")
    assert letterbox.post("/en/code/", {"go": "next", "code": "BCD234"}).status_code == 400


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_small_even_when_the_message_is_as_long_as_may_be(letterbox, opened, lang):
    long = " ".join(LURE.split())[:LONGEST_TEXT]
    said = {one: {"A": (f"{one} {long}"[:LONGEST_HEADLINE], f"{one} {long[::-1]}"[:LONGEST_TEXT])} for one in LANGUAGES}
    pages = [letterbox.get(f"/{lang}/c/{opened(lang, said)}", **BROTLI), letterbox.get(f"/{lang}/c/BCD234", **BROTLI)]
    walker = Walker(letterbox, lang)
    pages += [
        walker.press(pages[0], go="begin"),
        letterbox.post(f"/{lang}/check/", {**fields(pages[0]), "go": "edit"}, **BROTLI),
    ]
    for page in pages:
        assert page["Content-Encoding"] == "br"
        assert len(page.content) <= COMPRESSED, (lang, page.request["PATH_INFO"], len(page.content))
        assert only_itself(html(page)) == []


# -- what is counted ---------------------------------------------------------------------------------------------------------


def test_only_what_somebody_asked_for_is_counted(letterbox, code):
    letterbox.head(path_of(code))
    letterbox.head(f"/en/c/{code}")
    letterbox.options(f"/en/c/{code}")
    for name, ahead in AHEAD:
        assert fields(letterbox.get(path_of(code), headers={name: ahead}))["via"] == code
    assert tallied() == {}
    letterbox.get(path_of(code))
    letterbox.get(f"/en/c/{code}")
    assert tallied() == {"arrived": 2}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_on_another_site_counts_and_a_form_that_it_sends_does_not(letterbox, code, site):
    headers = {"sec-fetch-site": site}
    by_code = {"via": code, "variant": "B"}
    begun = letterbox.post("/en/learn/", {"pick": "sms", **by_code}, headers=headers)
    letterbox.post("/en/check/", {"go": "edit", **by_code}, headers=headers)
    last = {**fields(begun), "at": "after", "go": "skip"}
    letterbox.post("/en/learn/", last, headers=headers)
    assert tallied() == {}
    letterbox.get(path_of(code), headers=headers)
    letterbox.post("/en/learn/", last, headers={"sec-fetch-site": "same-origin"})
    assert tallied() == {"arrived": 1, "finished": 1}


@pytest.mark.parametrize(("name", "ahead"), AHEAD)
def test_a_form_that_is_loaded_ahead_counts_no_step(letterbox, code, name, ahead):
    by_code = {"via": code, "variant": "B"}
    letterbox.post("/en/learn/", {"pick": "sms", **by_code}, headers={name: ahead})
    letterbox.post("/en/check/", {"go": "edit", **by_code}, headers={name: ahead})
    assert tallied() == {}


def test_the_lesson_knows_by_which_code_somebody_came(letterbox, code):
    walker = Walker(letterbox)
    landing = letterbox.get(path_of(code), **BROTLI)
    channels = walker.press(landing, go="begin")
    assert "Where do messages reach you?" in html(channels)
    french = letterbox.post("/fr/learn/", {**fields(channels), "go": "begin"}, **BROTLI)  # another language
    assert fields(french) == fields(channels) == fields(landing)
    page = walker.test_all(walker.press(channels, pick="sms"), "100110")
    page = walker.press(walker.lesson(page), go="next")
    assert tallied() == {"arrived": 1, "began": 1}
    done = walker.test_all(page, "100110")
    assert tallied() == {"arrived": 1, "began": 1, "finished": 1}
    came = {(one.code, one.letter) for one in Attempt.objects.all()}
    assert came == {(code, fields(landing)["variant"])}
    assert Attempt.objects.count() == 2
    kept = walker.press(done, go="keep")  # six words go under a name of their own
    assert len(re.findall(r"<li>(\w+)</li>", html(kept))) == 6
    for page in walker.seen[1:]:
        assert len(page.content) <= (COMPRESSED if page["Content-Encoding"] == "br" else 14 * 1024)


def test_who_skips_the_tests_comes_to_the_end_too_and_no_answer_is_kept(letterbox, code):
    walker = Walker(letterbox)
    page = walker.press(walker.press(letterbox.get(path_of(code)), pick="chat"), go="skip")
    walker.press(walker.press(walker.lesson(page), go="next"), go="skip")
    assert tallied() == {"arrived": 1, "began": 1, "finished": 1}
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(
    "odd", [{"via": "BCD234"}, {"via": ""}, {"via": "../x"}, {"variant": "C"}, {"variant": ""}, {"via": "x" * 900}]
)
def test_a_code_that_was_made_up_counts_nothing_and_spoils_no_lesson(letterbox, code, odd):
    walker = Walker(letterbox)
    page = walker.press(**{"via": code, "variant": "A", "pick": "chat", **odd})
    walker.test_all(page, "100110")
    assert tallied() == {}
    assert {(one.code, one.letter) for one in Attempt.objects.all()} == {("", "")}


def test_a_code_that_is_closed_during_the_lesson_counts_no_further(letterbox, code):
    walker = Walker(letterbox)
    page = walker.press(letterbox.get(path_of(code)), pick="chat")
    close_code(by="node", campaign="campaign:3", code=code)
    walker.test_all(page, "100110")
    assert Attempt.objects.get().code == ""
    assert tallied() == {"arrived": 1, "began": 1}


def test_to_check_an_offer_is_counted_and_the_code_stays_behind(letterbox, code):
    landing = letterbox.get(path_of(code), **BROTLI)
    check = letterbox.post("/en/check/", {**fields(landing), "go": "edit"}, **BROTLI)
    assert check.status_code == 200
    assert tallied() == {"arrived": 1, "checked": 1}
    letterbox.post("/fr/check/", {**fields(check), "go": "edit", "text": "x"})  # another language
    result = letterbox.post("/en/check/", {**fields(check), "go": "next", "text": LURE}, **BROTLI)
    report = letterbox.post("/en/report/", {**fields(result), "go": "1"}, **BROTLI)
    assert tallied() == {"arrived": 1, "checked": 1}
    for page in (check, result, report):
        assert code not in html(page)
        assert "variant" not in fields(page)


def test_without_a_code_nothing_is_counted(letterbox):
    walker = Walker(letterbox)
    walker.whole()
    letterbox.post("/en/check/", {"go": "edit"})
    assert tallied() == {}
    assert "via" not in fields(walker.seen[0])
    assert {one.code for one in Attempt.objects.all()} == {""}
