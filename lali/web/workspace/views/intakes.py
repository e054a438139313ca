"""Files that come in by pieces: after the tus protocol (1.0.0: core, creation, termination).

So a cut of the line loses nothing. Any client of tus can send; when all came, the exhibit is entered on the page.
"""

from base64 import b64decode
from binascii import Error as NotBase64

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lali.engines.custody import StoreIsFull
from lali.records.cases.queries import may_write, read_case
from lali.records.evidence import actions
from lali.records.evidence.actions.intake import where_intake_stands
from lali.records.refusals import Refused
from lali.web.workspace.forms.exhibits import AnnouncedForm, ComparedForm, EnteredForm
from lali.web.workspace.views.outcome import carried_out

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
DISK_IS_FULL = gettext_lazy("The disk is full. What came in until now is kept: go on when there is room.")


@require_http_methods(["OPTIONS", "POST"])
def announce(request: HttpRequest, ref: str) -> HttpResponse:
    """Announce an original: its name and size."""
    if request.method == "OPTIONS":
        return _answer(204, **{"Tus-Version": VERSION, "Tus-Extension": "creation,termination"})
    form = AnnouncedForm(_announced(request) or request.POST)
    if not form.is_valid():
        return _answer(400, _("Say its name and its size."))
    try:
        intake = actions.announce_intake(by=request.user, ref=ref, **form.cleaned_data)
    except StoreIsFull:
        return _answer(507, DISK_IS_FULL)
    except Refused as why:
        return _answer(409, str(why))
    return _answer(201, Location=reverse("workspace:intake", args=(ref, intake.pk)))


def _announced(request: HttpRequest) -> dict[str, str]:
    """What the headers of tus say: `Upload-Length`, and `filename` in `Upload-Metadata`."""
    if "Upload-Length" not in request.headers:
        return {}
    pairs = (pair.strip().partition(" ") for pair in request.headers.get("Upload-Metadata", "").split(","))
    said = {key: value for key, _space, value in pairs}
    try:
        name = b64decode(said.get("filename", ""), validate=True).decode()
    except (NotBase64, UnicodeDecodeError):
        return {"size": "?"}
    return {"file_name": name or "unnamed", "size": request.headers["Upload-Length"]}


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
def piece(request: HttpRequest, ref: str, intake: int) -> HttpResponse:
    """Say where an original stands; take its next bytes; give it up."""
    try:
        if request.method == "PATCH":
            return _take_piece(request, ref, intake)
        if request.method == "DELETE":
            actions.give_up_intake(by=request.user, ref=ref, intake_id=intake)
            return _answer(204)
        found, offset = where_intake_stands(request.user, ref, intake)
        return _answer(200, **{"Upload-Offset": str(offset), "Upload-Length": str(found.size)})
    except actions.NotAllHere as why:
        return _answer(409, str(why), **{"Upload-Offset": str(why.offset)})
    except Refused as why:
        return _answer(410 if isinstance(why, actions.IntakeIsOver) else 422, str(why))


def _take_piece(request: HttpRequest, ref: str, intake: int) -> HttpResponse:
    if request.content_type != PIECE:
        return _answer(415)
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isdecimal():
        return _answer(400)
    try:
        came = actions.take_in_piece(by=request.user, ref=ref, intake_id=intake, offset=int(offset), source=request)
    except StoreIsFull:
        return _answer(507, DISK_IS_FULL)
    except UnreadablePostError:  # the line was cut; what came before is kept
        return _answer(400)
    return _answer(204, **{"Upload-Offset": str(came)})


@require_POST
def compare(request: HttpRequest, ref: str, intake: int) -> HttpResponse:
    """Compare the file in hand with what came, before it goes on."""
    form = ComparedForm(request.POST)
    if not form.is_valid():
        return _answer(400)
    try:
        offset = actions.go_on_intake(by=request.user, ref=ref, intake_id=intake, **form.cleaned_data)
    except Refused as why:
        return _answer(422, str(why))
    return _answer(200, **{"Upload-Offset": str(offset)})


@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: HttpRequest, ref: str, intake: int) -> HttpResponse:
    """Go on with an original that was cut off; when all of it is here, enter it as an exhibit."""
    case = read_case(request.user, ref)
    if not may_write(case):
        raise PermissionDenied
    form = EnteredForm(request.POST if request.method == "POST" else None)
    digest = forms.CharField(required=False, max_length=64).clean(request.POST.get("digest", ""))
    entered = []

    def enter() -> None:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "restricted"}
        made = actions.finish_intake(
            by=request.user,
            ref=ref,
            intake_id=intake,
            acquisition=actions.Acquisition(**facts),
            restricted=form.cleaned_data["restricted"],
            digest=digest,
        )
        entered.append(made)

    if request.method == "POST" and carried_out(
        request,
        form,
        enter,
        said=_("The exhibit is sealed."),
    ):
        return redirect("workspace:exhibit", ref, entered[0].number)
    try:
        found, offset = where_intake_stands(request.user, ref, intake)
    except Refused:
        raise Http404 from None
    context = {"case": case, "form": form, "intake": found, "came": offset, "digest": digest}
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/intake_go_on.html", context, status=status)


def _answer(status: int, said: str = "", **headers: str) -> HttpResponse:
    answer = HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")
    for name, value in {"Tus-Resumable": VERSION, "Cache-Control": "no-store", **headers}.items():
        answer[name] = value
    return answer
