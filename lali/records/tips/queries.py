"""What triage asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record, record_listing
from lali.records.keyring import keys
from lali.records.letterbox.actions import show_state, show_states
from lali.records.letterbox.queries import EnclosedFile, file_of, files_of
from lali.records.letterbox.vocabulary import ReportState
from lali.records.tips.access import tip_for, tips_for
from lali.records.tips.folding import is_repeat
from lali.records.tips.models import ShutFile, Tip, TipQuerySet
from lali.records.tips.vocabulary import TipState

DRAWN = 5
MOST_COUNTED = 100  # beyond it the navigation says "99+"; the page of tips has the whole number


def queue_of(member: Member, state: str = TipState.NEW) -> TipQuerySet:
    """Tips of the member's agency in one state, most urgent first, then newest.

    Among the new stand those decided on under which others still wait, so that none waits where nobody looks.
    """
    left = Count("copies", filter=Q(copies__state=TipState.NEW))
    return _in_state(tips_for(member), state).select_related("decided_by").annotate(like_it=left).most_urgent_first()


def _in_state(tips: TipQuerySet, state: str) -> TipQuerySet:
    return tips.waiting() if state == TipState.NEW else tips.filter(state=state).in_rows()


def new_tips(member: Member) -> int:
    """How many tips wait to be read, counted up to MOST_COUNTED; 0 for whoever does not triage.

    Every page asks it. Measured: two kinds of rows, each by its own index and no further than is shown, take a
    hundredth of counting all that `waiting` gives.
    """
    if not member.may(Permission.TRIAGE):
        return 0
    seen = tips_for(member).order_by()
    return seen.new_rows().values("pk").union(seen.over_new().values("pk"), all=True)[:MOST_COUNTED].count()


def counts_by_state(member: Member) -> dict[str, int]:
    """How many tips stand in each state."""
    return {state: _in_state(tips_for(member), state).count() for state in TipState.values}


def tip_in_journal(member: Member, number: int) -> str:
    """How the journal writes the tip `T-0042` of the member's agency, else of another; empty when there is none."""
    ours_first = Case(When(agency=member.agency_id, then=0), default=1)
    found = Tip.objects.filter(number=number).order_by(ours_first, "pk").first()
    return found.subject if found else ""


def tip_refs_behind(subjects: Iterable[str]) -> dict[str, str]:
    """References of tips for the journal's `tip:12`, for screens."""
    keys = {int(subject.partition(":")[2]) for subject in subjects if subject.startswith("tip:")}
    return {tip.subject: tip.ref for tip in Tip.objects.filter(pk__in=keys).only("pk", "number")}


@dataclass(frozen=True, slots=True)
class Folded:
    """How many tips stand folded under one and are not decided, and how many of them go with a decision on it.

    Some are drawn by lot, so that a person sees what they are.
    """

    number: int
    repeats: int
    drawn: list[Tip]


def folded_under(member: Member, tip: Tip) -> Folded:
    """What stands folded under a tip that the member reads; the drawn ones are journalled as a list that was seen."""
    under = _left_under(member, tip)
    texts = under.only("text", "details").iterator() if tip.state == TipState.NEW else ()
    repeats = sum(is_repeat(one, tip) for one in texts)
    number = under.count()
    drawn = list(under.order_by("?")[:DRAWN]) if number else []
    record_listing(by=member, what="tips", subjects=[one.subject for one in drawn])
    return Folded(number, repeats, drawn)


def like_to_read(member: Member, number: int) -> tuple[Tip, QuerySet[Tip]]:
    """A tip, and what stands folded under it and is not decided, to be read in full: see `note_like_read`."""
    tip = tip_for(member, number)
    record(by=member, verb="tip.read", subject=tip.subject, reading=True)
    return tip, _left_under(member, tip).order_by("number")


def note_like_read(member: Member, tips: Iterable[Tip]) -> None:
    """Journal that a member had these before them in full; their reporters see that they were read."""
    shown = list(tips)
    record_listing(by=member, what="tips", subjects=[tip.subject for tip in shown])
    show_states(
        by=member, report_numbers=[tip.report_number for tip in shown if tip.report_number], state=ReportState.READ
    )


def _left_under(member: Member, tip: Tip) -> TipQuerySet:
    return tips_for(member).filter(like=tip, state=TipState.NEW)


@dataclass(frozen=True, slots=True)
class FileOfTip:
    """A file as the page of its tip shows it. Where it is restricted, `shut` says by whom, and `file` says nothing."""

    place: int
    file: EnclosedFile | None
    shut: ShutFile | None


def files_with(tip: Tip) -> list[FileOfTip]:
    """The files that came with a tip that a member reads; of restricted ones no name, no kind."""
    shut = {one.place: one for one in tip.shut_files.standing().select_related("shut_by")}
    files = files_of(tip.report_number, key=keys().letter) if tip.report_number else []
    return [FileOfTip(one.place, None if one.place in shut else one, shut.get(one.place)) for one in files]


def is_shut(member: Member, number: int, place: int) -> bool:
    """Tell whether a file of a tip that the member may see is restricted; Http404 for another tip."""
    return tip_for(member, number).shut_files.standing().filter(place=place).exists()


def clean_copy(member: Member, number: int, place: int) -> bytes:
    """The clean copy of a file of a tip, to look at; Http404 where there is none or it is restricted. Journalled."""
    tip = tip_for(member, number)
    shut = tip.shut_files.standing().filter(place=place).exists()
    data = file_of(tip.report_number, place, is_copy=True, key=keys().letter) if tip.report_number else None
    if data is None or shut:
        raise Http404
    record(by=member, verb="tip.file_seen", subject=tip.subject, facts={"place": place}, reading=True)
    return data


def read_tip(member: Member, number: int) -> Tip:
    """One tip, read by a member: journalled, and the reporter sees that it was read."""
    tip = tip_for(member, number)
    record(by=member, verb="tip.read", subject=tip.subject, reading=True)
    if tip.state == TipState.NEW and tip.report_number:
        show_state(by=member, report_number=tip.report_number, state=ReportState.READ)
    return tip
