"""Fields and small forms that several rooms share."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONG_TEXT = 40_000


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A day and time, in the member's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]

    def __init__(self, **kwargs: object) -> None:
        super().__init__(input_formats=self.input_formats, **kwargs)


def area(rows: int = 3) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class VersionedForm(forms.Form):
    """A form that names the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A reason, which the journal keeps or points to."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
