"""Notices and the supervisor's figures in words, as templates show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from lali.records.cases.queries import TurnRound
from lali.records.notices.vocabulary import NoticeKind
from lali.records.wording.vocabulary import NAMES as SPOKEN

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from lali.records.notices.models import Notice


_LINES = {NoticeKind.WORDS_SIGNED: "signed", NoticeKind.WORDS_SENT_BACK: "sent_back"}  # that a notice leads to


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice in words, with the page it leads to (none where we know of none)."""

    id: int
    at: datetime
    said: str
    ref: str
    url: str


def shown_notices(notices: Iterable[Notice]) -> list[ShownNotice]:
    """Notices with where they lead; what stands there is behind its own door."""
    return [ShownNotice(one.pk, one.at, one.get_kind_display(), _ref(one), _leads_to(one)) for one in notices]


def _ref(notice: Notice) -> str:
    """The case's reference, or the language of words."""
    return notice.reference or str(SPOKEN.get(notice.subject.removeprefix("words:"), ""))


def _leads_to(notice: Notice) -> str:
    language = notice.subject.removeprefix("words:")
    if language in SPOKEN:
        which = _LINES.get(notice.kind, "waiting")
        return reverse("programme:words_page", args=[language, "all"]) + f"?only={which}"
    if notice.kind == NoticeKind.OPENING_WAITS:
        return reverse("workspace:openings")
    return _leads_to_record(notice.reference, notice.subject)


def _leads_to_record(ref: str, subject: str) -> str:
    watched = subject.removeprefix("identifier:")
    if watched.isdecimal():
        return reverse("workspace:identifier", args=[int(watched)])
    if subject.startswith(("family:", "person:")):
        return reverse("workspace:watches")
    archive = subject.removeprefix("archive:A-")
    if archive.isdecimal():
        return reverse("workspace:archive", args=[int(archive)])
    if not ref:
        return ""
    kind, _colon, number = subject.partition("/")[2].partition(":")
    number = number.removeprefix({"exhibit": "E-", "brief": "B-"}.get(kind, ""))
    if kind in {"task", "deadline", "exhibit", "brief"} and number.isdecimal():
        return reverse(f"workspace:{kind}", args=[ref, int(number)])
    return reverse("workspace:case", args=[ref])


# -- the supervisor's board --------------------------------------------------------------------------------------

HOUR = 3600


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """How fast the tips of one month were taken up, in hours."""

    month: date
    tips: int
    median_hours: int
    ninth_tenth_hours: int


def shown_turn_round(months: Iterable[TurnRound]) -> list[ShownMonth]:
    """In whole hours, rounded: nobody is faster by minutes."""
    return [
        ShownMonth(
            one.month, one.tips, round(one.median.total_seconds() / HOUR), round(one.ninth_tenth.total_seconds() / HOUR)
        )
        for one in months
    ]
