"""Physical exhibits: take in, hand over, accept, move, seal, return; how exhibits came about; their papers."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lali.records.cases.queries import read_case
from lali.records.evidence import actions
from lali.records.evidence.queries import read_exhibit
from lali.web.workspace.custody_life import FORMS, Deed, form_for
from lali.web.workspace.forms.custody import ThingForm
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
