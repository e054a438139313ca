"""The life of a physical exhibit as a page shows it: who held it when, where, and what a member can enter now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from lali.records.cases.queries import may_lead, may_write, team_of
from lali.records.evidence.standing import GONE, Standing, standing_after
from lali.records.evidence.vocabulary import CustodyKind
from lali.web.workspace.forms.custody import (
    AcceptForm,
    BackForm,
    EndForm,
    HandOverThingForm,
    MadeFromForm,
    MoveForm,
    OpenSealForm,
    PaperForm,
    ReturnForm,
    SealForm,
    WhyForm,
)
from lali.web.workspace.reading import ShownCustody, shown_custody

if TYPE_CHECKING:  # rows in annotations; screens never touch tables
    from django import forms

    from lali.records.agencies.models import Member
    from lali.records.cases.models import Case
    from lali.records.evidence.models import CustodyEvent, Exhibit


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in one pair of hands. `kind`: held, way (in nobody's hands), outside, gone."""

    kind: str
    who: str
    start: datetime
    end: datetime | None = None
    is_broken: bool = False
    place: str = ""
    seal: str = ""
    events: Sequence[ShownCustody] = field(default_factory=tuple)

    @property
    def length(self) -> str:
        """How long, in words."""
        return timesince(self.start, self.end or timezone.now())


def spans_of(exhibit: Exhibit, events: Sequence[CustodyEvent]) -> list[Span]:
    """The life of a thing as stretches, oldest first: each begins where the hands change, or where it leaves them."""
    spans: list[Span] = []
    before = Standing()
    for number, (event, shown) in enumerate(zip(events, shown_custody(exhibit, events), strict=True), 1):
        now = standing_after(events[:number])
        if new := _span_begun(event, now, before, is_first=not spans):
            spans = [*spans[:-1], replace(spans[-1], end=event.at)] if spans else []
            spans.append(new)
        last = spans[-1]
        spans[-1] = replace(
            last, events=(*last.events, shown), place=now.place, seal=now.seal, is_broken=last.is_broken or shown.broken
        )
        before = now
    return spans


def _span_begun(event: CustodyEvent, now: Standing, before: Standing, *, is_first: bool) -> Span | None:
    if event.kind in GONE:
        return Span("gone", now.outside or "", event.at)
    if event.kind == CustodyKind.HANDED_OVER:
        return Span("way", event.note, event.at)
    if event.kind in {CustodyKind.REFUSED, CustodyKind.TAKEN_BACK}:
        return Span("held", before.holder.name if before.holder else "", event.at)
    if is_first or event.held_by_id or event.held_outside:
        who = now.holder.name if now.holder else now.outside
        return Span("outside" if now.outside else "held", who, event.at)
    return None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the reader can enter now: its word in the address, what the button says, its form."""

    name: str
    words: str
    form: forms.Form
    is_main: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it was tried, and comes again with what is wrong."""
        return bool(self.form.errors)


def deeds_for(member: Member, case: Case, exhibit: Exhibit, stands: Standing, tried: Deed | None = None) -> list[Deed]:
    """What the member can enter about an exhibit of a case they opened. `tried` comes again with its errors."""
    found = [*_deeds_with_thing(member, case, stands)] if exhibit.is_physical else []
    if may_write(case):
        others = case.exhibits.exclude(pk=exhibit.pk).order_by("number")
        initial = {"parent": exhibit.parent_id and exhibit.parent.number}
        initial |= {"how": exhibit.made_how, "tool": exhibit.made_with}
        if others.exists():
            found.append(
                Deed("made-from", _("Say what it was made from"), MadeFromForm(others=others, initial=initial))
            )
    shown = [replace(one, form=tried.form) if tried and tried.name == one.name else one for one in found]
    for one in shown:
        one.form.auto_id = f"{one.name}-%s"  # several forms on one page
    return shown


def _deeds_with_thing(member: Member, case: Case, stands: Standing) -> Iterable[Deed]:
    if stands.gone:
        return
    way = stands.under_way
    mine = stands.holder == member or may_lead(case)
    if way:
        yield from _deeds_on_the_way(member, case, stands)
    elif stands.outside:
        if may_write(case):
            yield Deed("back", _("It came back"), BackForm(), is_main=True)
    elif mine:
        people = [place.member for place in team_of(case) if place.member != stands.holder]
        yield Deed("hand-over", _("Hand it over"), HandOverThingForm(people=people), is_main=True)
        yield Deed("move", _("Keep it elsewhere"), MoveForm(initial={"place": stands.place}))
        if stands.seal:
            yield Deed("open", _("Open the seal"), OpenSealForm())
        else:
            yield Deed("seal", _("Put a seal on it"), SealForm())
        yield Deed("return", _("Return it for good"), ReturnForm(papers=_papers(case)))
        if may_lead(case):
            yield Deed("destroy", _("Enter that it was destroyed"), EndForm())


def _deeds_on_the_way(member: Member, case: Case, stands: Standing) -> Iterable[Deed]:
    way = stands.under_way
    if way.to_member_id == member.pk:
        yield Deed("accept", _("Accept it"), AcceptForm(), is_main=True)
        yield Deed("refuse", _("Refuse it"), WhyForm())
    if way.given_by_id == member.pk or may_lead(case):
        if not way.to_member_id:
            yield Deed("paper", _("They signed for it"), PaperForm(papers=_papers(case)), is_main=True)
        yield Deed("take-back", _("Take it back"), WhyForm())


def _papers(case: Case) -> object:
    return case.exhibits.filter(is_physical=False, destroyed_at__isnull=True).order_by("number")


FORMS: dict[str, Callable[..., forms.Form]] = {
    "accept": AcceptForm,
    "back": BackForm,
    "destroy": EndForm,
    "hand-over": HandOverThingForm,
    "made-from": MadeFromForm,
    "move": MoveForm,
    "open": OpenSealForm,
    "paper": PaperForm,
    "refuse": WhyForm,
    "return": ReturnForm,
    "seal": SealForm,
    "take-back": WhyForm,
}


def form_for(name: str, data: object, case: Case, exhibit: Exhibit) -> forms.Form:
    """The form of a deed, with what was sent."""
    if name == "hand-over":
        return HandOverThingForm(data, people=[place.member for place in team_of(case)])
    if name == "made-from":
        return MadeFromForm(data, others=case.exhibits.exclude(pk=exhibit.pk).order_by("number"))
    if name in {"return", "paper"}:
        return FORMS[name](data, papers=_papers(case))
    return FORMS[name](data)
