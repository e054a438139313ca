"""Taking in a register."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.configuration.queries import in_force
from lali.records.configuration.vocabulary import REFERENCE_SYSTEMS
from lali.records.imports.vocabulary import PERSONS_ARE, Fate, Field, Rest, Target

PREFIX = "column_"


def registers() -> list[tuple[str, str]]:
    """Registers of the configuration."""
    words = in_force().configuration.list_of(REFERENCE_SYSTEMS)
    return [(one.code, str(one)) for one in words.offered(timezone.localdate())] if words else []


class RegisterForm(forms.Form):
    """A register to look at. A column that is not named is found by its heading."""

    file = forms.FileField(label=_("CSV or XLSX file"), max_length=200)
    system = forms.ChoiceField(label=_("Register"), choices=registers)
    target = forms.ChoiceField(label=_("What each row becomes"), choices=Target.choices)

    persons_are = forms.ChoiceField(
        label=_("What persons named in a column are"),
        required=False,
        choices=[("", _("Choose if a column names persons")), *PERSONS_ARE],
        help_text=_("Only for cases. Nobody becomes a possible victim unless you say so here."),
    )

    rest = forms.ChoiceField(
        label=_("Columns that have no place"),
        required=False,
        choices=Rest.choices,
        initial=Rest.ADD,
        help_text=_(
            "Such as a telephone number, an age, who told it. You see which ones they are before anything is taken in."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in Field:
            label = _("Heading of the column: %(field)s") % {"field": field.label}
            self.fields[PREFIX + field] = forms.CharField(label=label, required=False, max_length=200)

    def offer(self, headings: tuple[str, ...]) -> None:
        """Let columns be chosen from the headings of a file that was read."""
        choices = [("", _("Found by its heading")), *((one, one) for one in dict.fromkeys(headings) if one)]
        for field in Field:
            self.fields[PREFIX + field].widget = forms.Select(choices=choices)

    def clean_rest(self) -> str:
        """Nothing is lost unless somebody says so."""
        return self.cleaned_data["rest"] or Rest.ADD

    def columns(self) -> dict[str, str]:
        """Headings that were named, by field."""
        named = {field.value: self.cleaned_data[PREFIX + field] for field in Field}
        return {field: heading for field, heading in named.items() if heading}


class SameFileForm(forms.Form):
    """The file that was looked at, once more: it is not kept in between."""

    file = forms.FileField(label=_("The same file again"), max_length=200)


class FateForm(forms.Form):
    """Which rows to see."""

    fate = forms.ChoiceField(label=_("Rows"), required=False, choices=[("", _("All")), *Fate.choices])
