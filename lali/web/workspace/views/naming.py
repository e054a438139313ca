"""Telling whoever writes that their words name a possible victim: the words are kept, and can be changed."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lali.records.cases.queries import victims_named_in

WRITTEN = ("title", "summary", "words", "quote", "note", "text")  # fields of forms that the whole team reads


def tell_of_names(request: HttpRequest, case: object, form: forms.Form) -> None:
    """After something was saved: say whose code name belongs where a name stands."""
    text = "\n".join(str(form.cleaned_data.get(field) or "") for field in WRITTEN)
    for code_name in victims_named_in(case, text):
        said = _(
            "These words hold the name of a possible victim (%(code_name)s). The team can read them. Use the code name."
        )
        messages.warning(request, said % {"code_name": code_name})
