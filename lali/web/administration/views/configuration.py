"""The administrator's pages of lists, extra fields and case templates: look, change with a preview, history, file."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lali.records.configuration import queries
from lali.records.configuration.actions import change_configuration
from lali.records.configuration.differences import OUTER, Path
from lali.records.configuration.document import Part
from lali.records.configuration.editing import kind_at, part_at, with_part, without_part
from lali.records.configuration.vocabulary import Group, Inside
from lali.records.configuration.writing import written_configuration
from lali.records.refusals import Refused
from lali.web.administration.configuration_forms import FileForm, PartForm, ReasonedForm

PER_PAGE = 25
PREVIEW, APPLY, REMOVE = "preview", "apply", "remove"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that is configured, in its three groups."""
    now = queries.configuration_kept_by(request.user)
    groups = [(group, group.label, getattr(now.configuration, group)) for group in Group]
    return render(request, "administration/configuration/overview.html", {"now": now, "groups": groups})


@require_safe
def part(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """One list with its entries, or one template with its steps; a field is shown as its form."""
    now = queries.configuration_kept_by(request.user)
    found = _part(now, (group, code))
    insides = [(inside, inside.label, getattr(found, inside)) for inside in Inside if hasattr(found, inside)]
    context = {"now": now, "part": found, "group": group, "group_word": Group(group).label, "insides": insides}
    return render(request, "administration/configuration/part.html", context)


def _part(now: queries.InForce, path: Path) -> Part:
    found = part_at(now.configuration, path)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, group: str, code: str = "", inside: str = "") -> HttpResponse:
    """Add a list, a field, a template, or something inside one."""
    now = queries.configuration_kept_by(request.user)
    if code:
        _part(now, (group, code))
    where = (group, code, inside) if code else (group,)
    return _change(request, now, where, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, group: str, code: str, inside: str = "", part: str = "") -> HttpResponse:
    """Change or retire one part."""
    now = queries.configuration_kept_by(request.user)
    path = (group, code, inside, part) if inside else (group, code)
    return _change(request, now, path[:-1], _part(now, path))


def _change(request: HttpRequest, now: queries.InForce, inside: Path, found: Part | None) -> HttpResponse:
    kind = kind_at(inside)
    if kind is None:
        raise Http404
    form = PartForm(request.POST or None, kind=kind, part=found, inside=inside, now=now.configuration)
    form.fields["base"].initial = now.number

    def text() -> str:
        if request.POST.get("do") == REMOVE and found:
            return written_configuration(without_part(now.configuration, (*inside, found.code)))
        made, place = form.made()
        return written_configuration(with_part(now.configuration, inside, made, place=place))

    back = redirect("configuration:part", inside[0], inside[1]).url if len(inside) > 1 else ""
    back = back or redirect("configuration:overview").url
    changes, done = _asked(request, form, now, text)
    if done:
        return redirect(back)
    context = {
        "form": form,
        "part": found,
        "what": (Inside if len(inside) > OUTER else Group)(inside[-1]).label,
        "changes": changes,
        "back": back,
        "may_go": found and len(inside) > OUTER and inside[-1] != Inside.ENTRIES,
    }
    return render(request, "administration/configuration/change.html", context, status=422 if form.errors else 200)


def _asked(
    request: HttpRequest, form: ReasonedForm, now: queries.InForce, text: Callable[[], str]
) -> tuple[list | None, bool]:
    """The changes, where a preview was asked for; or whether the new version is in force. Refusals are in the form."""
    if request.method != "POST" or not form.is_valid():
        return None, False
    try:
        if request.POST.get("do") == PREVIEW:
            return queries.preview(request.user, text()), False
        base = form.cleaned_data["base"]
        version = change_configuration(by=request.user, base=base, text=text(), why=form.cleaned_data["why"])
    except Refused as why:
        _say_why(form, why)
        form.data = form.data.copy()
        form.data["base"] = now.number  # saving again means: I have looked at what it is now
        return None, False
    messages.success(request, _("Version %(number)d is in force.") % {"number": version.number})
    return None, True


def _say_why(form: forms.Form, why: Refused) -> None:
    problems = getattr(why, "problems", ())
    for problem in problems:
        form.add_error(None, str(problem) if isinstance(form, FileForm) else problem.sentence)
    if not problems:
        form.add_error(None, str(why))


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every version: who, when, why, how much."""
    page = Paginator(queries.versions_kept_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "administration/configuration/history.html", {"page": page})


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: what it changed in the one before, and its text."""
    found, changes = queries.version_kept_by(request.user, number)
    return render(request, "administration/configuration/version.html", {"version": found, "changes": changes})


@require_safe
def download(request: HttpRequest, number: int) -> HttpResponse:
    """One version as a TOML file."""
    found, _changes = queries.version_kept_by(request.user, number)
    response = HttpResponse(found.text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="lali-configuration-{found.number}.toml"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Bring a whole file into force, after a look at what it would change."""
    now = queries.configuration_kept_by(request.user)
    form = FileForm(request.POST or None, request.FILES or None, initial={"base": now.number})
    changes, done = _asked(request, form, now, lambda: form.cleaned_data["text"])
    if done:
        return redirect("configuration:overview")
    if changes is not None:
        form.data = form.data.copy()
        form.data["text"] = form.cleaned_data["text"]
    context = {"form": form, "changes": changes, "now": now}
    return render(request, "administration/configuration/file.html", context, status=422 if form.errors else 200)
