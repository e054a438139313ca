"""Coming in by a one-time link, and choosing a language: the open doors."""

from collections.abc import Callable

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lali.records.agencies.actions import (
    AlreadyAMember,
    InvitationIsOver,
    PasswordLinkIsOver,
    accept_invitation,
    choose_language,
    set_password_by_link,
)
from lali.records.agencies.queries import invitation_of, password_link_of
from lali.records.audit.vocabulary import PUBLIC
from lali.records.refusals import Refused
from lali.web.administration.forms import NewPasswordForm

A_YEAR = 365 * 86400


@login_not_required
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open an invitation, set a password, be signed in."""
    try:
        context = {"invitation": invitation_of(token)}
        return _with_password(request, token, accept_invitation, "administration/invitation.html", context)
    except (InvitationIsOver, AlreadyAMember) as why:
        return _link_is_over(request, why)


@login_not_required
@sensitive_post_parameters()
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Open a link made by the administrator, set a new password, be led to the second step."""
    try:
        context = {"link": password_link_of(token)}
        return _with_password(request, token, set_password_by_link, "administration/new_password.html", context)
    except PasswordLinkIsOver as why:
        return _link_is_over(request, why)


def _with_password(request: HttpRequest, token: str, act: Callable, template: str, context: dict) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "administration/somebody_is_in.html", status=409)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = act(by=PUBLIC, token=token, password=form.cleaned_data["password"])
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            record_authentication(request, member, method="password")
            return perform_login(request, Login(user=member))
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _link_is_over(request: HttpRequest, why: Refused) -> HttpResponse:
    return render(request, "administration/link_is_over.html", {"why": why}, status=410)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, and go back to the page."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if here and back.startswith("/") else "/")
    if wanted not in dict(settings.LANGUAGES) or not check_for_language(wanted):
        return response
    if request.user.is_authenticated:
        choose_language(by=request.user, language=wanted)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response
