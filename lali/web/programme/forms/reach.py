"""Places that get a code, and what a trial declares."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from lali.engines.trials import people_needed
from lali.records.awareness.actions import Declared, EndsTooSoon
from lali.records.awareness.actions.codes import MOST_AT_ONCE
from lali.records.awareness.vocabulary import Outcome
from lali.web.components.fields import DayField, area
from lali.web.programme.forms.campaigns import language_choices

LONGEST_PLACE = 160
HUNDRED, MOST_OF_100 = 100, 98


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
    """What is compared, and how many it takes; only languages in which both messages are ready are offered."""

    language = forms.ChoiceField(label=_("Language"))
    outcome = forms.ChoiceField(
        label=_("What counts"),
        help_text=_("Of those who opened the page, it is counted how many:"),
        choices=Outcome.choices,
    )
    usual = forms.IntegerField(
        label=_("Of 100, how many do so as a rule?"),
        help_text=_("With a message that is no better than usual. A guess is enough."),
        min_value=1,
        max_value=MOST_OF_100,
    )
    difference = forms.IntegerField(
        label=_("Which difference is worth finding?"),
        help_text=_("How many more, of 100, should do so before you would change the posters? 10 is a good choice."),
        min_value=1,
        max_value=MOST_OF_100,
    )
    until = DayField(label=_("Last day"), help_text=_("It is over then, even if too few came."))

    def __init__(self, *args: Any, languages: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["language"].choices = [one for one in language_choices() if one[0] in languages]

    def clean_until(self) -> date:
        """Refuse a day that is over before the trial counts its first."""
        until: date = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError(EndsTooSoon.sentence)
        return until

    @property
    def outcome_words(self) -> str:
        """What counts, in words."""
        return str(Outcome(self.cleaned_data["outcome"]).label)

    def clean(self) -> dict[str, Any]:
        """Refuse shares that cannot be, at the field where they were typed."""
        typed = super().clean() or self.cleaned_data
        if typed.get("usual", 0) + typed.get("difference", 0) > MOST_OF_100 + 1:
            self.add_error("difference", _("Together with the number above it must stay under 100."))
        return typed

    @property
    def needed(self) -> int:
        """How many openings each message needs, by what was typed."""
        usual, difference = self.cleaned_data["usual"], self.cleaned_data["difference"]
        return people_needed(usual / HUNDRED, (usual + difference) / HUNDRED)

    def declared(self) -> Declared:
        """What was written."""
        data: dict[str, Any] = self.cleaned_data
        return Declared(**data)
