"""Place codes of a campaign: one for each school, village, radio spot."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lali.records.awareness import actions, queries
from lali.records.reach.vocabulary import path_of, spaced
from lali.web.components.outcome import carried_out
from lali.web.programme.forms.reach import CodesForm
from lali.web.programme.views.campaigns import around, require_runner

PER_PAGE = 50


@require_safe
def codes(request: HttpRequest, number: int) -> HttpResponse:
    """All codes of a campaign, newest first."""
    return _page(request, number)


def _page(request: HttpRequest, number: int, form: CodesForm | None = None) -> HttpResponse:
    found = queries.read_campaign(request.user, number)
    today = timezone.localdate()
    page = Paginator(queries.codes_opened(request.user, number), PER_PAGE).get_page(request.GET.get("page"))
    signed = queries.signed_languages(request.user, number)
    context = around(
        request,
        found,
        "codes",
        page=page,
        rows=[(one, spaced(one.code), path_of(one.code), one.is_open_on(today)) for one in page],
        address=settings.PUBLIC_ADDRESS,
        signed=signed,
        form=form or CodesForm(prefix="codes", initial={"language": signed[0] if signed else ""}),
        wrong=bool(form),
    )
    return render(request, "programme/codes.html", context, status=400 if form else 200)


@require_POST
def open_codes(request: HttpRequest, number: int) -> HttpResponse:
    """Open a code for each place on a line."""
    require_runner(request)
    form = CodesForm(request.POST, prefix="codes")
    opened = []
    if carried_out(
        request,
        form,
        lambda: opened.extend(actions.open_codes(by=request.user, number=number, **form.cleaned_data)),
    ):
        said = ngettext("%d code is open.", "%d codes are open.", len(opened)) % len(opened)
        messages.success(request, said)
        return redirect("programme:codes", number)
    return _page(request, number, form)


@require_POST
def close(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Close a code at once."""
    form = forms.Form(request.POST)
    said = _("The code is closed. Whoever comes by it is led to the home page.")
    if not carried_out(request, form, lambda: actions.close_code(by=request.user, number=number, code=code), said=said):
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("programme:codes", number)
