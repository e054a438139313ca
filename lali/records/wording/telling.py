"""Who is told of words of the site: whoever may sign, that drafts wait; whoever wrote them, what became of them.

A notice names the language and nothing else. Who signs is told by `lali digest` and not by each press of Save: at most
once a day for a language, and again only when something was written since.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.notices.actions import notify, remind
from lali.records.notices.models import Notice
from lali.records.notices.vocabulary import NoticeKind
from lali.records.wording.access import drafters
from lali.records.wording.models import Wording
from lali.records.wording.shipped import strings

EVERY = timedelta(days=1)


def subject_of(language: str) -> str:
    """How a notice is about the words of a language."""
    return f"words:{language}"


def tell_of_signature(by: Member, signed: Iterable[Wording], now: datetime) -> None:
    """Tell whoever wrote these words that they are signed, once a day for a language."""
    rows = {(row.written_by, row.language) for row in signed}
    for author, language in sorted(rows):
        if member := _member_behind(author):
            subjects = [subject_of(language)]
            remind(by=by, member=member, kind=NoticeKind.WORDS_SIGNED, subjects=subjects, since=now - EVERY)


def tell_of_sending_back(by: Member, row: Wording) -> None:
    """Tell whoever wrote these words that somebody asks for others."""
    if member := _member_behind(row.written_by):
        notify(by=by, members=[member], kind=NoticeKind.WORDS_SENT_BACK, subject=subject_of(row.language))


def remind_of_words(*, by: object, now: datetime) -> int:
    """Tell whoever may sign that drafts of others wait. Returns how many notices are new.

    May run as often as one likes.
    """
    rows = Wording.objects.newest().filter(signed_by="", sent_back_by="")
    waiting = [row for row in rows.only("language", "key", "written_by", "written_at") if row.key in strings()]
    if not waiting:
        return 0
    told, wrote = 0, drafters()
    for member in Member.objects.filter(is_active=True, known_from="").select_related("agency").order_by("pk"):
        if member.may(Permission.REVIEW_TRANSLATION):
            subjects = _not_told(member, waiting, wrote)
            told += remind(by=by, member=member, kind=NoticeKind.WORDS_WAIT, subjects=subjects, since=now - EVERY)
    return told


def _not_told(member: Member, waiting: Iterable[Wording], wrote: Collection[tuple[str, str, str]]) -> list[str]:
    """Languages in which something waits that the member wrote nothing of, since the member was last told."""
    newest: dict[str, datetime] = {}
    for row in waiting:
        if (row.language, row.key, member.journal_name) not in wrote:
            subject = subject_of(row.language)
            newest[subject] = max(row.written_at, newest.get(subject, row.written_at))
    known = Notice.objects.filter(member=member, kind=NoticeKind.WORDS_WAIT, subject__in=newest)
    last: dict[str, datetime] = {}
    for notice in known:
        last[notice.subject] = max(notice.at, last.get(notice.subject, notice.at))
    return [subject for subject, at in newest.items() if subject not in last or last[subject] < at]


def _member_behind(journal_name: str) -> Member | None:
    number = journal_name.removeprefix("member:")
    return Member.objects.filter(pk=int(number), is_active=True).first() if number.isdecimal() else None
