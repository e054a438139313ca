"""Pages for what cannot be shown. A record that is not there and one that is not yours get the same page."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from lali.records.agencies.vocabulary import Permission
from lali.web.components.context import house
from lali.web.workspace.forms import AccessForm

CASE_ADDRESS = re.compile(r"^/cases/([A-Za-z]{2}-\d{4}-\d+)/")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: absent or not yours. For a case's address the page offers to ask for access, whether there is one or not."""
    asked = CASE_ADDRESS.match(request.path)
    member = getattr(request, "user", None)
    may_ask = asked and member and member.is_authenticated and member.may(Permission.JOIN_CASE)
    form = AccessForm(prefix="ask", initial={"ref": asked.group(1).upper()}) if may_ask else None
    return render(request, "workspace/not_found.html", {"form": form}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: on the team or in the agency, but this needs more."""
    return render(request, "workspace/forbidden.html", {"needs": str(exception or "")}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: the browser sent something that cannot be read."""
    return render(request, "workspace/bad_request.html", status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 of the forgery check: say how to go on without losing what was typed."""
    return render(request, "workspace/form_expired.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing half-written, since every write is one transaction. Says so without the database or the member."""
    return HttpResponseServerError(render_to_string("workspace/server_error.html", house(request)))
