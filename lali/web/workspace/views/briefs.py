"""Briefs: the list, a new one, one brief with its steps, from choosing to fixing it and handing it over."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.briefs import actions, queries
from lali.records.briefs.vocabulary import BriefState, Decision, ItemKind
from lali.web.workspace.forms import (
    ChooseForm,
    CoverPhraseForm,
    DescribeBriefForm,
    HandOverForm,
    NewBriefForm,
    OrderForm,
    ReasonForm,
)
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

PER_PAGE = 50


@require_safe
def briefs(request: HttpRequest, ref: str) -> HttpResponse:
    """Briefs of a case."""
    context = room(request, ref, "briefs")
    return render(request, "workspace/case/briefs.html", context | {"briefs": queries.briefs_of(context["case"])})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin a brief."""
    context = room(request, ref, "briefs")
    fixed = [(one.number, f"{one.ref} {one.title}") for one in queries.briefs_of(context["case"]) if one.fixed_at]
    form = NewBriefForm(request.POST or None, former=fixed, initial={"kind": "evidence", "language": "en"})
    begun = []
    if request.method == "POST" and carried_out(
        request, form, lambda: begun.append(actions.begin_brief(by=request.user, ref=ref, **form.cleaned_data))
    ):
        return redirect("workspace:brief", ref, begun[0].number)
    status = 400 if form.errors else 200
    return render(request, "workspace/case/brief_new.html", context | {"form": form}, status=status)


@require_safe
def brief(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One brief and its next step."""
    return brief_page(request, ref, number)


def brief_page(request: HttpRequest, ref: str, number: int, **forms_with_errors: forms.Form) -> HttpResponse:
    """Show a brief; with forms that came back with errors in them."""
    context = room(request, ref, "briefs")
    found = queries.read_brief(request.user, ref, number)
    standing = queries.standing_of(found)
    context |= {
        "brief": found,
        "standing": standing,
        "shown_items": Paginator(standing.items, PER_PAGE).get_page(request.GET.get("items")),
        "is_draft": found.state == BriefState.DRAFT,
        "is_ready": found.state == BriefState.READY,
        "is_fixed": found.state == BriefState.FIXED,
        "is_own": found.ready_by == request.user,
        "lacks_second": queries.needs_a_second_lead(request.user, found),
        "step": _step(found),
        "step_names": [_("Prepare"), _("Second person"), _("Fixed"), _("Handed over")],
        "page": _page(request, found.pages),
        "phrase_form": CoverPhraseForm(prefix="phrase"),
        "back_form": ReasonForm(prefix="back"),
        "release_form": ReasonForm(prefix="release"),
        "hand_form": HandOverForm(prefix="hand", initial={"at": timezone.localtime().replace(second=0, microsecond=0)}),
        "action_form": None,
    }
    context |= forms_with_errors
    return render(request, "workspace/case/brief.html", context, status=400 if forms_with_errors else 200)


def _step(found: object) -> int:
    if found.state == BriefState.FIXED:
        return 4 if found.hand_overs.exists() else 3
    return 2 if found.state == BriefState.READY else 1


def _page(request: HttpRequest, pages: int) -> object:
    return Paginator(range(1, pages + 1), 1).get_page(request.GET.get("page")) if pages else None


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Write what the brief says itself; a colleague's change in between is shown beside what was typed."""
    context = room(request, ref, "briefs")
    found = queries.read_brief(request.user, ref, number)
    names = ("title", "language", "classification", "summary", "witness_note", "version")
    now = {name: getattr(found, name) for name in names}
    form = DescribeBriefForm(request.POST or None, initial=now)
    if request.method == "POST":
        if carried_out(
            request,
            form,
            lambda: actions.describe_brief(by=request.user, ref=ref, number=number, **form.cleaned_data),
            said=_("Saved."),
        ):
            return redirect("workspace:brief", ref, number)
        form.data = form.data.copy()
        form.data["version"] = found.version  # saving again means: I have compared
    status = 400 if form.errors else 200
    context |= {"brief": found, "form": form, "now": now}
    return render(request, "workspace/case/brief_describe.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Decide about the things of the case, a page at a time; or take in all of a kind that nobody decided about."""
    context = room(request, ref, "briefs")
    found = queries.read_brief(request.user, ref, number)
    kind = request.GET.get("kind", ItemKind.EXHIBIT)
    kind = kind if kind in ItemKind.values else ItemKind.EXHIBIT
    everything = queries.choices_in(found)
    of_kind = [one for one in everything if one.material.kind == kind]
    page = Paginator(of_kind, PER_PAGE).get_page(request.GET.get("page"))
    rows = of_kind if request.method == "POST" else list(page)  # what was on that page may stand on another now
    form = ChooseForm(request.POST or None, rows=rows, initial={"version": found.version})
    if request.method == "POST" and "later" in request.POST:
        return _leave_out_later(request, ref, number)
    if request.method == "POST":
        if carried_out(
            request,
            form,
            lambda: actions.choose_items(
                by=request.user,
                ref=ref,
                number=number,
                version=form.cleaned_data["version"],
                choices=_choices(request, form, of_kind),
            ),
            said=_("Saved."),
        ):
            return redirect(f"{request.path}?kind={kind}&page={page.number}")
        _compare(form, found)
    context |= {
        "brief": found,
        "form": form,
        "page": page,
        "kind": kind,
        "kinds": [
            (value, label, sum(one.material.kind == value for one in everything)) for value, label in ItemKind.choices
        ],
        "undecided": sum(one.item is None for one in of_kind),
    }
    return render(request, "workspace/case/brief_choose.html", context, status=400 if form.errors else 200)


def _leave_out_later(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    said = _("Left out, with the reason. They stand on the schedule of unused material.")
    return _done(
        request,
        ref,
        number,
        forms.Form(request.POST),
        lambda: actions.leave_out_later(by=request.user, ref=ref, number=number, seen=request.POST.getlist("later")),
        said=said,
    )


def _compare(form: ChooseForm | OrderForm, found: object) -> None:
    """Show beside what was typed how the brief stands now, if somebody changed it: saving again means "compared"."""
    if form.data.get("version") != str(found.version):
        form.data = form.data.copy()
        form.data["version"] = found.version
        form.compares = True


def _choices(request: HttpRequest, form: ChooseForm, of_kind: list[object]) -> list[actions.Choice]:
    if "all" in request.POST:  # but for what goes into no brief: that is withheld one by one, with a reason
        open_ones = (one for one in of_kind if not (one.material.exhibit and one.material.exhibit.restricted_at))
        return [actions.Choice(one.material.source, Decision.INCLUDED) for one in open_ones if one.item is None]
    return [actions.Choice(**one) for one in form.decided()]


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Put what goes in into order, a page at a time."""
    context = room(request, ref, "briefs")
    found = queries.read_brief(request.user, ref, number)
    included = queries.standing_of(found).included
    page = Paginator(included, PER_PAGE).get_page(request.GET.get("page"))
    items = included if request.method == "POST" else list(page)
    form = OrderForm(request.POST or None, items=items, initial={"version": found.version})
    if request.method == "POST":
        if carried_out(
            request,
            form,
            lambda: actions.order_items(
                by=request.user,
                ref=ref,
                number=number,
                version=form.cleaned_data["version"],
                places=form.places(),
            ),
            said=_("Saved."),
        ):
            return redirect(f"{request.path}?page={page.number}")
        _compare(form, found)
    context |= {"brief": found, "form": form, "page": page}
    return render(request, "workspace/case/brief_order.html", context, status=400 if form.errors else 200)


# -- the steps that only press a button --------------------------------------------------------------------------------


def _done(
    request: HttpRequest,
    ref: str,
    number: int,
    form: forms.Form,
    action: Callable[[], object],
    *,
    said: str = "",
    shown_as: str = "action_form",
) -> HttpResponse:
    if carried_out(request, form, action, said=said):
        return redirect("workspace:brief", ref, number)
    return brief_page(request, ref, number, **{shown_as: form})


@require_POST
def copies(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Make the next covered copies, for some seconds."""
    left: list[int] = []
    form = forms.Form(request.POST)
    if not carried_out(
        request, form, lambda: left.append(actions.make_copies(by=request.user, ref=ref, number=number))
    ):
        return brief_page(request, ref, number, action_form=form)
    return redirect("workspace:brief", ref, number)


@require_POST
def anew(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take items anew, as the case has them now: those named, or all that changed."""
    form = forms.Form(request.POST)
    sources, laid = request.POST.getlist("source"), []
    if not carried_out(
        request,
        form,
        lambda: laid.extend(actions.take_items_anew(by=request.user, ref=ref, number=number, sources=sources)),
    ):
        return brief_page(request, ref, number, action_form=form)
    if laid:
        said = _("Taken anew. Their words changed, so look again at what is covered in: %s.") % ", ".join(laid)
        messages.warning(request, said)
    else:
        messages.success(request, _("Taken anew, as they stand in the case now."))
    return redirect("workspace:brief", ref, number)


@require_POST
def put_up(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Make the documents and hold them out to a second person."""
    return _done(
        request,
        ref,
        number,
        forms.Form(request.POST),
        lambda: actions.put_up_brief(by=request.user, ref=ref, number=number),
        said=_("The documents are made. A second person looks at them and fixes the brief."),
    )


@require_POST
def send_back(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Make it a draft again."""
    form = ReasonForm(request.POST, prefix="back")
    return _done(
        request,
        ref,
        number,
        form,
        lambda: actions.send_back_brief(by=request.user, ref=ref, number=number, **form.cleaned_data),
        said=_("It is a draft again."),
        shown_as="back_form",
    )


@require_POST
def fix(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Fix it, as the second person."""
    return _done(
        request,
        ref,
        number,
        forms.Form(request.POST),
        lambda: actions.fix_brief(by=request.user, ref=ref, number=number),
        said=_("The brief is fixed. Nothing of it changes any more."),
    )


@require_POST
def hand_over(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Note to whom it went."""
    form = HandOverForm(request.POST, prefix="hand")
    return _done(
        request,
        ref,
        number,
        form,
        lambda: actions.hand_over_brief(by=request.user, ref=ref, number=number, **form.cleaned_data),
        said=_("Noted."),
        shown_as="hand_form",
    )


@require_POST
def release(request: HttpRequest, ref: str, number: int, person: int) -> HttpResponse:
    """Let a possible victim's name stand in this brief."""
    form = ReasonForm(request.POST, prefix="release")
    return _done(
        request,
        ref,
        number,
        form,
        lambda: actions.release_name(by=request.user, ref=ref, number=number, person_id=person, **form.cleaned_data),
        said=_("The name will stand in this brief."),
        shown_as="release_form",
    )


@require_POST
def take_back_phrase(request: HttpRequest, ref: str, number: int, phrase: int) -> HttpResponse:
    """Let words that were covered everywhere stand again."""
    return _done(
        request,
        ref,
        number,
        forms.Form(request.POST),
        lambda: actions.take_back_phrase(by=request.user, ref=ref, number=number, phrase_id=phrase),
        said=_("These words stand again."),
    )


@require_POST
def cover_everywhere(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Cover a phrase in every text."""
    form = CoverPhraseForm(request.POST, prefix="phrase")
    found: list[object] = []
    if not carried_out(
        request,
        form,
        lambda: found.append(actions.cover_phrase(by=request.user, ref=ref, number=number, **form.cleaned_data)),
    ):
        return brief_page(request, ref, number, phrase_form=form)
    messages.success(request, _where_covered(found[0]))
    return redirect("workspace:brief", ref, number)


def _where_covered(found: object) -> str:
    places = ngettext(
        "Covered in %(n)d place of the paper and its files.",
        "Covered in %(n)d places of the paper and its files.",
        found.places,
    ) % {"n": found.places}
    marked = ngettext("The table below marks %(n)d item.", "The table below marks %(n)d items.", found.items)
    said = marked % {"n": found.items} if found.items else _("They stand in no item.")
    return f"{places} {said}"
