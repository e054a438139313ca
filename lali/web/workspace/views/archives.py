"""Whole cases as sealed archives: handing one over, and taking in one that came."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record_listing
from lali.records.cooperation.queries import partners
from lali.records.refusals import Refused
from lali.records.transfers import actions, queries
from lali.web.workspace.forms.archives import ArchiveFileForm, LeavingForm, TakeInForm
from lali.web.workspace.uploads import KeepingHandler
from lali.web.workspace.views.downloads import download
from lali.web.workspace.views.outcome import carried_out

MOST_SHOWN = 50


@require_safe
def archives(request: HttpRequest) -> HttpResponse:
    """Whole cases that left or wait to, and those that came."""
    return _list(request, ArchiveFileForm())


def _list(request: HttpRequest, form: ArchiveFileForm) -> HttpResponse:
    member = request.user
    context = {
        "outgoing": queries.archives_of(member)[:MOST_SHOWN],
        "arrived": queries.arrivals_of(member)[:MOST_SHOWN],
        "takes_in": member.may(Permission.IMPORT),
        "form": form,
    }
    shown = [one.subject for one in (*context["outgoing"], *context["arrived"])]
    record_listing(by=member, what="archives", subjects=shown)
    return render(request, "workspace/archives.html", context, status=400 if form.errors else 200)


# -- out ---------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Prepare that a whole case leaves: what would leave, for whom, why."""
    leaving = queries.what_would_leave(request.user, ref)
    form, prepared = LeavingForm(request.POST or None, partners=partners()), []
    if request.method == "POST" and carried_out(request, form, lambda: prepared.append(_prepare(request, ref, form))):
        return redirect("workspace:archive", prepared[0].pk)
    context = {"leaving": leaving, "case": leaving.case, "form": form}
    return render(request, "workspace/archive_new.html", context, status=400 if form.errors else 200)


def _prepare(request: HttpRequest, ref: str, form: LeavingForm) -> object:
    facts = form.cleaned_data
    return actions.prepare_archive(
        by=request.user, ref=ref, reason=facts["reason"], names_leave=facts["names_leave"], **form.sealed_for()
    )


@require_safe
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """One archive that leaves: what is in it, for whom, who has seen to it."""
    found = queries.read_archive_of(request.user, number)
    context = {
        "archive": found,
        "counts": queries.counted(found.counts),
        "contents": queries.contents_for(request.user, found),
        "on_team": queries.is_on_team_of(request.user, found),
        "own": found.prepared_by_id == request.user.pk,
        "approves": request.user.may(Permission.APPROVE_PACKET),
        "leads": queries.leads_case_of(request.user, found),
    }
    return render(request, "workspace/archive.html", context)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a colleague's archive."""
    return _decide(request, number, actions.approve_archive, _("Approved. Whoever leads the case can take it out."))


@require_POST
def let_go(request: HttpRequest, number: int) -> HttpResponse:
    """Delete the sealed file."""
    return _decide(request, number, actions.let_archive_go, _("The file is deleted."))


def _decide(request: HttpRequest, number: int, action: object, said: str) -> HttpResponse:
    try:
        action(by=request.user, number=number)
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:archives")


@require_POST
def take_out(request: HttpRequest, number: int) -> HttpResponse:
    """The sealed archive as a file."""
    try:
        name, size, pieces = actions.take_out_archive(by=request.user, number=number)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workspace:archive", number)
    return download(pieces, name, size)


# -- in ----------------------------------------------------------------------------------------------------------------


@csrf_exempt
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look at an archive that came. The forgery check comes after the handler is set, because it reads the body."""
    if not request.user.may(Permission.IMPORT):
        raise PermissionDenied(Permission.IMPORT.label)
    request.upload_handlers = [KeepingHandler(request)]
    return _look(request)


@csrf_protect
def _look(request: HttpRequest) -> HttpResponse:
    form, looked = ArchiveFileForm(request.POST, request.FILES), []
    if request.upload_handlers[0].full:
        form.add_error("file", _("The disk is full: nothing of the case was kept. Make room and try again."))
    upload = request.FILES.get("file")
    try:
        if carried_out(request, form, lambda: looked.append(_look_at(request, form))):
            return redirect("workspace:arrival", looked[0].pk)
    finally:
        if upload:
            upload.new.close()
    return _list(request, form)


def _look_at(request: HttpRequest, form: ArchiveFileForm) -> object:
    facts = form.cleaned_data
    return actions.look_at_archive(by=request.user, new=facts["file"].new, passphrase=facts["passphrase"])


@require_safe
def arrival(request: HttpRequest, number: int) -> HttpResponse:
    """One archive that came: from whom, what is in it, whom it names."""
    return _arrival(request, number)


def _arrival(request: HttpRequest, number: int, data: object = None) -> HttpResponse:
    found = queries.read_arrival(request.user, number)
    form, taken = TakeInForm(data, by_passphrase=found.by_passphrase, is_partner=found.is_partner), []
    if data is not None and carried_out(request, form, lambda: taken.append(_take(request, number, form))):
        messages.success(request, _("The case is here, and you lead it."))
        return redirect("workspace:case", taken[0].case.ref)
    context = {
        "arrival": found,
        "counts": queries.counted(found.told.get("counts", {})),
        "members": found.told.get("members", ()),
        "form": form,
    }
    return render(request, "workspace/arrival.html", context, status=400 if form.errors else 200)


@require_POST
def take_in(request: HttpRequest, number: int) -> HttpResponse:
    """Take the case in."""
    return _arrival(request, number, request.POST)


def _take(request: HttpRequest, number: int, form: TakeInForm) -> object:
    return actions.take_case_in(by=request.user, number=number, **form.cleaned_data)


@require_POST
def let_arrival_go(request: HttpRequest, number: int) -> HttpResponse:
    """Delete the sealed file of a case that is not taken in."""
    return _decide(request, number, actions.let_arrival_go, _("The file is deleted."))
