"""Fields and small forms that several rooms share."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

LONG_TEXT = 40_000


FIRST_YEAR, LAST_YEAR = 1850, 2200  # nobody's birth is before, no deadline after


class DayField(forms.DateField):
    """A day, with the browser's own calendar; within the years that a case can speak of."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def validate(self, value: date | None) -> None:
        """Refuse a slip of the finger, such as the year 0206."""
        super().validate(value)
        _require_a_year(value)


class MomentField(forms.DateTimeField):
    """A day and time, in the member's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]

    def __init__(self, **kwargs: object) -> None:
        super().__init__(input_formats=self.input_formats, **kwargs)

    def validate(self, value: datetime | None) -> None:
        """Refuse a slip of the finger, such as the year 0206."""
        super().validate(value)
        _require_a_year(value)


def _require_a_year(value: date | None) -> None:
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise forms.ValidationError(_("Look at the year again: it lies between 1850 and 2200."))


def area(rows: int = 3) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class VersionedForm(forms.Form):
    """A form that names the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A reason, which the journal keeps or points to."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
