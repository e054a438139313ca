"""Exhibits: take in, look at, check, copy out, bundle for court."""

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.audit.vocabulary import NODE
from lali.records.cases.queries import may_write, read_case
from lali.records.conversations.queries import may_be_chat
from lali.records.evidence import actions
from lali.records.evidence.queries import derived_of, read_exhibit, under_way_of
from lali.records.evidence.standing import standing_after
from lali.records.links.actions import compare_exhibit
from lali.records.links.queries import same_picture_as_exhibit
from lali.web.workspace.custody_life import Deed, deeds_for, spans_of
from lali.web.workspace.forms import AcquisitionForm, ExhibitForm, RestrictForm
from lali.web.workspace.reading import shown_custody
from lali.web.workspace.uploads import SealingHandler
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.restricted import restricted_page


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Take in an exhibit. The forgery check comes after the handler is set, because it reads the body."""
    case = read_case(request.user, ref)
    if request.method == "POST" and may_write(case):
        handler = SealingHandler(request, member=request.user, ref=ref)
        request.upload_handlers = [handler]
        return _take_in(request, ref)
    return render(request, "workspace/exhibit_new.html", {"case": case, "form": ExhibitForm()})


@csrf_protect
def _take_in(request: HttpRequest, ref: str) -> HttpResponse:
    form = ExhibitForm(request.POST, request.FILES)
    sealed = []
    if request.upload_handlers[0].full:
        form.add_error(None, _("The disk is full: the exhibit was not kept. Make room and try again."))
    elif carried_out(request, form, lambda: sealed.append(_seal(request, form)), said=_("The exhibit is sealed.")):
        return redirect("workspace:exhibit", ref, sealed[0].number)
    elif "file" in request.FILES:  # the bytes are safe: keep them, and ask for the rest on the exhibit's own page
        exhibit = _seal(request, forms.Form(request.POST))
        return redirect("workspace:exhibit", ref, exhibit.number)
    case = read_case(request.user, ref)
    return render(request, "workspace/exhibit_new.html", {"case": case, "form": form}, status=400)


def _seal(request: HttpRequest, form: forms.Form) -> object:
    facts = getattr(form, "cleaned_data", {})
    upload = request.FILES["file"]
    other = ("file", "restricted")
    acquisition = actions.Acquisition(**{name: value for name, value in facts.items() if name not in other})
    return actions.seal_exhibit(
        by=request.user,
        intake=upload.intake,
        sealed=upload.sealed,
        acquisition=acquisition,
        restricted=bool(request.POST.get("restricted")),  # counts whatever else was wrong with the form
    )


@require_safe
def exhibit(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One exhibit with its chain of custody."""
    return exhibit_page(request, ref, number)


def exhibit_page(
    request: HttpRequest, ref: str, number: int, form: forms.Form | None = None, tried: Deed | None = None
) -> HttpResponse:
    """The page of an exhibit, with the form or the deed that was tried and could not be."""
    found = read_exhibit(request.user, ref, number)
    if found.restricted_at:
        return restricted_page(request, ref, number, tried=tried)
    initial = {name: getattr(found, name) for name in AcquisitionForm.base_fields}
    case = read_case(request.user, ref)
    compare_exhibit(by=NODE, ref=ref, number=number)
    events = list(found.custody.select_related("by", "held_by"))
    stands = standing_after(events, under_way_of(found))
    context = {
        "case": case,
        "writes": may_write(case),
        "exhibit": found,
        "custody": shown_custody(found, events),
        "spans": spans_of(found, events) if found.is_physical else [],
        "stands": stands,
        "deeds": deeds_for(request.user, case, found, stands, tried),
        "derived": derived_of(found),
        "same_picture": same_picture_as_exhibit(request.user, ref, number),
        "may_be_chat": not found.is_physical and may_be_chat(found.file_name),
        "form": form or AcquisitionForm(initial=initial),
        "now": timezone.now(),
        "restrict_form": RestrictForm(prefix="restrict"),
    }
    return render(request, "workspace/exhibit.html", context, status=400 if form or tried else 200)


@require_POST
def describe(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Complete how it was acquired."""
    form = AcquisitionForm(request.POST)
    if carried_out(
        request,
        form,
        lambda: actions.describe_exhibit(
            by=request.user, ref=ref, number=number, acquisition=actions.Acquisition(**form.cleaned_data)
        ),
        said=_("Saved."),
    ):
        return redirect("workspace:exhibit", ref, number)
    return exhibit_page(request, ref, number, form)


@require_POST
def check(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Re-hash the stored bytes."""
    form = forms.Form(request.POST)
    said = _("Checked: the stored bytes are what was sealed.")
    if carried_out(request, form, lambda: actions.check_exhibit(by=request.user, ref=ref, number=number), said=said):
        return redirect("workspace:exhibit", ref, number)
    return _broken(request, ref, number, form)


@require_POST
def copy(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A working copy, as a download that no browser opens by itself."""
    form, handed = forms.Form(request.POST), []
    if carried_out(request, form, lambda: handed.extend(_copied(request, ref, number))):
        found, chunks = handed
        return _download(chunks, found.file_name, found.size)
    return _broken(request, ref, number, form)


@require_POST
def bundle(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Everything a court needs to check this exhibit without us."""
    form, handed = forms.Form(request.POST), []
    if carried_out(request, form, lambda: handed.extend(_bundled(request, ref, number))):
        name, chunks = handed
        return _download(chunks, name)
    return _broken(request, ref, number, form)


def _copied(request: HttpRequest, ref: str, number: int) -> tuple[object, object]:
    session = request.session.session_key
    return actions.copy_out(by=request.user, ref=ref, number=number, session=session)


def _bundled(request: HttpRequest, ref: str, number: int) -> tuple[str, object]:
    session = request.session.session_key
    return actions.bundle_for_court(by=request.user, ref=ref, number=number, session=session)


def _broken(request: HttpRequest, ref: str, number: int, form: forms.Form) -> HttpResponse:
    found = read_exhibit(request.user, ref, number)
    if found.restricted_at:
        return restricted_page(request, ref, number, error=form)
    return render(request, "workspace/exhibit_broken.html", {"exhibit": found, "form": form}, status=409)


def _download(chunks: object, name: str, size: int | None = None) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if size is not None:
        response["Content-Length"] = str(size)
    return response


@require_POST
def give_up(request: HttpRequest, ref: str, intake: int) -> HttpResponse:
    """Take an intake that was cut off from the list."""
    actions.give_up_intake(by=request.user, ref=ref, intake_id=intake)
    return redirect("workspace:case", ref)
