"""Report: one question a page, nothing lost on the way, sealed when sent, sent once."""

import html as markup
import re

import pytest

from lali.records.letterbox.models import Addressee, Letter, Report
from lali.web.public.pace import opened_now
from tests.web.public.conftest import LURE

STORY = "They took my cousin’s passport.\nThey are in Golden Lagoon house. “Việc nhẹ”, été."
ANSWERS = {
    "danger": "no",
    "text": STORY,
    "platform": "telegram",
    "phone": "+679 555 0101",
    "when": "last week",
    "place": "Suva",
    "about": "someone",
    "under_18": "unknown",
}


def said(answer):
    return markup.unescape(answer.content.decode())


def go(public, to, here=1, lang="en", query="", **answers):
    answers.setdefault("opened", opened_now() if Addressee.objects.exists() else "")
    return public.post(f"/{lang}/report/{query}", {"go": to, "here": here, **answers})


def code_on(answer):
    return re.search(r'name="code" value="([^"]+)"', answer.content.decode())[1]


@pytest.fixture
def sent(letterbox):
    """A report that was sent: the last page, and the six words."""
    words = code_on(go(letterbox, "next", here=6, **ANSWERS))
    return go(letterbox, "send", here=7, code=words, **ANSWERS), words


def test_the_first_question_comes_after_the_numbers(public):
    html = said(public.get("/en/report/"))
    assert html.index('class="emergency"') < html.index("in danger right now")
    assert "Step 1 of 7" in html


def test_each_page_carries_what_was_typed_before(public):
    kept = {}
    for here, answers in enumerate(
        [
            {"danger": "no"},
            {"about": "seen"},
            {"text": STORY},
            {"phone": "+679 555 0101"},
            {"when": "last week"},
            {"reach": "code"},
        ],
        start=1,
    ):
        kept |= answers
        answer = go(public, "next", here=here, **kept)
        assert answer.status_code == 200
        assert f"Step {here + 1} of 7" in said(answer)
        for value in kept.values():
            assert value in said(answer).replace("\r\n", "\n")


def test_back_goes_back_and_keeps_an_unfinished_answer(public):
    answer = go(public, "back", here=4, text=STORY, name="Joe", platform="nonsense")
    assert "Step 3 of 7" in said(answer)
    assert 'name="name" value="Joe"' in said(answer)


def test_a_change_of_language_or_country_stays_on_the_page(public):
    answer = go(public, "stay", here=3, lang="fr", query="?country=VU", text="half a sent")
    assert "half a sent" in said(answer)
    assert '<html lang="fr"' in said(answer)
    assert answer.status_code == 200


def test_the_story_is_the_one_thing_asked_for(public):
    answer = go(public, "next", here=3, text="  ", phone="+679 555 0101")
    assert answer.status_code == 400
    assert "Please write a few words" in said(answer)
    assert 'name="phone" value="+679 555 0101"' in said(answer)


def test_from_the_last_page_one_returns_to_what_is_missing(public):
    assert "Step 3 of 7" in said(go(public, "next", here=6, danger="no"))


def test_all_answers_are_shown_before_sending(public):
    html = said(go(public, "next", here=6, **ANSWERS))
    for shown in (STORY, "Telegram", "Someone I know", "I do not know", "last week"):
        assert shown in html


def test_a_report_is_sealed_and_says_what_was_told(sent, open_sealed):
    answer, words = sent
    assert answer.status_code == 200
    assert all(f"<li>{word}</li>" in answer.content.decode() for word in words.split())
    told = open_sealed(Report.objects.get())
    assert told == ANSWERS | {"country": "FJ", "language": "en"}


def test_the_letterbox_holds_no_word_of_it(sent):
    kept = b"".join(bytes(report.sealed) + bytes(report.lookup) for report in Report.objects.all())
    assert b"Golden" not in kept
    assert sent[1].split()[0].encode() not in kept


def test_sending_twice_makes_one_report(letterbox, sent):
    _answer, words = sent
    again = go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert again.status_code == 200
    assert all(f"<li>{word}</li>" in again.content.decode() for word in words.split())
    assert Report.objects.count() == 1


def test_the_page_of_words_can_be_read_in_another_language(letterbox, sent):
    again = go(letterbox, "send", lang="fr", code=sent[1])
    assert all(f"<li>{word}</li>" in again.content.decode() for word in sent[1].split())
    assert Report.objects.count() == 1


def test_words_from_elsewhere_are_not_put_on_the_page_of_answers(letterbox):
    known = code_on(go(letterbox, "next", here=6, **ANSWERS))
    assert code_on(go(letterbox, "next", here=6, code=known, **ANSWERS)) != known


def test_sending_without_words_or_with_spoilt_ones_asks_once_more(letterbox):
    for code in ("", "nonsense", "one two three four five six"):
        answer = go(letterbox, "send", here=7, code=code, **ANSWERS)
        assert "Is this right?" in said(answer)
    assert Report.objects.count() == 0


def test_a_node_that_takes_no_reports_says_so_and_keeps_all(public, db_both):
    assert not Addressee.objects.exists()
    words = code_on(go(public, "next", here=6, **ANSWERS))
    answer = go(public, "send", here=7, code=words, **ANSWERS)
    assert answer.status_code == 400
    assert "telephone numbers" in said(answer)
    assert STORY in said(answer).replace("\r\n", "\n")


def test_a_report_too_long_to_send_is_refused_with_a_sentence(letterbox):
    story = '"' * 20_000  # twice as long once written as JSON
    words = code_on(go(letterbox, "next", here=6, text=story))
    answer = go(letterbox, "send", here=7, code=words, text=story)
    assert answer.status_code == 400
    assert "Please shorten it" in said(answer)


def test_the_slower_of_two_presses_finds_the_report_there(letterbox, monkeypatch):
    """The other press is quicker: it arrives after this one has looked and before it writes."""
    from lali.web.public.views import report as views

    look = views.report_under

    def look_and_be_overtaken(keys):
        monkeypatch.setattr(views, "report_under", look)
        views.receive_report(by="public", words="{}", reporter=keys)

    words = code_on(go(letterbox, "next", here=6, **ANSWERS))
    monkeypatch.setattr(views, "report_under", look_and_be_overtaken)
    assert go(letterbox, "send", here=7, code=words, **ANSWERS).status_code == 200
    assert Report.objects.count() == 1


# -- coming back ------------------------------------------------------------------------------------------------------


def come(public, words, to="next", lang="en", **answers):
    return public.post(f"/{lang}/code/", {"go": to, "code": words, **answers})


def test_the_words_open_the_report_however_they_are_typed(letterbox, sent):
    answer = come(letterbox, " ".join(f"{n}. {word.upper()}," for n, word in enumerate(sent[1].split(), 1)))
    assert answer.status_code == 200
    assert "Waiting to be read" in said(answer)


def test_a_mistyped_word_is_named_and_near_words_offered(letterbox, sent):
    words = sent[1].split()
    answer = come(letterbox, " ".join([*words[:5], words[5] + "zq"]))
    assert answer.status_code == 400
    assert "Word 6 is not one of ours" in said(answer)
    assert words[5] in said(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please type your six words."),
        ("river", "We see 1 word."),
        ("river river", "We see 2 words."),
        ("qqqqqq river river river river river", "Word 1 is not one of ours. Please look at it again."),
    ],
)
def test_what_is_no_code_gets_a_sentence(letterbox, typed, sentence):
    assert sentence in said(come(letterbox, typed))


def test_words_that_lead_nowhere_say_so(letterbox):
    unsent = code_on(go(letterbox, "next", here=6, **ANSWERS))
    assert "We have no report under these six words" in said(come(letterbox, unsent))


def test_swapped_words_are_noticed(letterbox, sent):
    from itertools import permutations

    from lali.engines.exchange import CodeDoesNotFit, read_code

    def misfit(words):
        try:
            read_code(words)
        except CodeDoesNotFit:
            return True
        return False

    swapped = next(words for words in map(" ".join, permutations(sent[1].split())) if misfit(words))
    assert "do not belong together" in said(come(letterbox, swapped))


def test_a_question_is_read_and_answered(letterbox, sent, open_sealed):
    from lali.records.letterbox.actions import send_question, show_state
    from lali.records.letterbox.vocabulary import ReportState

    report = Report.objects.get()
    send_question(by="node", report=report, words="Which <house> in Suva?")
    show_state(by="node", report_number=report.pk, state=ReportState.WORKING)
    html = come(letterbox, sent[1]).content.decode()
    assert "Which &lt;house&gt; in Suva?" in html
    assert "We are working on it" in html
    answer = come(letterbox, sent[1], to="answer", written=0, answer="The blue one.")
    assert "Your message has arrived." in said(answer)
    assert open_sealed(Letter.objects.get(from_agency=False)) == "The blue one."


def test_an_answer_sent_again_arrives_once_and_is_not_lost(letterbox, sent):
    for _press in range(2):
        answer = come(letterbox, sent[1], to="answer", written=0, answer="The blue one.")
    assert Letter.objects.count() == 1
    assert "A message was sent since you opened this page." in said(answer)
    assert "The blue one." in said(answer)


def test_an_answer_half_typed_survives_a_change_of_language(letterbox, sent):
    assert "half a sent" in said(come(letterbox, sent[1], to="stay", lang="fr", answer="half a sent"))


def test_an_empty_answer_is_asked_for(letterbox, sent):
    answer = come(letterbox, sent[1], to="answer", written=0, answer=" ")
    assert answer.status_code == 400
    assert "Please write your message first." in said(answer)


def test_a_conversation_without_end_is_stopped_kindly(letterbox, sent):
    report = Report.objects.get()
    Letter.objects.bulk_create([Letter(report=report, from_agency=False, sealed=b"", sent_at=report.received_at)] * 50)
    answer = come(letterbox, sent[1], to="answer", written=50, answer="one more")
    assert "make a new report" in said(answer)
    assert "one more" in said(answer)


def test_the_code_never_stands_in_an_address(letterbox, sent):
    for answer in (sent[0], come(letterbox, sent[1])):
        addresses = re.findall(r'(?:href|action|formaction)="([^"]*)"', answer.content.decode())
        words = set(sent[1].split()) - {"report", "code", "check", "help", "leave"}  # words of the site's own addresses
        assert not any(words & set(re.split(r"[^a-z]+", address)) for address in addresses)
    assert LURE not in str(letterbox.cookies)


def test_through_somebody_without_saying_whom_is_asked_and_loses_nothing(letterbox):
    reach = {**ANSWERS, "reach": "helper"}
    for to in ("next", "7", "send"):
        asked = go(letterbox, to, here=6, code="", **reach)
        assert asked.status_code == 400
        assert "Please say who it is. If not, choose “Only here, with my six words”." in said(asked)
        assert "Golden Lagoon" in said(asked)
    for passed in ({"helper": "My aunt, at church"}, {"reach": "code"}):
        assert "Is this right?" in said(go(letterbox, "next", here=6, **(reach | passed)))
