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
from lali.records.cases import queries as cases
from lali.records.cases.vocabulary import Likeness
from lali.records.links import actions, queries
from lali.records.links.vocabulary import BasisKind, RestsOn, Verdict
from lali.web.workspace.forms import (
    GroupVerdictForm,
    LinksFilterForm,
    ReasonForm,
    VerdictForm,
)
from lali.web.workspace.forms.links import OF_A_FAMILY
from lali.web.workspace.people import shown_alike
from lali.web.workspace.views.outcome import carried_out

if TYPE_CHECKING:
    from lali.records.agencies.models import Member

A_MOMENT = 0.2  # seconds in which what came just now is compared before the page is shown; `lali digest` does all
LARGEST = 2**63 - 1


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
    families, count, alike = [], None, None
    if first and asked.kind in {"", RestsOn.TEXTS}:
        families, count = _families(member, judged=judged, ref=ref)
    if first and not judged and asked.kind in {"", RestsOn.PEOPLE}:
        alike = cases.alike_across(member, ref=ref)
    kinds = _kinds(asked, queue, count, None if alike is None else len(alike))
    alike = alike or []
    groups = () if asked.kind in {RestsOn.TEXTS, RestsOn.PEOPLE} else queue.groups
    subjects = [*_subjects(groups), *_of(families), *_persons(alike)]
    record_listing(by=member, what="possible-links", subjects=subjects)
    context = {
        "form": LinksFilterForm({"judged": judged, "case": ref, "kind": asked.kind}),
        "asked": asked,
        "address": asked.address(),
        "kinds": kinds,
        "queue": queue,
        "groups": groups,
        "families": families,
        "families_waiting": count or 0,
        "waiting": queries.waiting_to_be_compared(member),
        "judged": judged,
        "ref": ref,
        "sent_from": sent_from,
        "sent": request.POST.getlist("verdict-records") if sent_from else [],
        "verdicts": Verdict.choices,
        "alike": shown_alike(alike),
        "likenesses": Likeness.choices,
        "hands": OF_A_FAMILY,
        "verdict_form": VerdictForm(prefix="verdict"),
        "reason_form": ReasonForm(prefix="reason"),
    }
    return render(request, "workspace/possible_links.html", context | with_errors, status=400 if with_errors else 200)


def _kinds(
    asked: Asked, queue: queries.Queue, families: int | None, alike: int | None
) -> list[tuple[str, str, int | None, bool]]:
    """The kinds of what waits: address, word, how many questions (None: not counted here), whether it is shown now."""
    if asked.judged:
        return []
    counts: dict[str, int | None] = {**queue.of_kind, RestsOn.TEXTS: families, RestsOn.PEOPLE: alike}
    everything = None if None in {families, alike} else sum(filter(None, counts.values()))
    words = [("", _("All"), everything), *((kind.value, str(kind.label), counts.get(kind, 0)) for kind in RestsOn)]
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


def _of(families: list[queries.FamilyLine]) -> list[str]:
    return [f"family:{one.number}" for one in families]


def _subjects(groups: tuple[queries.GroupShown, ...]) -> list[str]:
    return sorted({end.subject for group in groups for end in group.records})


def _persons(alike: list[cases.Alike]) -> list[str]:
    return [f"{end.case.subject}/person:{end.id}" for pair in alike for end in (pair.one, pair.other)]


def _back(asked: Asked) -> HttpResponse:
    address = asked.address()
    return redirect(f"{reverse('workspace:possible_links')}{'?' if address else ''}{address}")


@require_POST
def judge(request: HttpRequest, proposal: int) -> HttpResponse:
    """Say whether two records belong together."""
    asked, form = Asked.of(request, judged=False), VerdictForm(request.POST, prefix="verdict")
    act = partial(actions.judge_proposal, by=request.user, number=proposal)
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("Kept. What you said can be taken back.")):
        return _back(asked)
    return _page(request, asked, sent_from=f"pair-{proposal}", verdict_form=form)


@require_POST
def judge_group(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Say the same of several records that share one thing."""
    asked, form = Asked.of(request, judged=False), GroupVerdictForm(request.POST, prefix="verdict")
    act = partial(actions.judge_group, by=request.user, kind=_kind(kind), key=_key(kind, key))
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("Kept. What you said can be taken back.")):
        return _back(asked)
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
def take_group_back(request: HttpRequest, said: UUID) -> HttpResponse:
    """Take back what was said of several records in one go."""
    form = ReasonForm(request.POST, prefix="reason")
    act = partial(actions.take_group_judgement_back, by=request.user, said=said)
    done = _("Taken back, for each pair of which you contribute to both records.")
    if carried_out(request, form, lambda: act(reason=form.cleaned_data["reason"]), said=done):
        return redirect("workspace:possible_links")
    return _page(request, Asked.of(request, judged=True), sent_from=f"reason-{said}", reason_form=form)
