"""The letter about notices that wait: kinds, numbers, references; never a name, a title or a content, never a link."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lali.records.agencies.models import Member
from lali.records.notices.models import Notice
from lali.records.notices.vocabulary import NoticeKind

MOST_NAMED = 12  # references after one kind


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent."""

    subject: str
    body: str


def letter(member: Member, waiting: Iterable[Notice]) -> Letter:
    """The letter in the member's language. It holds no link: a true letter of Lali never asks to follow one."""
    notices = list(waiting)
    with translation.override(member.language):
        number = len(notices)
        subject = ngettext("Lali: %d notice waits", "Lali: %d notices wait", number) % number
        lines = [_line(kind, [one for one in notices if one.kind == kind]) for kind in NoticeKind]
        parts = [
            _("For you in Lali:"),
            "\n".join(line for line in lines if line),
            _("Sign in to read. This message holds no link on purpose: open Lali as you always do."),
            _("How often you get this, you choose in Lali under Notices."),
        ]
        return Letter(subject, "\n\n".join(parts) + "\n")


def _line(kind: NoticeKind, notices: list[Notice]) -> str:
    if not notices:
        return ""
    references = sorted({notice.reference for notice in notices} - {""})
    named = ", ".join(references[:MOST_NAMED])
    if len(references) > MOST_NAMED:
        named = _("%(named)s and %(more)d more") % {"named": named, "more": len(references) - MOST_NAMED}
    return f"- {len(notices)} × {kind.label}" + (f" ({named})" if named else "")
