"""Calling an action for a form: a refusal becomes the form's own error, and what was typed stays."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

from lali.records.refusals import Refused


def carried_out(
    request: HttpRequest, form: forms.Form, action: Callable[[], object], *, said: str | Promise = ""
) -> bool:
    """Call `action` if the form is in order. True when done (and `said` is announced), else errors are in the form."""
    if not form.is_valid():
        return False
    try:
        action()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    if said:
        messages.success(request, said)
    return True
