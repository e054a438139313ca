"""Registers of other systems: look at one, see each row's fate, take it in."""

import csv
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.engines.tables import Limits, neutral
from lali.records.imports import actions, queries
from lali.records.imports.reading import FileNotRead, mapping_of, opened
from lali.records.imports.vocabulary import Fate
from lali.web.workspace.forms import ReasonForm
from lali.web.workspace.forms.imports import FateForm, RegisterForm, SameFileForm
from lali.web.workspace.views.outcome import carried_out

PER_PAGE = 50
SCREEN = Limits(rows=5_000, seconds=30)  # more: `lali import`, with its progress bar
AT_ONCE = 300  # rows taken in by one press: a few seconds


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The member's own imports."""
    page = Paginator(queries.imports_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/imports.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Look at a register: nothing is taken in yet."""
    queries.imports_of(request.user)  # the page itself is for whoever may
    form = RegisterForm(request.POST or None, request.FILES or None)
    looked = []
    if request.method == "POST" and carried_out(request, form, lambda: looked.append(_look(request, form))):
        return redirect("workspace:import", looked[0].pk)
    headings = _headings(form)
    if headings:
        form.offer(headings)
    context = {"form": form, "headings": headings}
    return render(request, "workspace/import_new.html", context, status=400 if form.errors else 200)


def _headings(form: RegisterForm) -> tuple[str, ...]:
    """The headings of a file that was refused, to choose columns from; none where it is no table."""
    try:
        return opened(form.files["file"].file, SCREEN).heading if form.errors and "file" in form.files else ()
    except FileNotRead:
        return ()


def _look(request: HttpRequest, form: RegisterForm) -> Any:
    facts = form.cleaned_data
    return actions.preview_import(
        by=request.user,
        file=facts["file"].file,
        file_name=facts["file"].name,
        system=facts["system"],
        target=facts["target"],
        persons_are=facts["persons_are"],
        rest=facts["rest"],
        mapping=mapping_of(facts["file"].file, form.columns()),
        limits=SCREEN,
    )


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One import: what becomes of each row."""
    return _page(request, number, SameFileForm())


def _page(
    request: HttpRequest,
    number: int,
    form: SameFileForm,
    *,
    reason_form: ReasonForm | None = None,
    discard_form: Form | None = None,
) -> HttpResponse:
    run, counts = queries.read_import(request.user, number)
    wanted = request.GET.get("fate", "")
    wanted = wanted if wanted in Fate.values else ""
    page = Paginator(queries.rows_of(run, wanted), PER_PAGE).get_page(request.GET.get("page"))
    tips = queries.tips_of_rows(page)
    context = {
        "run": run,
        "counts": [(label, counts[value]) for value, label in Fate.choices],
        "waiting": queries.rows_waiting(run, counts),
        "page": page,
        "rows": [(row, says, tips.get(row.became)) for row, says in queries.rows_with_contents(run, page)],
        "placeless": queries.placeless_columns(run),
        "kept": bool(run.wrapped_key),
        "named": 0 if run.discarded_at else queries.rows_naming_victims(run),
        "fate_form": FateForm({"fate": wanted}),
        "form": form,
        "reason_form": reason_form or ReasonForm(prefix="reason"),
        "may_undo": queries.may_undo(request.user, run),
        "may_discard": queries.may_discard(run),
        "discard_form": discard_form or Form(),
    }
    wrong = any(each and each.errors for each in (form, reason_form, discard_form))
    return render(request, "workspace/import.html", context, status=400 if wrong else 200)


@require_POST
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Take in what is new, some hundred rows at a press; pressing again goes on."""
    form = SameFileForm(request.POST, request.FILES)
    queries.read_import(request.user, number)
    if carried_out(
        request,
        form,
        lambda: actions.apply_import(by=request.user, number=number, file=form.cleaned_data["file"].file, most=AT_ONCE),
        said=_("Taken in, as far as the list below says."),
    ):
        return redirect("workspace:import", number)
    return _page(request, number, form)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a whole import back, with a reason."""
    form = ReasonForm(request.POST, prefix="reason")
    queries.read_import(request.user, number)
    if carried_out(
        request,
        form,
        lambda: actions.undo_import(by=request.user, number=number, **form.cleaned_data),
        said=_("Taken back. What somebody has worked on since stays, and is marked below."),
    ):
        return redirect("workspace:import", number)
    return _page(request, number, SameFileForm(), reason_form=form)


@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Discard a register that was only looked at: what its rows say is forgotten."""
    form = Form(request.POST)
    queries.read_import(request.user, number)
    if carried_out(
        request,
        form,
        lambda: actions.discard_import(by=request.user, number=number),
        said=_("Discarded. What the rows say is forgotten."),
    ):
        return redirect("workspace:import", number)
    return _page(request, number, SameFileForm(), discard_form=form)


@require_safe
def fates(request: HttpRequest, number: int) -> HttpResponse:
    """What becomes of each row, as CSV that no spreadsheet calculates."""
    run, _counts = queries.read_import(request.user, number)
    response = StreamingHttpResponse(_lines(queries.rows_of(run)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    return response


class _Echo:
    """What csv.writer writes to: hands each line on."""

    def write(self, line: str) -> str:
        """Hand the line on."""
        return line


def _lines(rows: QuerySet) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([_("Row"), _("What becomes of it"), _("Reason"), _("Became")])
    for row in rows.iterator(chunk_size=2_000):
        cells = [row.number, row.get_fate_display(), row.get_reason_display(), row.became]
        yield writer.writerow([neutral(str(cell)) for cell in cells])
