"""A member's days as a calendar file, and the secret address under which a calendar program fetches it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.cases import actions, queries
from lali.web.workspace.calendar_file import calendar_file


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Say what the address is for; by POST make one, which is shown once and ends the one before."""
    address = ""
    if request.method == "POST":
        token = actions.make_calendar_link(by=request.user)
        address = request.build_absolute_uri(reverse("workspace:calendar_feed", args=[token]))
    context = {"link": queries.calendar_link_of(request.user), "address": address}
    return render(request, "workspace/calendar.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the address."""
    actions.end_calendar_link(by=request.user)
    return redirect("workspace:calendar")


@require_safe
def own_file(request: HttpRequest) -> HttpResponse:
    """The member's own file, signed in."""
    return _answer(request.user.language, queries.calendar_of(request.user))


@login_not_required
@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """The file for a calendar program that holds the secret address; 404 for any other address."""
    member = queries.member_of_calendar(token)
    return _answer(member.language, queries.calendar_of(member))


def _answer(language: str, due: list[queries.Due]) -> HttpResponse:
    with translation.override(language):
        data = calendar_file(due, now=timezone.now(), task=_("Task due"), deadline=_("Deadline"))
    headers = {"Content-Disposition": 'attachment; filename="lali.ics"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)
