"""Exhibits."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.web.workspace.forms.fields import MomentField


class AcquisitionForm(forms.Form):
    """How an exhibit was acquired (ISO/IEC 27037). All can be completed later, except the bytes."""

    title = forms.CharField(label=_("What it is"), required=False, max_length=200)
    acquired_at = MomentField(label=_("When it was acquired"), help_text=_("Your local time."), required=False)
    acquired_by = forms.CharField(label=_("Who acquired it"), required=False, max_length=120)
    acquired_where = forms.CharField(label=_("Where"), required=False, max_length=200)
    acquired_how = forms.CharField(
        label=_("How"),
        help_text=_("For example: exported on the owner's phone in their presence."),
        required=False,
        max_length=300,
    )
    tool = forms.CharField(label=_("Tool and version"), required=False, max_length=120)

    def clean_acquired_at(self) -> object:
        """Nothing is acquired in the future."""
        at = self.cleaned_data["acquired_at"]
        if at and at > timezone.now():
            raise forms.ValidationError(_("This time is still to come."))
        return at


class ExhibitForm(AcquisitionForm):
    """A new exhibit: the file, and how it was acquired."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Any file of any size. It is sealed as it comes in, and never changed."),
        allow_empty_file=True,
        max_length=255,
    )
    field_order = ["file"]
