"""The workspace's navigation: what a member opens daily first, the rest behind "More", under headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.agencies.vocabulary import Permission
from lali.records.notices import queries as notices
from lali.records.tips import queries as tips
from lali.web.components.templatetags.components import is_here

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from lali.records.agencies.models import Member

Count = int | str | None


class Part(TextChoices):
    """Where an entry stands: with the daily ones, or under a heading behind "More"."""

    DAILY = "daily"
    CASEWORK = "casework", pgettext_lazy("heading of the navigation", "Casework")
    REFERENCE = "reference", pgettext_lazy("heading of the navigation", "To look up")
    NODE = "node", pgettext_lazy("heading of the navigation", "This node")


def new_tips(member: Member) -> Count:
    """How many tips wait; None when nothing is to be counted."""
    return _counted(tips.new_tips(member), tips.MOST_COUNTED)


def waiting_notices(member: Member) -> Count:
    """How many notices wait; None when none does."""
    return _counted(notices.waiting_notices(member), notices.MOST_COUNTED)


def _counted(number: int, most: int) -> Count:
    return f"{most - 1}+" if number >= most else number or None


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the workspace, for whoever has one of `needs` (for everybody, if there are none).

    `keepers`: it is daily work for whoever works on no case.
    """

    route: str
    words: Promise
    part: Part
    needs: tuple[Permission, ...] = ()
    keepers: bool = False
    count: Callable[[Member], Count] | None = None

    def part_for(self, member: Member) -> Part:
        """Where it stands for one member."""
        return Part.DAILY if self.keepers and not member.may(Permission.JOIN_CASE) else self.part


_JOINS = (Permission.JOIN_CASE,)
_DISPOSES = (Permission.PROPOSE_DISPOSAL, Permission.CARRY_OUT_DISPOSAL, Permission.SET_RETENTION)
_FINDS = (Permission.JOIN_CASE, Permission.OVERSEE, Permission.TRIAGE)
_ACCESS = (Permission.JOIN_CASE, Permission.APPOINT_OVERSIGHT)
_WORDS = (Permission.TRANSLATE, Permission.REVIEW_TRANSLATION)
_CAMPAIGNS = (Permission.RUN_CAMPAIGNS, Permission.SEE_LEARNING)
ENTRIES = (
    Entry("workspace:desk", _("Desk"), Part.DAILY),
    Entry("workspace:queue", _("Tips"), Part.DAILY, (Permission.TRIAGE,), count=new_tips),
    Entry("workspace:cases", _("Cases"), Part.DAILY, (Permission.JOIN_CASE, Permission.OVERSEE)),
    Entry("workspace:work", _("Work"), Part.DAILY, _JOINS),
    Entry("workspace:board", _("Board"), Part.DAILY, (Permission.SEE_BOARD,)),
    Entry("administration:members", _("Members"), Part.NODE, (Permission.INVITE,), keepers=True),
    Entry("configuration:overview", _("Configuration"), Part.NODE, (Permission.CONFIGURE,), keepers=True),
    Entry("administration:journal", _("Journal"), Part.NODE, (Permission.READ_JOURNAL,), keepers=True),
    Entry("administration:known", _("Known files"), Part.NODE, (Permission.KEEP_KNOWN,)),
    Entry("programme:campaigns", _("Campaigns"), Part.REFERENCE, _CAMPAIGNS, keepers=True),
    Entry("programme:words", pgettext_lazy("entry of the navigation", "Words"), Part.REFERENCE, _WORDS, keepers=True),
    Entry("workspace:search", _("Search"), Part.DAILY, _FINDS),
    Entry("workspace:notices", _("Notices"), Part.DAILY, count=waiting_notices),
    Entry("workspace:identifiers", _("Identifiers"), Part.CASEWORK, _JOINS),
    Entry("workspace:possible_links", _("Possible links"), Part.CASEWORK, (*_JOINS, Permission.TRIAGE)),
    Entry("workspace:network", _("Network"), Part.CASEWORK, _JOINS),
    Entry("workspace:families", _("Families of texts"), Part.CASEWORK, (*_JOINS, Permission.TRIAGE)),
    Entry("workspace:packets", _("Packets"), Part.CASEWORK, _JOINS),
    Entry("workspace:archives", _("Archives"), Part.CASEWORK, _JOINS),
    Entry("workspace:openings", _("Restricted exhibits"), Part.CASEWORK, _JOINS),
    Entry("workspace:access", _("Access"), Part.CASEWORK, _ACCESS),
    Entry("workspace:imports", _("Imports"), Part.CASEWORK, (Permission.IMPORT,)),
    Entry("workspace:learning", _("Lessons"), Part.REFERENCE, (Permission.SEE_LEARNING,)),
    Entry("workspace:law", pgettext_lazy("the laws of a country", "Law"), Part.REFERENCE),
    Entry("workspace:partners", _("Partners"), Part.REFERENCE),
    Entry("workspace:lures", _("Lures of the week"), Part.REFERENCE, (Permission.TRIAGE, Permission.KEEP_NOTICEBOARD)),
    Entry("workspace:noticeboard", _("Noticeboard"), Part.REFERENCE, (Permission.KEEP_NOTICEBOARD,)),
    Entry("administration:roles", _("Roles"), Part.REFERENCE),
    Entry("workspace:retention", _("Retention"), Part.NODE, _DISPOSES),
)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry as it is shown to one member."""

    url: str
    words: Promise
    count: Count


@dataclass(slots=True)
class Navigation:
    """What one member sees; `here` names the place behind "More" where they are, if they are there."""

    daily: list[Place] = field(default_factory=list)
    behind: dict[Part, list[Place]] = field(default_factory=dict)
    here: str = ""

    @property
    def parts(self) -> list[tuple[Part, list[Place]]]:
        """Headings and what stands under each, in order."""
        return [(part, self.behind[part]) for part in Part if part in self.behind]


def navigation_of(member: Member, path: str) -> Navigation:
    """The places a member may go to, seen from the page at `path`."""
    found = Navigation()
    for entry in ENTRIES:
        if entry.needs and not any(member.may(one) for one in entry.needs):
            continue
        place = Place(reverse(entry.route), entry.words, entry.count(member) if entry.count else None)
        part = entry.part_for(member)
        if part == Part.DAILY:
            found.daily.append(place)
            continue
        found.behind.setdefault(part, []).append(place)
        if is_here(path, place.url):
            found.here = str(place.words)
    return found
