"""Partner countries: our card, theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.cooperation import actions, queries
from lali.records.cooperation.witnessing import own_witness_key
from lali.web.workspace.forms import PartnerForm
from lali.web.workspace.views.outcome import carried_out

MOST_READ_OF_A_CARD = 64 * 1024  # bytes; a card has one or two thousand


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """Partners, and the form to take a card."""
    form = PartnerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.add_partner(
            by=request.user,
            card=form.cleaned_data["file"].read(MOST_READ_OF_A_CARD),
            fingerprint=form.cleaned_data["fingerprint"],
        ),
        said=_("The partner is confirmed. Packets can go both ways."),
    ):
        return redirect("workspace:partners")
    context = {
        "partners": queries.partners(),
        "form": form,
        "keeps": request.user.may(Permission.MANAGE_PARTNERS),
        "own_fingerprint": queries.own_fingerprint(),
        "own_witness_key": own_witness_key(),
    }
    return render(request, "workspace/partners.html", context, status=400 if form.errors else 200)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Stop exchanging with a partner."""
    actions.end_partner(by=request.user, number=number)
    return redirect("workspace:partners")


@require_safe
def own_card(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same card for everybody
    """This node's card, to hand to partners."""
    response = HttpResponse(queries.own_card_file(), content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="lali-card.json")
    return response
