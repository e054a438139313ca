"""What a case gives to other systems."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from lali.records.transfers.actions import export_htcds
from lali.web.workspace.views.outcome import carried_out


@require_POST
def htcds(request: HttpRequest, ref: str) -> HttpResponse:
    """The possible victims of the case as HTCDS records, without anything that tells who they are."""
    form, made = forms.Form(request.POST), []
    if not carried_out(request, form, lambda: made.append(export_htcds(by=request.user, ref=ref))):
        messages.error(request, " ".join(form.non_field_errors()))
        return redirect("workspace:case", ref)
    name = content_disposition_header(as_attachment=True, filename=f"{ref}-htcds.json")
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made[0], content_type="application/json", headers=headers)
