"""Physical exhibits: take in, hand over, accept, move, seal, return; how exhibits came about; their papers."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.engines.documents import as_pdf
from lali.records.audit.queries import log_verifier, newest_head
from lali.records.cases.queries import read_case
from lali.records.evidence import actions
from lali.records.evidence.queries import read_exhibit, read_for_paper, things_of
from lali.web.workspace.custody_life import FORMS, Deed, form_for
from lali.web.workspace.custody_papers import label_of, receipt_of, report_of
from lali.web.workspace.forms.custody import ReceiptForm, ThingForm
from lali.web.workspace.views.exhibits import exhibit_page
from lali.web.workspace.views.outcome import carried_out


@require_http_methods(["GET", "HEAD", "POST"])
def thing_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Take in a physical exhibit."""
    case = read_case(request.user, ref)
    form = ThingForm(request.POST or None, initial={"acquired_by": request.user.name})
    taken = []
    if request.method == "POST" and carried_out(
        request, form, lambda: taken.append(_take_in(request, ref, form)), said=_("The exhibit is taken in.")
    ):
        return redirect("workspace:exhibit", ref, taken[0].number)
    status = 400 if form.is_bound else 200
    return render(request, "workspace/thing_new.html", {"case": case, "form": form}, status=status)


def _take_in(request: HttpRequest, ref: str, form: forms.Form) -> object:
    said = dict(form.cleaned_data)
    keeping = actions.Keeping(said.pop("place"), said.pop("seal"))
    return actions.take_in_thing(by=request.user, ref=ref, acquisition=actions.Acquisition(**said), keeping=keeping)


@require_POST
def deed(request: HttpRequest, ref: str, number: int, deed: str) -> HttpResponse:
    """Enter what happened to an exhibit."""
    if deed not in FORMS:
        raise Http404
    found = read_exhibit(request.user, ref, number)
    form = form_for(deed, request.POST, read_case(request.user, ref), found)
    at = {"by": request.user, "ref": ref, "number": number}
    if carried_out(request, form, lambda: _DONE[deed](at, form.cleaned_data), said=_("Entered.")):
        return redirect("workspace:exhibit", ref, number)
    return exhibit_page(request, ref, number, tried=Deed(deed, "", form))


@require_POST
def compare(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Compare the stated digest with the sealed bytes."""
    form = forms.Form(request.POST)
    if carried_out(request, form, lambda: actions.compare_stated(by=request.user, ref=ref, number=number)):
        return redirect("workspace:exhibit", ref, number)
    found = read_exhibit(request.user, ref, number)
    return render(request, "workspace/exhibit_broken.html", {"exhibit": found, "form": form}, status=409)


@require_safe
def label(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The label of a physical exhibit, with a square code that leads to its page."""
    found = read_for_paper(request.user, ref, number, "label")
    address = request.build_absolute_uri(reverse("workspace:exhibit", args=[ref, number]))
    made = label_of(found, found.custody.select_related("held_by"), address=address, agency=request.user.agency.name)
    return _pdf(made, f"{ref}-{found.ref}-label.pdf")


@require_safe
def report(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The whole chain of custody of an exhibit."""
    found = read_for_paper(request.user, ref, number, "report")
    events = list(found.custody.select_related("by", "held_by"))
    made = as_pdf(report_of(found, events, head=newest_head(), key=log_verifier()))
    return _pdf(made.data, f"{ref}-{found.ref}-custody.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """The receipt for whoever things were taken from: choose which, and in which language."""
    case = read_case(request.user, ref)
    things = list(things_of(case))
    wanted = [int(one) for one in request.GET.getlist("item") if one.isdecimal()]
    first = next((one for one in things if one.number in wanted), None)
    initial = {"items": wanted, "of_whom": first.taken_from if first else "", "language": request.user.language}
    form = ReceiptForm(request.POST or None, things=things, initial=initial)
    if form.is_bound and form.is_valid():
        return _receipt(request, ref, form.cleaned_data, things)
    context = {"case": case, "form": form, "things": things}
    return render(request, "workspace/receipt.html", context, status=400 if form.is_bound else 200)


def _receipt(request: HttpRequest, ref: str, said: dict[str, object], things: list[object]) -> HttpResponse:
    chosen = [one for one in things if one.number in said["items"]]
    for one in chosen:
        one.case = read_for_paper(request.user, ref, one.number, "receipt").case
    with override(said["language"]):
        made = as_pdf(receipt_of(chosen, by=request.user, of_whom=said["of_whom"]))
    return _pdf(made.data, f"{ref}-receipt.pdf")


def _pdf(data: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _keeping(said: dict[str, object]) -> dict[str, object]:
    return {"keeping": actions.Keeping(said["place"], said["seal"]), "remark": said["remark"]}


_DONE: dict[str, Callable[[dict[str, object], dict[str, object]], object]] = {
    "accept": lambda at, said: actions.accept_hand_over(**at, **_keeping(said)),
    "back": lambda at, said: actions.receive_back(**at, **_keeping(said)),
    "destroy": lambda at, said: actions.enter_destruction(**at, **said),
    "hand-over": lambda at, said: actions.hand_over(**at, handing=actions.Handing(**said)),
    "made-from": lambda at, said: actions.say_made_from(**at, **said),
    "move": lambda at, said: actions.move_exhibit(**at, **said),
    "open": lambda at, said: actions.open_seal(**at, **said),
    "paper": lambda at, said: actions.enter_signed_paper(**at, **said),
    "refuse": lambda at, said: actions.refuse_hand_over(**at, **said),
    "return": lambda at, said: actions.return_for_good(**at, **said),
    "seal": lambda at, said: actions.seal_anew(**at, **said),
    "take-back": lambda at, said: actions.take_hand_over_back(**at, **said),
}
