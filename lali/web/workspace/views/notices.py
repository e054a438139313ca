"""A member's notices, and how they come by e-mail."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.notices import actions, queries
from lali.web.workspace.forms import MailForm
from lali.web.workspace.shown_work import shown_notices
from lali.web.workspace.views.outcome import carried_out

WAITING, SEEN = 100, 20


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What waits to be seen, and what was seen last."""
    return _page(request, MailForm(prefix="mail", initial={"choice": queries.mail_choice_of(request.user)}))


def _page(request: HttpRequest, form: forms.Form) -> HttpResponse:
    context = {
        "waiting": shown_notices(queries.notices_for(request.user)[:WAITING]),
        "seen": shown_notices(queries.seen_notices(request.user)[:SEEN]),
        "mail_form": form,
        "mail_is_sent": settings.MAIL_IS_CONFIGURED,
    }
    return render(request, "workspace/notices.html", context, status=400 if form.is_bound else 200)


@require_POST
def seen(request: HttpRequest, notice: int) -> HttpResponse:
    """Note that one was seen; one that is not the member's own changes nothing."""
    actions.mark_seen(by=request.user, notice_id=notice)
    return redirect("workspace:notices")


@require_POST
def all_seen(request: HttpRequest) -> HttpResponse:
    """Note that all were seen."""
    actions.mark_seen(by=request.user)
    return redirect("workspace:notices")


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """Choose how notices come by e-mail."""
    form = MailForm(request.POST, prefix="mail")
    if carried_out(request, form, lambda: actions.choose_mail(by=request.user, **form.cleaned_data), said=_("Saved.")):
        return redirect("workspace:notices")
    return _page(request, form)
