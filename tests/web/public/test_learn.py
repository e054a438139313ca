"""The lesson walked without a script: three minutes, nothing kept but answers by day; the codes; the story game."""

import gzip
import re
from datetime import timedelta
from html import unescape

import brotli
import pytest
import time_machine
from django.utils import timezone

from lali.engines.lessons import CHANNELS, form
from lali.records.learning.models import Attempt
from tests.web.public.conftest import LANGUAGES

pytestmark = pytest.mark.slow

COMPRESSED, AT_MOST = 5 * 1024, 14 * 1024
BROTLI = {"headers": {"accept-encoding": "gzip, br"}}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def fields(answer):
    return {name: unescape(value) for name, value in HIDDEN.findall(html(answer))}


def html(answer):
    read = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[answer.get("Content-Encoding", "")]
    return read(answer.content).decode()


class Walker:
    """Presses buttons; sends back what the page carries."""

    def __init__(self, client, lang="en", keep=""):
        self.client, self.url, self.seen = client, f"/{lang}/learn/{keep}", []

    def press(self, answer=None, url="", **more):
        self.seen.append(
            answer := self.client.post(url or self.url, {**(fields(answer) if answer else {}), **more}, **BROTLI)
        )
        return answer

    def test_all(self, page, pattern):
        for bit in pattern:
            page = self.press(page, go="check" if bit == "1" else "trust")
        return page

    def lesson(self, page):
        for _item in range(4):
            page = self.press(page, go="check")
            page = self.press(page, go="next")
        return page

    def whole(self, channel="chat", before="100110", after="100110"):
        page = self.test_all(self.press(pick=channel), before)
        page = self.press(self.lesson(page), go="next")
        return self.test_all(page, after)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_page_of_the_lesson_is_one_small_request(letterbox, lang, channel):
    walker = Walker(letterbox, lang)
    done = walker.whole(channel)
    walker.press(done, go="keep")
    assert len(walker.seen) == 1 + 6 + 8 + 1 + 6 + 1
    for page in walker.seen:
        assert page.status_code == 200
        secret = page["Content-Encoding"] == "gzip"
        assert len(page.content) <= (AT_MOST if secret else COMPRESSED), html(page)[-400:]
        assert not re.search(r"%\(|\]\(|<script|<img|<link rel=\"s", html(page))


def test_answers_are_kept_by_day_and_counted_once(letterbox):
    walker = Walker(letterbox, "en", "?country=VU")
    page = walker.test_all(walker.press(pick="sms"), "100110")
    walker.test_all(walker.seen[-2], "0")  # the back button, and another last answer
    page = walker.press(walker.lesson(page), go="next")
    done = walker.test_all(page, "100111")
    assert "You stopped at 3 of 3 traps." in html(done)
    assert "You trusted 2 of 3 honest offers." in html(done)
    walker.press(walker.seen[-2], go="check")  # the last page sent twice
    first, second = Attempt.objects.order_by("pk")
    assert (first.phase, first.channel, first.country, first.language, first.answers) == (
        *("before", "sms", "VU", "en"),
        "100110",
    )
    assert (second.phase, second.answers) == ("after", "100111")
    assert {first.form, second.form} == {"A", "B"}
    assert first.day == timezone.localdate()


def test_both_orders_come(letterbox):
    orders = {fields(Walker(letterbox).press(pick="chat"))["order"] for _visitor in range(40)}
    assert orders == {"AB", "BA"}


def test_tests_can_be_skipped_and_nothing_is_kept_then(letterbox):
    walker = Walker(letterbox)
    page = walker.press(walker.press(pick="post"), go="check")
    page = walker.lesson(walker.press(page, go="skip"))
    done = walker.press(walker.press(page, go="next"), go="skip")
    assert "You did it." in html(done)
    assert "Give me six words" not in html(done)
    assert Attempt.objects.count() == 0


def test_the_answer_quotes_the_words_that_tell(letterbox):
    walker = Walker(letterbox)
    page = walker.press(walker.press(pick="chat"), go="skip")
    said = html(walker.press(page, go="trust"))
    assert "This one is a trap. It fools many people." in said
    assert re.search(r"<mark>.*?US\$2,500 a month</mark>", said)
    assert '<q dir="auto">US$2,500 a month</q>' in said
    page = walker.press(walker.seen[-1], go="next")
    assert "You may always check. This one is honest." in html(walker.press(page, go="check"))


def test_the_language_and_the_country_can_change_anywhere(letterbox):
    walker = Walker(letterbox)
    page = walker.press(walker.press(pick="chat"), go="check")
    french = walker.press(page, url="/fr/learn/?country=VU", go="stay")
    assert fields(french) == fields(page)
    assert Attempt.objects.count() == 0


def test_buttons_of_another_language_or_country_lead_to_this_very_page(letterbox):
    walker = Walker(letterbox)
    test = walker.press(pick="chat")
    for page in (test, walker.press(test, go="skip")):
        led = re.findall(r'formaction="([^"]+)" name="go" value="stay"', html(page))
        assert {"/vi/learn/", "/en/learn/?country=VU"} <= set(led)
        assert all(fields(walker.press(page, url=where, go="stay")) == fields(page) for where in led)


@pytest.mark.parametrize(
    "odd",
    [
        {"at": "nowhere"},
        {"channel": "../x"},
        {"order": "AA"},
        {"token": "short"},
        {"before": "2"},
        {"before": "1" * 7},
        {"at": "answer"},
        {"at": "after", "after": "111111"},
        {"lesson": "10101"},
        {"at": "done", "before": "1", "after": "111111"},
        {"at": "done", "before": "111111", "after": "1"},
        {"at": "lesson", "before": "1"},
        {"token": ""},
    ],
)
def test_what_is_no_progress_begins_anew(letterbox, odd):
    page = Walker(letterbox).press(pick="chat")
    answer = letterbox.post("/en/learn/", {**fields(page), "go": "check", **odd})
    assert "Where do messages reach you?" in html(answer)
    assert Attempt.objects.count() == 0


def test_six_words_lead_back_after_ten_and_thirty_days(letterbox):
    with time_machine.travel("2026-11-02T10:00:00+00:00") as clock:
        walker = Walker(letterbox)
        done = walker.whole()
        kept = walker.press(done, go="keep")
        words = re.findall(r"<li>(\w+)</li>", html(kept))
        assert len(words) == 6
        assert "12 November 2026" in html(kept)
        assert "2 December 2026" in html(kept)
        assert "<svg" in html(kept)
        assert re.findall(r"<li>(\w+)</li>", html(walker.press(done, go="keep"))) == words  # pressed twice
        assert {bool(one.lookup) for one in Attempt.objects.all()} == {True}
        back = Walker(letterbox)
        back.url = "/en/learn/again/"
        assert "You are early" in html(back.press(code=" ".join(words)))
        for days, letter in ((10, "C"), (20, "D")):
            clock.shift(timedelta(days=days))
            page = back.press(code=" ".join(words))
            assert 'formaction="/fr/learn/again/"' in html(page)
            for item in form(letter):
                page = back.press(page, go="check" if item.lure else "trust")
            assert "You stopped at 2 of 2 traps." in html(page)
            assert "You trusted 2 of 2 honest offers." in html(page)
            assert html(back.press(page, go="stay")) == html(page)
        assert "You have done it all" in html(back.press(code=" ".join(words)))
    assert sorted(Attempt.objects.values_list("phase", flat=True)) == ["after", "before", "day10", "day30"]
    for page in back.seen:
        assert page["Content-Encoding"] == "gzip"
        assert len(page.content) <= AT_MOST


def test_who_begins_on_one_day_and_ends_on_another_is_not_scored_by_other_messages(letterbox):
    with time_machine.travel("2026-11-02T10:00:00+00:00") as clock:
        walker = Walker(letterbox)
        words = re.findall(r"<li>(\w+)</li>", html(walker.press(walker.whole(), go="keep")))
        back = Walker(letterbox)
        back.url = "/en/learn/again/"
        clock.shift(timedelta(days=24))
        page = back.test_all(back.press(code=" ".join(words)), "110")
        assert fields(page)["form"] == "C"
        clock.shift(timedelta(days=1))
        page = back.press(page, go="check")
        assert page.status_code == 400
        assert "You began on another day" in html(page)
        assert " ".join(words) in html(page)
        assert not Attempt.objects.filter(phase__startswith="day").exists()
        assert fields(back.press(code=" ".join(words), go="next"))["form"] == "D"


@pytest.mark.parametrize("typed", ["", "one two", "abandon " * 6, "zoo zoo zoo zoo zoo zoo", "\x00" * 50])
def test_words_that_lead_nowhere_are_said_kindly(letterbox, typed):
    answer = letterbox.post("/en/learn/again/", {"go": "next", "code": typed})
    assert answer.status_code == 400
    assert "Welcome back" in html(answer)


def test_a_node_that_takes_no_reports_still_teaches(public, db_both):
    done = Walker(public).whole()
    assert done.status_code == 200
    assert "Give me six words" not in html(done)
    assert public.post("/en/learn/again/", {"go": "next", "code": "abandon " * 6}).status_code == 400


def test_the_days_are_a_calendar_file_that_says_nothing(public):
    with time_machine.travel("2026-11-02T10:00:00+00:00"):
        answer = public.get("/en/learn/days/")
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"].startswith("text/calendar")
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART;VALUE=DATE:20261112",
        "DTSTART;VALUE=DATE:20261202",
    ]
    assert [line for line in lines if line.startswith("SUMMARY")] == ["SUMMARY:Information"] * 2
    assert "Lali" not in answer.content.decode()


# -- the story game, the stories -----------------------------------------------------------------------------------------


def play(client, story, path, lang="en"):
    page = client.post(f"/{lang}/learn/play/", {"story": story}, **BROTLI)
    for digit in path:
        page = client.post(f"/{lang}/learn/play/", {**fields(page), "go": digit}, **BROTLI)
    return page


def test_the_game_is_played_to_a_good_and_to_a_hard_end(public):
    good = html(play(public, "chat_job", "32"))
    assert "Your uncle asked the ministry." in good
    assert "Pressure to decide now" in good
    hard = html(play(public, "online_friend", "11111"))
    assert "You did nothing wrong." in hard
    assert "Asks for intimate pictures" in hard
    assert "What do you say?" not in hard


def test_a_step_says_what_the_last_words_showed(public):
    step = html(play(public, "chat_job", "2"))
    assert "Did you see it? Pay far above the job" in step
    assert "Which firm is it?" in step
    assert "Add me on Telegram" in step


@pytest.mark.parametrize("odd", [{"story": "x"}, {"path": "99"}, {"go": "7"}, {"path": "1" * 99}, {"go": "²"}])
def test_odd_steps_begin_anew(public, odd):
    answer = public.post("/en/learn/play/", {"story": "chat_job", "path": "", "go": "1", **odd})
    assert answer.status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_to_read_and_to_play_are_small(public, lang):
    pages = [public.get(f"/{lang}/learn/{where}", **BROTLI) for where in ("", "again/", "play/", "stories/")]
    pages += [play(public, "chat_job", path, lang) for path in ("", "2", "222", "2211", "22112")]
    pages += [play(public, "online_friend", path, lang) for path in ("13", "2221", "111111")]
    for page in pages:
        assert page["Content-Encoding"] == "br"
        assert len(page.content) <= COMPRESSED, (page.request["PATH_INFO"], len(page.content))


@pytest.mark.parametrize(("lang", "fee"), [("en", "30,000 vatu"), ("fr", "30\xa0000 vatu"), ("bi", "30,000 vatu")])
def test_a_sum_is_written_as_the_readers_language_writes_it(lang, fee):
    from django.utils.translation import override

    from lali.web.public.messages import words_of

    with override(lang):
        assert words_of("VU")["fee"] == fee
