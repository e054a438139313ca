"""Who is told that words wait, were signed, or came back: by language, never by name or content."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lali.records.notices.actions import mail_notices, mark_seen
from lali.records.notices.models import Notice
from lali.records.notices.queries import members_to_mail
from lali.records.wording import actions
from lali.records.wording.access import mark_of
from lali.records.wording.shipped import on_page, shipped
from lali.records.wording.telling import remind_of_words

SECRET = "Sekretwod"


def say(by, number=0, text=SECRET, language="bi"):
    key = on_page("traces")[number]
    seen = mark_of(shipped(language).get(key, ()))
    return actions.save_wording(by=by, language=language, key=key, texts=[text], seen=seen)


def told(member):
    rows = Notice.objects.filter(member=member).order_by("pk")
    return [(row.kind, row.subject, row.seen_at is None) for row in rows]


@pytest.fixture
def now():
    return timezone.now()


def test_who_may_sign_is_told_once_a_day_and_a_language_and_only_of_what_is_new(supervisor, administrator, lead, now):
    assert remind_of_words(by="node", now=now) == 0
    say(supervisor)
    say(supervisor, 1)
    say(supervisor, 0, language="vi")
    assert remind_of_words(by="node", now=now) == 2
    assert told(administrator) == [("words_wait", "words:bi", True), ("words_wait", "words:vi", True)]
    assert told(supervisor) == told(lead) == [], "neither whoever wrote it nor who may not sign"
    mark_seen(by=administrator)
    assert remind_of_words(by="node", now=now) == 0
    tomorrow = now + timedelta(days=1, minutes=1)
    assert remind_of_words(by="node", now=tomorrow) == 0, "nothing was written since"
    say(supervisor, 2)
    assert remind_of_words(by="node", now=now) == 0, "once a day"
    assert remind_of_words(by="node", now=tomorrow) == 1
    assert len(told(administrator)) == 3


def test_what_came_back_waits_for_nobody_else(supervisor, administrator, now):
    row = say(supervisor)
    actions.send_back_wording(by=administrator, language="bi", key=row.key, seen=mark_of([SECRET]), why=SECRET)
    assert remind_of_words(by="node", now=now) == 0
    assert told(supervisor) == [("words_sent_back", "words:bi", True)]


def test_whoever_wrote_them_is_told_that_words_were_signed(supervisor, administrator):
    keys = [say(supervisor, number).key for number in (0, 1, 2)]
    actions.sign_wording(by=administrator, language="bi", key=keys[0], seen=mark_of([SECRET]))
    seen = dict.fromkeys(keys[1:], mark_of([SECRET])) | {
        on_page("traces")[3]: mark_of(shipped("bi")[on_page("traces")[3]])
    }
    actions.sign_page(by=administrator, language="bi", page="traces", seen=seen)
    assert told(supervisor) == [("words_signed", "words:bi", True)]
    assert told(administrator) == []


def test_a_letter_about_words_names_no_words_and_nobody(supervisor, administrator, now, scan):
    row = say(supervisor)
    remind_of_words(by="node", now=now)
    actions.send_back_wording(by=administrator, language="bi", key=row.key, seen=mark_of([SECRET]), why=SECRET)
    today = timezone.localdate()
    mail_notices(by="node", to=members_to_mail(today, digests=True), today=today)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert "Lines of the public site" in letter.body
        for planted in (SECRET, supervisor.name, administrator.name, "http"):
            assert planted not in letter.subject + letter.body
    assert SECRET not in scan(), "nor does the journal"


def test_the_questions_do_not_grow_with_the_drafts(supervisor, administrator, now, django_assert_num_queries):
    for number in range(8):
        say(supervisor, number)
    with django_assert_num_queries(3, using="letterbox"):
        remind_of_words(by="node", now=now)
