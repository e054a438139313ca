"""A report that is put aside: six words at once, nothing lost, nothing doubled, nobody else reads it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from lali.engines.exchange import CannotOpen, derive, open_letter, read_code
from lali.records.letterbox.actions import let_drafts_go
from lali.records.letterbox.models import Addressee, Draft, Report
from lali.records.letterbox.vocabulary import DRAFT_PURPOSE
from lali.web.public.pace import opened_now
from tests.web.public.test_report import ANSWERS, STORY, code_on, go, said

pytestmark = pytest.mark.slow


def shown_words(answer):
    return " ".join(re.findall(r"<li>([^<]+)</li>", answer.content.decode().split('class="code"')[1].split("</ol>")[0]))


def open_words(public, words, **more):
    return public.post("/en/code/", {"go": "next", "code": words, **more})


@pytest.fixture
def saved(letterbox):
    """The six words of a report that was put aside on its third page."""
    return code_on(go(letterbox, "save", here=3, text=STORY, about="someone"))


def test_saving_shows_six_words_and_the_day_until_which_it_waits(letterbox):
    answer = go(letterbox, "save", here=3, text=STORY)
    assert answer.status_code == 200
    assert len(code_on(answer).split()) == 6
    assert all(f"<li>{word}</li>" in answer.content.decode() for word in code_on(answer).split())
    assert "It is not sent yet" in said(answer)
    assert f"{timezone.localdate() + timedelta(days=14):%Y}" in said(answer)


def test_anything_can_be_put_aside_even_an_answer_that_will_not_do(letterbox):
    words = code_on(go(letterbox, "save", here=3, text="  "))
    assert "Step 3 of 7" in said(open_words(letterbox, words))


def test_the_words_open_it_where_it_was_left(letterbox, saved):
    answer = open_words(letterbox, saved)
    assert "Step 3 of 7" in said(answer)
    assert STORY in said(answer).replace("\r\n", "\n")
    assert 'name="about" value="someone"' in said(answer)
    assert code_on(answer) == saved
    assert 'action="/en/report/"' in said(answer)


def test_the_agency_cannot_read_it_and_the_row_says_nothing(letterbox, saved):
    from lali.project import settings as workspace

    draft = Draft.objects.get()
    key = (workspace.NODE.keys / "letter.key").read_bytes()
    with pytest.raises(CannotOpen):
        open_letter(bytes(draft.sealed), key=key, purpose=DRAFT_PURPOSE)
    assert b"Golden" not in bytes(draft.sealed)
    assert not Report.objects.exists()


@pytest.mark.parametrize("length", [1, 300, 600])
def test_the_length_of_a_row_tells_nothing(letterbox, length):
    go(letterbox, "save", here=3, text="x" * length)
    go(letterbox, "save", here=3, text="x")
    assert len({len(bytes(draft.sealed)) for draft in Draft.objects.all()}) == 1


def test_a_lost_connection_loses_no_page_that_came_back(letterbox, saved):
    go(letterbox, "next", here=4, code=saved, text=STORY, phone="+679 555 0101")
    answer = open_words(letterbox, saved)
    assert "Step 5 of 7" in said(answer)
    assert 'name="phone" value="+679 555 0101"' in said(answer)
    assert Draft.objects.count() == 1


def test_sent_the_same_words_stay_the_words_of_the_report(letterbox, saved, open_sealed):
    answers = go(letterbox, "next", here=6, code=saved, **ANSWERS)
    assert code_on(answers) == saved
    for _press in range(2):
        sent = go(letterbox, "send", here=7, code=saved, **ANSWERS)
        assert shown_words(sent) == saved
    assert not Draft.objects.exists()
    assert open_sealed(Report.objects.get())["text"].replace("\r\n", "\n") == STORY
    assert "Your report" in said(open_words(letterbox, saved))


def test_who_goes_back_after_sending_and_writes_on_is_led_to_the_report_with_the_words(letterbox, saved):
    go(letterbox, "send", here=7, code=saved, **ANSWERS)
    back = go(letterbox, "next", here=3, code=saved, text="A thing that I forgot.")
    assert "This report was sent before." in said(back)
    assert Report.objects.count() == 1
    assert not Draft.objects.exists()
    opened = letterbox.post("/en/code/", {"go": "stay", "code": saved, "answer": "A thing that I forgot."})
    assert "A thing that I forgot." in said(opened)


def test_words_that_another_site_sends_along_are_not_believed(letterbox, saved):
    fields = {"go": "next", "here": 6, "code": saved, **ANSWERS}
    forged = letterbox.post("/en/report/", fields, headers={"sec-fetch-site": "cross-site"})
    assert code_on(forged) != saved
    same = letterbox.post("/en/report/", fields, headers={"sec-fetch-site": "same-origin"})
    assert code_on(same) == saved


def test_words_under_which_nothing_is_kept_are_not_taken_up(letterbox, saved):
    Draft.objects.all().delete()
    assert code_on(go(letterbox, "next", here=6, code=saved, **ANSWERS)) != saved


def test_after_fourteen_days_it_is_gone(letterbox, saved, db_both):
    Draft.objects.update(kept_until=timezone.localdate() - timedelta(days=1))
    assert "We have no report under these six words" in said(open_words(letterbox, saved))
    assert let_drafts_go(by="node") == 1
    assert let_drafts_go(by="node") == 0


def test_a_draft_that_cannot_be_understood_starts_from_the_first_page(letterbox, saved):
    from lali.records.letterbox.actions import keep_draft

    keys = derive(read_code(saved), salt=bytes(Addressee.objects.get().code_salt))
    for words in ("[]", '{"step": 9, "typed": {"text": 7}}', "no json"):
        keep_draft(by="public", words=words, reporter=keys)
        assert open_words(letterbox, saved).status_code == 200


def test_a_node_that_takes_no_reports_keeps_none_and_says_so(public):
    answer = go(public, "save", here=3, text=STORY)
    assert answer.status_code == 400
    assert "telephone numbers" in said(answer)
    assert STORY in said(answer).replace("\r\n", "\n")


ELSEWHERE = {"sec-fetch-site": "cross-site"}


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
@pytest.mark.parametrize("go_with", ["next", "stay", "answer", "receipt"])
def test_another_site_opens_no_draft_and_no_report_for_the_visitor(letterbox, saved, where, go_with):
    for _kind in ("draft", "report"):
        fields = {"go": go_with, "code": saved, "answer": "Help", "written": "0"}
        answer = letterbox.post("/en/code/", fields, headers={"sec-fetch-site": where})
        assert answer.status_code == 200
        assert "They open a report that you sent" in said(answer)
        assert f'value="{saved}"' in said(answer)  # the visitor presses, or does not
        assert STORY not in said(answer)
        go(letterbox, "send", here=7, code=saved, **ANSWERS)
    assert not Report.objects.get().letters.exists()
    assert "Your report" in said(letterbox.post("/en/code/", fields, headers={"sec-fetch-site": "same-origin"}))


def test_another_site_begins_no_report_with_what_was_written_by_message(letterbox, monkeypatch):
    from lali.web.public.views import conversation as views

    monkeypatch.setattr(views, "open_waiting", lambda **_asked: pytest.fail("opened"))
    words = code_on(go(letterbox, "next", here=6, **ANSWERS))
    answer = letterbox.post("/en/code/", {"go": "next", "code": words}, headers=ELSEWHERE)
    assert "They open a report that you sent" in said(answer)


def test_another_site_sends_nothing_under_words_it_knows(letterbox, saved):
    answer = letterbox.post(
        "/en/report/", {"go": "send", "here": 7, "code": saved, "opened": opened_now(), **ANSWERS}, headers=ELSEWHERE
    )
    assert "Is this right?" in said(answer)
    assert code_on(answer) != saved
    assert not Report.objects.exists()


def test_another_site_opens_no_files_under_words_it_knows(letterbox, saved):
    answer = letterbox.post("/en/report/files/", {"go": "open", "code": saved, **ANSWERS}, headers=ELSEWHERE)
    assert code_on(answer) != saved


def test_another_site_goes_on_with_no_lesson(letterbox, saved, monkeypatch):
    from lali.web.public.views import again as views

    monkeypatch.setattr(views, "next_test", lambda *_asked: pytest.fail("opened"))
    for fields in ({"go": "next"}, {"go": "yes", "form": "C", "answers": "01"}):
        answer = letterbox.post("/en/learn/again/", {"code": saved, **fields}, headers=ELSEWHERE)
        assert answer.status_code == 200
        assert "Four new messages" in said(answer)
        assert f'value="{saved}"' in said(answer)


@pytest.mark.parametrize("language", ["en", "fr", "bi", "fj", "hif", "vi"])
def test_where_the_words_are_of_another_language_the_page_says_that_this_is_on_purpose(public, language):
    with override(language):
        sentence = gettext("The words are English on purpose. Copy each letter as it stands.")
    assert (sentence in public.get(f"/{language}/code/").content.decode()) == (language not in {"en", "fr"})
