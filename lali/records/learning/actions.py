"""What the public site keeps of a lesson. Journalled in the letterbox's journal, a line a day, without an hour."""

import hashlib
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lali.records.audit.actions import record
from lali.records.learning.access import due_under
from lali.records.learning.models import Attempt
from lali.records.learning.vocabulary import Channel, Phase
from lali.records.refusals import Refused


class TooEarly(Refused):
    """The days until the next small test are not over."""

    sentence = _("It is too early for the next messages.")


class OtherTest(Refused):
    """The test that was answered is not the one that is due: it was begun on another day."""

    sentence = _(
        "You began on another day, and today other messages wait for you. Please go on with the same six words."
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(b"lali learning 1" + token.encode()).digest()


@transaction.atomic(using=settings.LETTERBOX)
def keep_answers(
    *,
    by: str,
    token: str,
    language: str,
    channel: Channel,
    country: str,
    form: str,
    phase: Phase,
    answers: str,
    today: date,
    code: str = "",
    letter: str = "",
) -> Attempt:
    """Keep the answers of one small test; a page sent again changes nothing. Tokens of other days are wiped.

    `code` and `letter`: the open place code they came by, and its variant.
    """
    _wipe_presses(today)
    facts = {"language": language, "channel": channel, "country": country, "form": form, "answers": answers}
    facts |= {"code": code, "letter": letter}
    _note_the_day(by, today)
    attempt, _made = Attempt.objects.get_or_create(press=_digest(token), phase=phase, defaults={**facts, "day": today})
    return attempt


@transaction.atomic(using=settings.LETTERBOX)
def forget_presses(*, by: object, today: date) -> int:
    """Wipe the tokens of other days, also where nobody answers any more. Returns how many."""
    wiped = _wipe_presses(today)
    if wiped:
        record(by=by, verb="learning.forgotten", subject="learning", day_only=True, using=settings.LETTERBOX)
    return wiped


def _wipe_presses(today: date) -> int:
    return Attempt.objects.filter(press__isnull=False).exclude(day=today).update(press=None)


@transaction.atomic(using=settings.LETTERBOX)
def keep_later_answers(
    *, by: str, lookup: bytes, language: str, country: str, form: str, answers: str, today: date
) -> Attempt:
    """Keep the answers to a form, as those of the small test that is due under a code.

    TooEarly when none is due, OtherTest when it is of another form.
    The channel is that of the lesson. Sent again, it changes nothing: the attempt of today is given back.
    """
    done = Attempt.objects.filter(lookup=lookup, day=today, phase__in=[Phase.DAY_10, Phase.DAY_30]).first()
    if done:
        return done
    due = due_under(lookup, today)
    if due is None or due.phase is None:
        raise TooEarly
    if form != due.form:
        raise OtherTest
    facts = {"language": language, "channel": due.channel, "country": country, "form": form, "answers": answers}
    _note_the_day(by, today)
    attempt, _made = Attempt.objects.get_or_create(lookup=lookup, phase=due.phase, defaults={**facts, "day": today})
    return attempt


@transaction.atomic(using=settings.LETTERBOX)
def tie_to_code(*, by: str, token: str, lookup: bytes, today: date) -> int:
    """File today's answers of a page under a code. Returns how many; 0 where the day has passed."""
    own = Attempt.objects.filter(press=_digest(token), day=today)
    if Attempt.objects.filter(lookup=lookup).exclude(press=_digest(token)).exists():
        return 0  # a code of other answers
    tied = own.filter(lookup__isnull=True).update(lookup=lookup)
    if tied:
        record(by=by, verb="learning.tied", subject="learning", day_only=True, using=settings.LETTERBOX)
    return own.filter(lookup=lookup).count()


def _note_the_day(by: str, today: date) -> None:
    """One line a day: that somebody learned, and nothing about who or how many."""
    if not Attempt.objects.filter(day=today).exists():
        record(by=by, verb="learning.counted", subject="learning", day_only=True, using=settings.LETTERBOX)
