"""Sessions of a campaign: who came, and the sheets of the paper test, typed by keyboard alone."""

from dataclasses import fields

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.awareness import actions, queries
from lali.records.awareness.actions import Held, SheetsAreThere
from lali.records.awareness.queries import SessionPage
from lali.records.awareness.vocabulary import AgeBand, Gender
from lali.records.refusals import Refused
from lali.web.components.outcome import carried_out
from lali.web.programme.forms.sessions import SessionForm, SheetsForm
from lali.web.programme.views.campaigns import around, require_runner

PER_PAGE = 25


@require_safe
def sessions(request: HttpRequest, number: int) -> HttpResponse:
    """All sessions of a campaign, newest first."""
    require_runner(request)
    found = queries.read_campaign(request.user, number)
    page = Paginator(queries.sessions_of(request.user, number), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "programme/sessions.html", around(request, found, "sessions", page=page))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Enter a session and who came."""
    require_runner(request)
    found = queries.read_campaign(request.user, number)
    form = SessionForm(request.POST or None, initial={"held_on": timezone.localdate()})
    made = []
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: made.append(actions.hold_session(by=request.user, number=number, held=form.held(), came=form.came())),
        said=_("The session is entered. Now type the sheets, if there were any."),
    ):
        return redirect("programme:session", number, made[0].pk)
    context = around(request, found, "sessions", form=form)
    return render(request, "programme/session_edit.html", context, status=400 if request.method == "POST" else 200)


@require_safe
def session(request: HttpRequest, number: int, session: int) -> HttpResponse:
    """One session as it was typed: how many came, and its sheets; for who enters sessions."""
    page = queries.read_session(request.user, number, session)
    grid = [(band.label, [page.came.get((gender, band), 0) for gender in Gender]) for band in AgeBand]
    context = around(
        request, page.campaign, "sessions", page=page, session=page.session, grid=grid, genders=Gender.labels
    )
    return render(request, "programme/session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int, session: int) -> HttpResponse:
    """Enter a session anew; its sheets stay."""
    require_runner(request)
    page = queries.read_session(request.user, number, session)
    initial = {one.name: getattr(page.session, one.name) for one in fields(Held)}
    form = SessionForm(request.POST or None, initial=initial, came=page.came)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.change_session(
            by=request.user, number=number, session_id=session, held=form.held(), came=form.came()
        ),
        said=_("The session is changed."),
    ):
        return redirect("programme:session", number, session)
    context = around(request, page.campaign, "sessions", form=form, session=page.session)
    return render(request, "programme/session_edit.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def remove(request: HttpRequest, number: int, session: int) -> HttpResponse:
    """Take out a session that was entered by mistake, with its sheets."""
    actions.remove_session(by=request.user, number=number, session_id=session)
    messages.success(request, _("The session is taken out."))
    return redirect("programme:sessions", number)


@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest, number: int, session: int) -> HttpResponse:
    """Type sheets: one line a sheet, ten lines a page."""
    require_runner(request)
    page = queries.read_session(request.user, number, session)
    if request.method != "POST":
        return _sheets_page(request, page, SheetsForm(next_number=page.next_number))
    form = SheetsForm(request.POST)
    form.is_valid()
    refused: tuple[int, ...] = ()
    if form.typed:
        try:
            refused = _enter(request, number, session, form)
        except Refused as why:
            form.add_error(None, str(why))
            return _sheets_page(request, page, form)
    if not refused and not form.errors:
        return redirect("programme:sheets", number, session)
    return _sheets_page(request, queries.read_session(request.user, number, session), _left(form, refused))


def _enter(request: HttpRequest, number: int, session: int, form: SheetsForm) -> tuple[int, ...]:
    """Save the sheets that can be; give the numbers of those that were typed before with other answers."""
    where = {"by": request.user, "number": number, "session_id": session}
    typed, refused = form.typed, ()
    try:
        saved = actions.enter_sheets(**where, typed=typed, replace=form.cleaned_data["replace"])
    except SheetsAreThere as why:
        refused = why.numbers
        typed = [one for one in typed if one.number not in refused]
        saved = actions.enter_sheets(**where, typed=typed) if typed else 0
    if typed:
        messages.success(request, ngettext("%d sheet is saved.", "%d sheets are saved.", saved) % saved)
    return refused


def _left(form: SheetsForm, refused: tuple[int, ...]) -> SheetsForm:
    """A form with the lines that were not saved, as they were typed, each saying why."""
    left = SheetsForm(form.what_is_left(refused))
    left.is_valid()
    if refused:
        left.mark(refused, _("Typed before with other answers."))
        left.add_error(None, str(SheetsAreThere(refused)))
    return left


def _sheets_page(request: HttpRequest, page: SessionPage, form: SheetsForm) -> HttpResponse:
    context = around(request, page.campaign, "sessions", page=page, session=page.session, form=form)
    return render(request, "programme/sheets.html", context, status=400 if form.is_bound else 200)


@require_POST
def remove_sheet(request: HttpRequest, number: int, session: int, sheet: int) -> HttpResponse:
    """Take out a sheet that was typed by mistake."""
    actions.remove_sheet(by=request.user, number=number, session_id=session, sheet=sheet)
    messages.success(request, _("Sheet %(number)d is taken out.") % {"number": sheet})
    return redirect("programme:session", number, session)
