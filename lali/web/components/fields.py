"""Fields and small forms that several rooms share."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1850, 2200  # nobody's birth is before, no deadline after


def require_a_year(value: date | datetime | None) -> None:
    """Refuse a slip of the finger, such as the year 0206."""
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise forms.ValidationError(_("Look at the year again: it lies between 1850 and 2200."))


class DayField(forms.DateField):
    """A day, with the browser's own calendar; within the years that a case can speak of."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def validate(self, value: date | None) -> None:
        """Refuse a slip of the finger."""
        super().validate(value)
        require_a_year(value)


def area(rows: int = 3) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class ReasonForm(forms.Form):
    """A reason, which the journal keeps or points to."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
