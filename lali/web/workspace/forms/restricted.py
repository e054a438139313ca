"""Restricted exhibits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.evidence.vocabulary import Purpose

MINUTES = [
    (5, _("5 minutes")),
    (15, _("15 minutes")),
    (60, _("1 hour")),
    (240, _("4 hours")),
    (1440, _("1 day")),
]


class TickForm(forms.Form):
    """One tick, where something becomes an exhibit with one press."""

    restricted = forms.BooleanField(label=_("This may show a child or an intimate image"), required=False)


class RestrictForm(forms.Form):
    """Why an exhibit is restricted; nobody has to have looked closely."""

    why = forms.CharField(
        label=_("What makes you think so"),
        help_text=_("As little as is needed, and no name. You need not have looked closely."),
        required=False,
        max_length=300,
    )


class AskOpeningForm(forms.Form):
    """What a restricted exhibit is to be opened for, why, and how long."""

    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices)
    why = forms.CharField(label=_("Why now, and why you"), max_length=300)
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        help_text=_("It counts from when a second person allows it."),
        choices=MINUTES,
        coerce=int,
        initial=15,
    )


class DetailsForm(forms.Form):
    """What a restricted exhibit is and how it was acquired: it stays under seal."""

    title = forms.CharField(label=_("What it is"), required=False, max_length=200)
    acquired_by = forms.CharField(label=_("Who acquired it"), required=False, max_length=120)
    acquired_where = forms.CharField(label=_("Where"), required=False, max_length=200)
    acquired_how = forms.CharField(label=_("How"), required=False, max_length=300)
    tool = forms.CharField(label=_("Tool and version"), required=False, max_length=120)
