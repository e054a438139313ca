"""Cases: the list, one case, and everything that is added to it."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.queries import names_behind
from lali.records.audit.actions import record_listing
from lali.records.audit.queries import folded_readings
from lali.records.cases import actions, queries
from lali.records.chronology.queries import latest
from lali.records.cooperation.queries import packets_of_case
from lali.records.elements.queries import gaps_of
from lali.records.evidence.queries import evidence_counts, unfinished_intakes
from lali.records.links import actions as links
from lali.records.links.queries import hints_for, links_of
from lali.records.retention.queries import hold_on
from lali.web.workspace.forms import (
    DescribeCaseForm,
    LinkForm,
    NewCaseForm,
    ReasonForm,
    TaskForm,
)
from lali.web.workspace.reading import about, happened, shown_changes
from lali.web.workspace.views.naming import tell_of_names
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

PER_PAGE = 25
SHOWN_PERSONS = 12
SHOWN_TASKS = 6  # the most pressing; a new case has more first steps than a screen holds


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The member's cases, last changed first."""
    pages = Paginator(queries.open_cases_of(request.user), PER_PAGE)
    pages.count = queries.how_many_cases(request.user)
    page = pages.get_page(request.GET.get("page"))
    record_listing(by=request.user, what="cases", subjects=[found.subject for found in page])
    return render(request, "workspace/cases.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a case."""
    form = NewCaseForm(request.POST or None, initial={"with_template": True})
    opened = []
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: opened.append(actions.open_case(by=request.user, **form.cleaned_data)),
        said=_("The case is open, and you lead it."),
    ):
        return redirect("workspace:case", opened[0].ref)
    return render(request, "workspace/case_new.html", {"form": form})


@require_safe
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """One case."""
    return _case_page(request, ref)


def _case_page(request: HttpRequest, ref: str, *, sent_from: str = "", **forms_with_errors: forms.Form) -> HttpResponse:
    """Show the case; `sent_from` names the row whose form has errors, where several rows have the same form."""
    member = request.user
    context = room(request, ref, "")
    found = context["case"]
    tips = list(found.tips.all())
    tasks = list(queries.tasks_in(found))
    context |= {
        "persons": queries.persons_of(found),
        "shown_persons": SHOWN_PERSONS,
        "tasks": tasks[:SHOWN_TASKS],
        "later_tasks": tasks[SHOWN_TASKS:],
        "latest": latest(found),
        "deadlines": queries.deadlines_in(found),
        "team": list(queries.team_of(found)),
        "tips": tips,
        "evidence": evidence_counts(found),
        "gaps": gaps_of(found),
        "unfinished": unfinished_intakes(member, ref),
        "hints": hints_for(member, ref),
        "links": links_of(member, ref),
        "packets": list(packets_of_case(member, ref)),
        "task_form": TaskForm(prefix="task", team=queries.members_on(found)),
        "reason_form": ReasonForm(prefix="reason"),
        "link_form": LinkForm(prefix="link"),
        "sent_from": sent_from,
        "hold": hold_on(found),
    }
    return render(request, "workspace/case.html", context | forms_with_errors, status=400 if forms_with_errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, ref: str) -> HttpResponse:
    """Change the head of a case; a colleague's change in between is shown beside what was typed."""
    found = queries.read_case(request.user, ref)
    now = {"title": found.title, "kind": found.kind, "summary": found.summary, "state": found.state}
    extras = queries.extras_of(found)
    form = DescribeCaseForm(
        request.POST or None, initial=now | {"version": found.version}, extras=extras, kind=found.kind
    )
    if request.method == "POST":
        change = partial(actions.describe_case, by=request.user, ref=ref)
        if carried_out(request, form, lambda: change(**form.described()), said=_("Saved.")):
            tell_of_names(request, found, form)
            return redirect("workspace:case", ref)
        form.data = form.data.copy()
        form.data["version"] = found.version  # saving again means: I have compared
    return render(request, "workspace/case_describe.html", {"case": found, "form": form, "extras": extras})


def _add(
    request: HttpRequest,
    ref: str,
    form: forms.Form,
    action: Callable[..., object],
    *,
    said: str,
    at: str,
    shown_as: str,
    row: str = "",
) -> HttpResponse:
    """Add something to a case from a form on its page, and go back to the part `at`.

    With errors the form is shown again as `shown_as`, in the row named `row` where several rows have the same form.
    """
    if carried_out(request, form, lambda: action(by=request.user, ref=ref, **form.cleaned_data), said=said):
        return redirect(f"{_address(ref)}#{at}")
    return _case_page(request, ref, sent_from=row, **{shown_as: form})


def _address(ref: str) -> str:
    return redirect("workspace:case", ref).url


@require_POST
def add_task(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a task."""
    case = queries.read_case(request.user, ref)
    form = TaskForm(request.POST, prefix="task", team=queries.members_on(case))
    said = _("The task is added.")
    answer = _add(request, ref, form, actions.add_task, said=said, at="tasks", shown_as="task_form")
    if form.is_valid():
        tell_of_names(request, case, form)
    return answer


@require_POST
def link(request: HttpRequest, ref: str) -> HttpResponse:
    """Tie this case and another whose team the member is on."""
    form = LinkForm(request.POST, prefix="link")
    row = f"link-{form.data.get('link-other_ref', '')}"
    return _add(
        request,
        ref,
        form,
        links.link_cases,
        said=_("The two cases are linked."),
        at="links",
        shown_as="link_form",
        row=row,
    )


@require_POST
def unlink(request: HttpRequest, ref: str, other_ref: str) -> HttpResponse:
    """Undo a link."""
    form = ReasonForm(request.POST, prefix="reason")
    action = partial(links.unlink_cases, other_ref=other_ref)
    return _add(
        request,
        ref,
        form,
        action,
        said=_("The link is undone."),
        at="links",
        shown_as="reason_form",
        row=f"unlink-{other_ref}",
    )


@require_safe
def journal(request: HttpRequest, ref: str) -> HttpResponse:
    """Who read and wrote what in this case, with old and new values."""
    context = room(request, ref, "journal")
    case = context["case"]
    page = Paginator(queries.journal_of(case), PER_PAGE * 2).get_page(request.GET.get("page"))
    names = names_behind({str(name) for entry in page for name in (entry.by, entry.facts.get("member", ""))})
    changes = queries.changes_in(case, page)
    rows = [
        (
            line,
            names.get(line.entry.by, line.entry.by),
            happened(line.entry.verb),
            about(line.entry.verb, line.entry.subject, line.entry.facts, names),
            shown_changes(changes.get(line.entry.index, ())),
        )
        for line in folded_readings(page)
    ]
    return render(request, "workspace/case_journal.html", context | {"page": page, "rows": rows})
