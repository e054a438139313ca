"""Families: tips and messages that say nearly the same, with what stays among them and what changes."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.audit.actions import record_listing
from lali.records.audit.queries import last_seen
from lali.records.audit.vocabulary import NODE
from lali.records.entities.vocabulary import IdentifierKind
from lali.records.links import actions, queries
from lali.web.components import Span
from lali.web.workspace.days import bars_of
from lali.web.workspace.forms import FamiliesFilterForm, FamilyVerdictForm, ReasonForm, WatchForm
from lali.web.workspace.views.links import back_to_queue
from lali.web.workspace.views.outcome import carried_out

MOST_TO_TAKE_OUT = 60  # texts offered beside a judgement to be taken out at once


@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """Families of texts in records that the member may open, newest first. What came just now is folded first."""
    actions.fold_texts(by=NODE, only_few=True)
    form = FamiliesFilterForm(request.GET)
    form.is_valid()
    since = last_seen(request.user.journal_name, "families")
    only = bool(form.cleaned_data.get("waiting"))
    page = queries.families_for(request.user, since=since, waiting=only, page=request.GET.get("page"))
    record_listing(by=request.user, what="families", subjects=[f"family:{one.number}" for one in page])
    waiting = queries.waiting_to_be_compared(request.user).texts
    return render(request, "workspace/families.html", {"page": page, "form": form, "waiting": waiting, "only": only})


@require_safe
def family(request: HttpRequest, text: int) -> HttpResponse:
    """One family: its template, its texts, the days they came, and the numbers and accounts in them."""
    return _page(request, text)


def _page(request: HttpRequest, text: int, *, sent_from: str = "", **with_errors: forms.Form) -> HttpResponse:
    about = f"family:{text}"
    since = last_seen(request.user.journal_name, about)
    shown = queries.family_of(request.user, text, since=since)
    record_listing(by=request.user, what=about, subjects=[one.subject for one in (*shown.texts, *shown.taken_out)])
    context = {
        "shown": shown,
        "texts": [(one, _spans(one)) for one in shown.texts],
        "identifiers": [(_word(found.kind), found.normalised, times) for found, times in shown.identifiers],
        "bars": bars_of(shown.days),
        "sent_from": sent_from,
        "verdict_form": FamilyVerdictForm(prefix="verdict", choices=_choices(shown)),
        "reason_form": ReasonForm(prefix="reason"),
        "watch_form": WatchForm(prefix="watch"),
        "watch": queries.family_watch(request.user, shown.family),
    }
    return render(request, "workspace/family.html", context | with_errors, status=400 if with_errors else 200)


def _spans(text: queries.TextShown) -> list[Span]:
    return [Span(found.start, found.end, _word(found.kind)) for found in text.identifiers]


def _choices(shown: queries.FamilyShown) -> list[tuple[int, str]]:
    """Texts that may be taken out while a family is judged."""
    of = [(one.pk, _("%(record)s, message %(n)s") % {"record": one.says, "n": one.number}) for one in shown.texts
          if one.writes and one.kind == "message"]  # fmt: skip
    of += [(one.pk, one.says) for one in shown.texts if one.writes and one.kind == "tip"]
    return of if len(of) <= MOST_TO_TAKE_OUT else []


@require_POST
def watch(request: HttpRequest, text: int) -> HttpResponse:
    """Watch a family of texts: one is told when another text comes into it."""
    form = WatchForm(request.POST, prefix="watch")
    act = partial(actions.watch_family, by=request.user, number=text)
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("You are told when another text comes.")):
        return redirect("workspace:family", text)
    return _page(request, text, watch_form=form)


@require_POST
def judge(request: HttpRequest, text: int) -> HttpResponse:
    """Say whether one hand wrote a family, the texts that do not belong taken out of it."""
    shown = queries.family_of(request.user, text)
    form = FamilyVerdictForm(request.POST, prefix="verdict", choices=_choices(shown))
    act = partial(actions.judge_family, by=request.user, number=text)
    if carried_out(request, form, lambda: act(**form.cleaned_data), said=_("Kept. What you said can be taken back.")):
        if request.POST.get("from") == "queue":
            return back_to_queue(request)
        return redirect("workspace:family", _still_in(shown, form))
    return _page(request, text, sent_from=f"verdict-{text}", verdict_form=form)


def _still_in(shown: queries.FamilyShown, form: FamilyVerdictForm) -> int:
    out = set(form.cleaned_data["without"])
    return next((one.pk for one in shown.texts if one.pk not in out), shown.number)


@require_POST
def take_back(request: HttpRequest, text: int, judgement: int) -> HttpResponse:
    """Take back what was said of a family."""
    form = ReasonForm(request.POST, prefix="reason")
    act = partial(actions.take_family_judgement_back, by=request.user, number=judgement)
    if carried_out(request, form, lambda: act(reason=form.cleaned_data["reason"]), said=_("Taken back.")):
        return redirect("workspace:family", text)
    return _page(request, text, sent_from=f"reason-{judgement}", reason_form=form)


@require_POST
def take_out(request: HttpRequest, text: int) -> HttpResponse:
    """Take one text out of its family."""
    form = ReasonForm(request.POST, prefix="reason")
    act: Callable[..., object] = partial(actions.take_out_of_family, by=request.user, number=text)
    said = _("Taken out. It stays out when others come, and can be put back.")
    if carried_out(request, form, lambda: act(reason=form.cleaned_data["reason"]), said=said):
        return redirect("workspace:family", text)
    return _page(request, text, sent_from=f"out-{text}", reason_form=form)


@require_POST
def put_back(request: HttpRequest, text: int) -> HttpResponse:
    """Put a text back into the family that it was taken out of."""
    form = forms.Form(request.POST)
    if not carried_out(request, form, lambda: actions.put_back_into_family(by=request.user, number=text)):
        messages.error(request, form.non_field_errors()[0])
    return redirect("workspace:family", text)


def _word(kind: str) -> str:
    return str(IdentifierKind(kind).label)
