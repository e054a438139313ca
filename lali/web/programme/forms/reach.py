"""Places that get a code, and what a trial declares."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from lali.records.awareness.actions import Declared
from lali.records.awareness.actions.codes import MOST_AT_ONCE
from lali.records.awareness.vocabulary import Outcome
from lali.web.components.fields import DayField, area
from lali.web.programme.forms.campaigns import language_choices

LONGEST_PLACE = 160
MOST_OF_100 = 98


class CodesForm(forms.Form):
    """One place on a line."""

    places = forms.CharField(
        label=_("Places"),
        help_text=_("One school, village or radio spot on a line. Each gets a code of its own for its posters."),
        max_length=MOST_AT_ONCE * LONGEST_PLACE,
        widget=area(5),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list))
    open_until = DayField(
        label=_("Open until"),
        help_text=_("Posters hang long: leave it empty, and close the code when they are taken down."),
        required=False,
    )

    def clean_places(self) -> list[str]:
        """The lines, without empty ones."""
        places = [" ".join(line.split()) for line in self.cleaned_data["places"].splitlines() if line.strip()]
        if len(places) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most 60 places at once."))
        if any(len(place) > LONGEST_PLACE for place in places):
            raise forms.ValidationError(_("A place has at most 160 letters."))
        return places


class TrialForm(forms.Form):
    """What is compared, and how many it takes."""

    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list))
    outcome = forms.ChoiceField(
        label=_("What counts"), help_text=_("How many, of those who opened the page:"), choices=Outcome.choices
    )
    usual = forms.IntegerField(
        label=_("Of 100, how many do so as a rule?"),
        help_text=_("Your best guess, from earlier campaigns."),
        min_value=1,
        max_value=MOST_OF_100,
    )
    difference = forms.IntegerField(
        label=_("Which difference is worth finding?"),
        help_text=_("Of 100. The smaller it is, the more openings the trial needs."),
        min_value=1,
        max_value=MOST_OF_100,
    )
    until = DayField(label=_("Last day"), help_text=_("It is over then, even if too few came."))

    def declared(self) -> Declared:
        """What was written."""
        data: dict[str, Any] = self.cleaned_data
        return Declared(**data)
