"""Letters about notices: no name, no title; each notice once; a mail server that fails loses none."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lali.records.cases import actions as cases
from lali.records.notices import actions, queries
from lali.records.notices.models import MailPreference, Notice

WORD = "Quartzfinder"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def told(case, lead, colleague):
    """The colleague has two notices about a case whose words are planted."""
    cases.describe_case(by=lead, ref=case.ref, version=1, title=WORD, kind="other", summary=WORD, state="open")
    cases.put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    cases.add_task(by=lead, ref=case.ref, title=WORD, note=WORD, assignee=colleague)
    return colleague


def send(today, *, digests=True):
    due = queries.members_to_mail(today, digests=digests)
    return actions.mail_notices(by="node", to=due, today=today)


def test_a_letter_names_kinds_numbers_and_references_only(told, case, lead, today):
    assert (send(today).members, len(mail.outbox)) == (1, 1)
    letter = mail.outbox[0]
    assert letter.to == [told.email]
    assert "2 notices" in letter.subject
    assert f"1 × You were given a task. ({case.ref})" in letter.body
    for planted in (WORD, told.name, lead.name, "http", "//"):
        assert planted not in letter.body + letter.subject


def test_each_notice_is_mailed_once(told, case, lead, today):
    assert [send(today).notices for _ in range(3)] == [2, 0, 0]
    cases.add_task(by=lead, ref=case.ref, title="More", assignee=told)
    assert send(today).notices == 0  # once a day
    assert send(today + timedelta(days=1)).notices == 1
    assert len(mail.outbox) == 2


def test_in_the_members_language(told, today):
    type(told).objects.filter(pk=told.pk).update(language="fr")
    send(today)
    assert "You were given a task" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("choice", "digests", "letters"), [("at_once", False, 1), ("daily", False, 0), ("never", True, 0)]
)
def test_as_the_member_chose(told, today, choice, digests, letters):
    actions.choose_mail(by=told, choice=choice)
    assert send(today, digests=digests).members == letters


def test_what_was_seen_is_not_mailed(told, today):
    actions.mark_seen(by=told)
    assert send(today).members == 0


def test_a_server_that_refuses_loses_nothing(told, today, monkeypatch):
    def refuse(*_arguments, **_more):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert send(today).failed == 1
    assert not Notice.objects.filter(mailed_at__isnull=False).exists()
    assert send(today).notices == 2


def test_a_stop_after_the_letter_sends_that_one_again_and_loses_none(told, today, monkeypatch):
    def stop(*_arguments, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "_note_mailed", stop)
        with pytest.raises(KeyboardInterrupt):
            send(today)
    assert [send(today).notices for _ in range(2)] == [2, 0]
    assert len(mail.outbox) == 2


def test_who_left_gets_none(told, today, administrator):
    from lali.records.agencies.actions import end_membership

    end_membership(by=administrator, member=told)
    assert send(today).members == 0


def test_many_references_are_cut(told, today):
    for number in range(30):
        Notice.objects.create(member=told, kind="task_late", subject=f"case:FJ-2026-9{number:04d}")
    send(today)
    assert "and 18 more" in mail.outbox[0].body


def test_without_a_choice_it_is_once_a_day(lead):
    assert queries.mail_choice_of(lead) == "daily"
    assert not MailPreference.objects.exists()
