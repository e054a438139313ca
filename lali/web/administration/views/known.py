"""Lists of known files: which there are, what they matched, a new one taken in while its page fills, one let go."""

import hashlib
import io
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lali.engines.known import HashKind
from lali.records.evidence import actions
from lali.records.evidence.queries import lists_shown
from lali.records.refusals import Refused
from lali.web.administration.forms import KnownListForm

HERE = "<!-- steps -->"  # where the page of a list that is taken in goes on
EXHIBITS_A_STEP = 50


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Lists of known files, how many exhibits each restricted, and the form for a new one."""
    return _page(request, KnownListForm())


@require_POST
def add(request: HttpRequest) -> HttpResponseBase:
    """Take in a list of known files, then look for every exhibit on it; the page says how far it is."""
    form = KnownListForm(request.POST, request.FILES)
    if not form.is_valid():
        if not request.FILES and "file" in form.errors:
            form.errors["file"] = form.error_class([_too_large()])
        return _page(request, form)
    facts = form.cleaned_data
    file = facts["file"]
    digest = hashlib.file_digest(file.file, "sha256").hexdigest()
    file.seek(0)
    try:
        adding = actions.adding_known_list(
            by=request.user,
            text=io.TextIOWrapper(file.file, "utf-8-sig", newline=""),
            sha256=digest,
            about=actions.About(facts["name"], facts["kind"], facts["source"], facts["of_day"], facts["terms"]),
            long_is=HashKind.PDQ if facts["pdq"] else HashKind.SHA256,
        )
    except Refused as why:
        form.add_error(None, str(why))
        return _page(request, form)
    page = render_to_string("administration/known_adding.html", {"name": facts["name"], "here": HERE}, request)
    response = StreamingHttpResponse(_told(page, adding, translation.get_language()))
    response["X-Accel-Buffering"] = "no"  # a server in front passes each step on
    return response


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Let go of a list of known files: its digests go, what it restricted stays restricted."""
    known = actions.end_known_list(by=request.user, number=number)
    messages.success(request, _("%(name)s is let go. What it restricted stays restricted.") % {"name": known.name})
    return redirect("administration:known")


def _page(request: HttpRequest, form: KnownListForm) -> HttpResponse:
    shown = lists_shown(request.user)
    return render(
        request, "administration/known.html", {"lists": shown, "form": form}, status=422 if form.errors else 200
    )


def _too_large() -> str:
    return _("Choose the file. One of more than some 18 MB is taken in on the machine itself: lali known add")


def _told(page: str, adding: Iterator[Any], language: str) -> Iterator[str]:
    """The page in pieces: its beginning, a line for each step, its end."""
    before, _here, after = page.partition(HERE)
    yield before
    with translation.override(language):
        yield from _steps(adding)
    yield after


def _steps(adding: Iterator[Any]) -> Iterator[str]:
    try:
        for known in adding:
            told = ngettext("%(n)s digest taken in", "%(n)s digests taken in", known.digests) % {"n": known.digests}
            yield format_html("<li>{}</li>", told)
    except Refused as why:
        yield format_html("<li><strong>{}</strong> {}</li>", _("Not taken in; nothing of it is kept."), str(why))
        return
    looked = matched = 0
    for looked, found in enumerate(actions.matching_exhibits(by="node", all_again=True), 1):
        matched += found
        if looked % EXHIBITS_A_STEP == 0:
            yield format_html("<li>{}</li>", _("%(n)s exhibits looked for") % {"n": looked})
    said = _("Done. Exhibits looked for: %(looked)s. On a list that restricts: %(matched)s.")
    yield format_html("<li><strong>{}</strong></li>", said % {"looked": looked, "matched": matched})
