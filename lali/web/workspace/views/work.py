"""Tasks and deadlines: of a case, each on its page, and the task board."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.queries import names_behind
from lali.records.audit.actions import record_listing
from lali.records.audit.queries import clock_is_behind
from lali.records.cases import actions, queries
from lali.records.configuration.queries import as_configured, as_written
from lali.web.workspace.clock_rules import suggestions
from lali.web.workspace.forms import (
    ChangeDeadlineForm,
    ChangeTaskForm,
    DeadlineForm,
    ExtendForm,
    ReasonForm,
    WorkFilterForm,
)
from lali.web.workspace.reading import happened
from lali.web.workspace.views.naming import tell_of_names
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

HISTORY = 20  # journal entries under a task or a deadline


MOST_DIGITS = 19  # of a row's number


# -- the task board ----------------------------------------------------------------------------------------------


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Open tasks and deadlines that the member may see, the most pressing first."""
    form = WorkFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = queries.WorkFilter(
        mine=asked.get("whose") != "cases", state=asked.get("state", ""), kind=asked.get("kind", "")
    )
    page = queries.work_of(request.user, wanted, after=_read_after(request.GET.get("after", "")))
    record_listing(by=request.user, what="work", subjects=[piece.subject for piece in page.pieces])
    context = {
        "form": WorkFilterForm(initial={"whose": "mine"} | asked),
        "pieces": page.pieces,
        "later": _later(request, page.after),
        "is_first": "after" not in request.GET,
        "clock_behind": clock_is_behind(timezone.now()),
        "here": request.get_full_path(),
    }
    return render(request, "workspace/work.html", context)


def _later(request: HttpRequest, after: queries.After | None) -> str:
    if after is None:
        return ""
    query = request.GET.copy()
    query["after"] = _write_after(after)
    return f"?{query.urlencode()}"


def _write_after(after: queries.After) -> str:
    """Where a page ended, for an address: task's day and number, deadline's moment and number."""
    task = f"{after.task[0].isoformat() if after.task[0] else ''}_{after.task[1]}" if after.task else ""
    deadline = f"{after.deadline[0].isoformat()}_{after.deadline[1]}" if after.deadline else ""
    return f"{task}~{deadline}"


def _read_after(written: str) -> queries.After:
    """The same read back; what cannot be read begins from the start."""
    task, _tilde, deadline = written.partition("~")
    return queries.After(task=_read_place(task, _day_or_none), deadline=_read_place(deadline, _moment))


def _read_place(written: str, read: Callable[[str], date | datetime | None]) -> tuple | None:
    at, _line, number = written.rpartition("_")
    try:
        return (
            (read(at), int(number)) if number.isascii() and number.isdecimal() and len(number) < MOST_DIGITS else None
        )
    except ValueError:
        return None


def _day_or_none(written: str) -> date | None:
    day = parse_date(written) if written else None
    if written and day is None:
        raise ValueError(written)
    return day


def _moment(written: str) -> datetime:
    moment = parse_datetime(written)
    if moment is None or timezone.is_naive(moment):
        raise ValueError(written)
    return moment


def _back(request: HttpRequest, ref: str, part: str) -> HttpResponse:
    """Where the member came from, if that is a page of ours; else the part of the case."""
    asked = request.POST.get("back", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return redirect(asked)
    return redirect(f"{redirect('workspace:case', ref).url}#{part}")


# -- tasks -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, ref: str, task: int) -> HttpResponse:
    """One task: change it, and see what was changed. A colleague's change in between is shown beside what was typed."""
    context = room(request, ref, "task")
    case, found = context["case"], queries.task_in(context["case"], task)
    form = ChangeTaskForm(
        request.POST or None,
        team=queries.members_on(case),
        others=queries.tasks_to_come_after(case, found),
        initial=_task_now(found),
    )
    if request.method == "POST":
        change = partial(actions.change_task, by=request.user, ref=ref, task_id=task)
        if carried_out(request, form, lambda: change(**_versioned(form, found)), said=_("Saved.")):
            tell_of_names(request, case, form)
            return redirect("workspace:task", ref, task)
        found = queries.task_in(case, task)
        form.data = form.data.copy()
        form.data["version"] = found.version  # saving again means: I have compared
    return _task_page(request, context, found, form)


TEMPLATED = ("title", "note")  # fields whose words a template may have given


def _in_language(found: object, names: tuple[str, ...]) -> dict[str, object]:
    """Fields as they stand; words that a template gave in the reader's language."""
    now = {name: getattr(found, name) for name in names}
    return now | {name: as_configured(now[name]) for name in TEMPLATED if name in now}


def _versioned(form: forms.Form, found: object) -> dict[str, object]:
    """What was typed, apart from the version on which it was typed; a template's words as they stand."""
    new = dict(form.cleaned_data)
    new |= {name: as_written(new[name], getattr(found, name)) for name in TEMPLATED if name in new}
    return {"version": new.pop("version"), "new": new}


def _task_now(found: object) -> dict[str, object]:
    names = ("title", "due_on", "priority", "waiting_for", "look_again_on", "note", "version")
    return _in_language(found, names) | {"assignee": found.assignee_id, "after": found.after.all()}


def _task_page(
    request: HttpRequest,
    context: dict[str, object],
    found: object,
    form: forms.Form,
    remove_form: forms.Form | None = None,
) -> HttpResponse:
    context |= {
        "task": found,
        "form": form,
        "remove_form": remove_form or ReasonForm(prefix="remove"),
        "removes": queries.may_remove(context["case"]),
        "history": _history(found),
    }
    wrong = form.is_bound or (remove_form is not None)
    return render(request, "workspace/task.html", context, status=400 if wrong else 200)


def _history(row: object) -> list[tuple[object, str, str]]:
    entries = list(queries.history_of(row)[:HISTORY])
    names = names_behind(entry.by for entry in entries)
    return [(entry.at, names.get(entry.by, entry.by), happened(entry.verb)) for entry in entries]


def _done(request: HttpRequest, ref: str, part: str, action: Callable[[], object], said: str) -> HttpResponse:
    """Carry out an action that needs no form, say what came of it, and go back."""
    form = forms.Form(request.POST)
    if not carried_out(request, form, action, said=said):
        messages.error(request, " ".join(form.non_field_errors()))
    return _back(request, ref, part)


@require_POST
def finish_task(request: HttpRequest, ref: str, task: int) -> HttpResponse:
    """Mark a task as done."""
    action = partial(actions.finish_task, by=request.user, ref=ref, task_id=task)
    return _done(request, ref, "tasks", action, _("Done."))


@require_POST
def reopen_task(request: HttpRequest, ref: str, task: int) -> HttpResponse:
    """Take a task up again."""
    action = partial(actions.reopen_task, by=request.user, ref=ref, task_id=task)
    return _done(request, ref, "tasks", action, _("The task is open again."))


@require_POST
def remove_task(request: HttpRequest, ref: str, task: int) -> HttpResponse:
    """Take a task off the case, with a reason."""
    form = ReasonForm(request.POST, prefix="remove")
    remove = partial(actions.remove_task, by=request.user, ref=ref, task_id=task)
    if carried_out(request, form, lambda: remove(**form.cleaned_data), said=_("The task is removed.")):
        return redirect(f"{redirect('workspace:case', ref).url}#tasks")
    context = room(request, ref, "task")
    found = queries.task_in(context["case"], task)
    unchanged = ChangeTaskForm(
        team=queries.members_on(context["case"]),
        others=queries.tasks_to_come_after(context["case"], found),
        initial=_task_now(found),
    )
    return _task_page(request, context, found, unchanged, remove_form=form)


# -- deadlines ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def new_deadline(request: HttpRequest, ref: str) -> HttpResponse:
    """Set a deadline."""
    context = room(request, ref, "deadline")
    case = context["case"]
    offered = suggestions(case.agency.country)
    chosen = request.GET.get("kind", "")
    initial = {"kind": chosen} | next((one.initial for one in offered if one.kind == chosen), {})
    form = DeadlineForm(request.POST or None, team=queries.members_on(case), initial=initial)
    if request.method == "POST":
        set_it = partial(actions.set_deadline, by=request.user, ref=ref)
        if carried_out(request, form, lambda: set_it(**_given(form)), said=_("The deadline is set.")):
            return redirect(f"{redirect('workspace:case', ref).url}#deadlines")
    context |= {"form": form, "suggestions": offered}
    return render(request, "workspace/deadline_new.html", context, status=400 if form.is_bound else 200)


def _given(form: forms.Form) -> dict[str, object]:
    """What was typed; the unit alone, which always has a value, says nothing."""
    given = dict(form.cleaned_data)
    return given if given["length"] is not None else given | {"unit": ""}


@require_http_methods(["GET", "HEAD", "POST"])
def deadline(request: HttpRequest, ref: str, deadline: int) -> HttpResponse:
    """One deadline: what it is, every change of its clock, and what can be done with it."""
    context = room(request, ref, "deadline")
    case, found = context["case"], queries.deadline_in(context["case"], deadline)
    form = ChangeDeadlineForm(request.POST or None, team=queries.members_on(case), initial=_deadline_now(found))
    if request.method == "POST":
        change = partial(actions.change_deadline, by=request.user, ref=ref, deadline_id=deadline)
        if carried_out(request, form, lambda: change(**_versioned(form, found)), said=_("Saved.")):
            return redirect("workspace:deadline", ref, deadline)
        found = queries.deadline_in(case, deadline)
        form.data = form.data.copy()
        form.data["version"] = found.version
    return _deadline_page(request, context, found, form=form)


def _deadline_now(found: object) -> dict[str, object]:
    names = ("kind", "basis", "note", "version")
    return _in_language(found, names) | {"assignee": found.assignee_id}


def _deadline_page(request: HttpRequest, context: dict[str, object], found: object, **sent: forms.Form) -> HttpResponse:
    """The page of a deadline; `sent`: the forms that were sent and came back with errors, by their names."""
    unsent = {
        "form": ChangeDeadlineForm(team=queries.members_on(context["case"]), initial=_deadline_now(found)),
        "extend_form": ExtendForm(prefix="extend", initial={"due_at": found.due_at}),
        "pause_form": ReasonForm(prefix="pause"),
        "resume_form": ReasonForm(prefix="resume"),
        "remove_form": ReasonForm(prefix="remove"),
    }
    context |= unsent | sent
    context |= {
        "deadline": found,
        "state": found.state_at(timezone.now()),
        "removes": queries.may_remove(context["case"]),
        "history": _history(found),
    }
    wrong = any(form.is_bound for form in sent.values())
    return render(request, "workspace/deadline.html", context, status=400 if wrong else 200)


def _clock(
    request: HttpRequest, at: tuple[str, int], action: Callable[..., object], said: str, **sent: forms.Form
) -> HttpResponse:
    """Change a clock from one of the forms on the deadline's page; with errors that form stands open again."""
    (ref, number), (form,) = at, sent.values()
    change = partial(action, by=request.user, ref=ref, deadline_id=number)
    if carried_out(request, form, lambda: change(**form.cleaned_data), said=said):
        return redirect("workspace:deadline", ref, number)
    context = room(request, ref, "deadline")
    return _deadline_page(request, context, queries.deadline_in(context["case"], number), **sent)


@require_POST
def extend_deadline(request: HttpRequest, ref: str, deadline: int) -> HttpResponse:
    """Give a deadline another end, with a reason."""
    form = ExtendForm(request.POST, prefix="extend")
    said = _("The new end is set; the old one is kept.")
    return _clock(request, (ref, deadline), actions.extend_deadline, said, extend_form=form)


@require_POST
def pause_deadline(request: HttpRequest, ref: str, deadline: int) -> HttpResponse:
    """Stop a clock, with a reason."""
    form = ReasonForm(request.POST, prefix="pause")
    said = _("The clock is stopped.")
    return _clock(request, (ref, deadline), actions.pause_deadline, said, pause_form=form)


@require_POST
def resume_deadline(request: HttpRequest, ref: str, deadline: int) -> HttpResponse:
    """Set a clock going again, with a reason."""
    form = ReasonForm(request.POST, prefix="resume")
    said = _("The clock runs again.")
    return _clock(request, (ref, deadline), actions.resume_deadline, said, resume_form=form)


@require_POST
def meet_deadline(request: HttpRequest, ref: str, deadline: int) -> HttpResponse:
    """Note that a deadline is met."""
    action = partial(actions.meet_deadline, by=request.user, ref=ref, deadline_id=deadline)
    return _done(request, ref, "deadlines", action, _("The deadline is met."))


@require_POST
def confirm_deadline(request: HttpRequest, ref: str, deadline: int) -> HttpResponse:
    """Note that a prosecutor confirmed it."""
    action = partial(actions.confirm_deadline, by=request.user, ref=ref, deadline_id=deadline)
    return _done(request, ref, "deadlines", action, _("Noted."))


@require_POST
def remove_deadline(request: HttpRequest, ref: str, deadline: int) -> HttpResponse:
    """Take a deadline off the case, with a reason."""
    form = ReasonForm(request.POST, prefix="remove")
    remove = partial(actions.remove_deadline, by=request.user, ref=ref, deadline_id=deadline)
    if carried_out(request, form, lambda: remove(**form.cleaned_data), said=_("The deadline is removed.")):
        return redirect(f"{redirect('workspace:case', ref).url}#deadlines")
    context = room(request, ref, "deadline")
    return _deadline_page(request, context, queries.deadline_in(context["case"], deadline), remove_form=form)
