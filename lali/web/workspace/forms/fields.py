"""Fields and small forms that several pages share; what other rooms share too stands in the components."""

from datetime import datetime

from django import forms

from lali.web.components.fields import DayField, ReasonForm, area, require_a_year

__all__ = ["LONG_TEXT", "DayField", "MomentField", "ReasonForm", "VersionedForm", "area"]

LONG_TEXT = 40_000


class MomentField(forms.DateTimeField):
    """A day and time, in the member's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]

    def __init__(self, **kwargs: object) -> None:
        super().__init__(input_formats=self.input_formats, **kwargs)

    def validate(self, value: datetime | None) -> None:
        """Refuse a slip of the finger, such as the year 0206."""
        super().validate(value)
        require_a_year(value)


class VersionedForm(forms.Form):
    """A form that names the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
