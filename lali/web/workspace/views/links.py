"""Possible links: records that share something, proposed to whoever may open them, judged by a person."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.audit.actions import record_listing
from lali.records.audit.vocabulary import NODE
from lali.records.cases import actions as cases_actions
from lali.records.cases import queries as cases
from lali.records.cases.vocabulary import Likeness
from lali.records.links import actions, queries
from lali.records.links.vocabulary import BasisKind, RestsOn, Verdict
from lali.web.workspace.forms import (
    GroupVerdictForm,
    LikenessForm,
    LinksFilterForm,
    ReasonForm,
    VerdictForm,
)
from lali.web.workspace.forms.links import OF_A_FAMILY
from lali.web.workspace.people import shown_alike
from lali.web.workspace.views.outcome import carried_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page

    from lali.records.agencies.models import Member

A_MOMENT = 0.2  # seconds in which what came just now is compared before the page is shown; `lali digest` does all
LARGEST = 2**63 - 1
NEWEST = 10  # judgements on people that stand before the rest
LONGEST_PLACE = 4  # digits of a place on the page


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue was asked for, and how its address says it."""

    judged: bool
    ref: str
    kind: str
    page: str

    @classmethod
    def of(cls, request: HttpRequest, *, judged: bool | None = None) -> "Asked":
        """As the address says; nonsense is left out."""
        form = LinksFilterForm(request.GET)
        form.is_valid()
        said = form.cleaned_data
        of_judged = bool(said.get("judged")) if judged is None else judged
        page = request.GET.get("page", "")
        return cls(of_judged, said.get("case", "").strip().upper(), said.get("kind") or "", page)

    def address(self, **other: str) -> str:
        """The query of this page, with something else in it."""
        kept = {"judged": "on" if self.judged else "", "case": self.ref, "kind": self.kind, "page": self.page}
        return urlencode({name: value for name, value in (kept | other).items() if value})


@require_safe
def possible_links(request: HttpRequest) -> HttpResponse:
    """What waits for a judgement, most telling first; or what was judged. What came just now is looked at first."""
    actions.look_for_links(by=NODE, seconds=A_MOMENT)
    return _page(request, Asked.of(request))


def _page(request: HttpRequest, asked: Asked, *, sent_from: str = "", **with_errors: forms.Form) -> HttpResponse:
    member, judged, ref = request.user, asked.judged, asked.ref
    kind = "" if asked.kind in {RestsOn.TEXTS, RestsOn.PEOPLE} else asked.kind
    queue = queries.proposals_for(member, judged=judged, ref=ref, kind=kind, page=asked.page)
    first = queue.page.number == 1  # families and people stand before the rest
    families, count, people = [], 0, None
    shows_families = first and asked.kind in {"", RestsOn.TEXTS}
    if shows_families or not judged:  # counted for the row of kinds, wherever one stands
        families, count = _families(member, judged=judged, ref=ref)
    families = families if shows_families else []
    if asked.judged and (asked.kind == RestsOn.PEOPLE or (first and not asked.kind)):
        people = _people_judged(member, asked)
    alike = [] if judged else cases.alike_across(member, ref=ref)
    kinds = _kinds(asked, queue, count, len(alike))
    alike = alike if first and asked.kind in {"", RestsOn.PEOPLE} else []
    groups = () if asked.kind in {RestsOn.TEXTS, RestsOn.PEOPLE} else queue.groups
    subjects = [*_subjects(groups), *_of(families), *_persons([*alike, *(people or ())])]
    record_listing(by=member, what="possible-links", subjects=subjects)
    context = {
        "form": LinksFilterForm({"judged": judged, "case": ref, "kind": asked.kind}),
        "asked": asked,
        "address": asked.address(),
        "judged_address": f"?{asked.address(judged='on', page='')}",
        "kinds": kinds,
        "queue": queue,
        "groups": groups,
        "families": families,
        "families_waiting": count,
        "waiting": queries.waiting_to_be_compared(member),
        "judged": judged,
        "ref": ref,
        "sent_from": sent_from,
        "sent": request.POST.getlist("verdict-records") if sent_from else [],
        "verdicts": Verdict.choices,
        "alike": shown_alike(alike),
        "people": people,
        "all_people": "?" + asked.address(kind=RestsOn.PEOPLE, page=""),
        "before_people": len(families),
        "before_groups": len(families) + len(alike),
        "likenesses": Likeness.choices,
        "likeness_form": LikenessForm(prefix="judge"),
        "hands": OF_A_FAMILY,
        "verdict_form": VerdictForm(prefix="verdict"),
        "reason_form": ReasonForm(prefix="reason"),
    }
    return render(request, "workspace/possible_links.html", context | with_errors, status=400 if with_errors else 200)


def _kinds(asked: Asked, queue: queries.Queue, families: int, alike: int) -> list[tuple[str, str, int, bool]]:
    """The kinds of what waits: address, word, how many questions, whether it is shown now."""
    if asked.judged:
        return []
    counts: dict[str, int] = {**queue.of_kind, RestsOn.TEXTS: families, RestsOn.PEOPLE: alike}
    words = [
        ("", _("All"), sum(counts.values())),
        *((kind.value, str(kind.label), counts.get(kind, 0)) for kind in RestsOn),
    ]
    return [
        ("?" + asked.address(kind=kind, page=""), word, number, kind == asked.kind)
        for kind, word, number in words
        if number != 0 or kind in {"", asked.kind}
    ]


def _families(member: "Member", *, judged: bool, ref: str) -> tuple[list[queries.FamilyLine], int]:
    """Families to show, and how many wait."""
    if judged:
        return ([] if ref else queries.families_judged(member)), 0
    return queries.families_in_queue(member, ref)


def _people_judged(member: "Member", asked: Asked) -> "Page":
    """What was said of persons: a page of it, or the newest of it before the rest."""
    if asked.kind == RestsOn.PEOPLE:
        return cases.people_judged(member, ref=asked.ref, page=asked.page)
    return cases.people_judged(member, ref=asked.ref, per_page=NEWEST)


def _of(families: list[queries.FamilyLine]) -> list[str]:
    return [f"family:{one.number}" for one in families]


def _subjects(groups: tuple[queries.GroupShown, ...]) -> list[str]:
    return sorted({end.subject for group in groups for end in group.records})


def _persons(alike: "Iterable[cases.Alike | cases.PeopleJudged]") -> list[str]:
    return [f"{end.case.subject}/person:{end.id}" for pair in alike for end in (pair.one, pair.other)]


def back_to_queue(request: HttpRequest) -> HttpResponse:
    """Back to what waits, at the card after the one that was judged: it has come to stand in the place of that one."""
    address = Asked.of(request, judged=False).address()
    at = request.POST.get("at", "")
    card = f"#card-{at}" if at.isascii() and at.isdecimal() and len(at) < LONGEST_PLACE else ""
    return redirect(f"{reverse('workspace:possible_links')}{'?' if address else ''}{address}{card}")


@require_POST
def judge(request: HttpRequest, proposal: int) -> HttpResponse:
    """Say whether two records belong together."""
    asked, form = Asked.of(request, judged=False), VerdictForm(request.POST, prefix="verdict")
    act = partial(actions.judge_proposal, by=request.user, number=proposal)
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("Kept. What you said can be taken back.")):
        return back_to_queue(request)
    return _page(request, asked, sent_from=f"pair-{proposal}", verdict_form=form)


@require_POST
def judge_group(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Say the same of several records that share one thing."""
    asked, form = Asked.of(request, judged=False), GroupVerdictForm(request.POST, prefix="verdict")
    act = partial(actions.judge_group, by=request.user, kind=_kind(kind), key=_key(kind, key))
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("Kept. What you said can be taken back.")):
        return back_to_queue(request)
    return _page(request, asked, sent_from=f"{kind}-{key}", verdict_form=form)


def _kind(word: str) -> BasisKind:
    if word not in BasisKind.values:
        raise Http404
    return BasisKind(word)


def _key(kind: str, key: str) -> int | str:
    if kind != BasisKind.IDENTIFIER:
        return key
    if not (key.isascii() and key.isdecimal() and int(key) <= LARGEST):
        raise Http404
    return int(key)


@require_POST
def take_back(request: HttpRequest, proposal: int, judgement: int) -> HttpResponse:
    """Take a judgement back."""
    form = ReasonForm(request.POST, prefix="reason")
    act = partial(actions.take_judgement_back, by=request.user, number=proposal, judgement=judgement)
    if carried_out(request, form, lambda: act(reason=form.cleaned_data["reason"]), said=_("Taken back.")):
        return redirect("workspace:possible_links")
    return _page(request, Asked.of(request, judged=True), sent_from=f"reason-{judgement}", reason_form=form)


@require_POST
def judge_people(request: HttpRequest, ref: str, person: int, other: int) -> HttpResponse:
    """Say whether two persons of two cases are one."""
    asked, form = Asked.of(request, judged=False), LikenessForm(request.POST, prefix="judge")
    act = partial(cases_actions.judge_persons, by=request.user, ref=ref, person_id=person, other_id=other)
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("Kept. What you said can be taken back.")):
        return back_to_queue(request)
    return _page(request, asked, sent_from=f"people-{person}-{other}", likeness_form=form)


@require_POST
def take_people_back(request: HttpRequest, judgement: int) -> HttpResponse:
    """Take back what was said of two persons; those who were made one are parted again."""
    form = ReasonForm(request.POST, prefix="reason")
    act = partial(cases_actions.take_person_judgement_back, by=request.user, number=judgement)
    done = _("Taken back. The two are proposed again.")
    if carried_out(request, form, lambda: act(reason=form.cleaned_data["reason"]), said=done):
        return redirect(f"{reverse('workspace:possible_links')}?kind={RestsOn.PEOPLE}")
    return _page(request, Asked.of(request, judged=True), sent_from=f"people-{judgement}", reason_form=form)


@require_POST
def take_group_back(request: HttpRequest, said: UUID) -> HttpResponse:
    """Take back what was said of several records in one go."""
    form = ReasonForm(request.POST, prefix="reason")
    act = partial(actions.take_group_judgement_back, by=request.user, said=said)
    done = _("Taken back, for each pair of which you contribute to both records.")
    if carried_out(request, form, lambda: act(reason=form.cleaned_data["reason"]), said=done):
        return redirect("workspace:possible_links")
    return _page(request, Asked.of(request, judged=True), sent_from=f"reason-{said}", reason_form=form)
