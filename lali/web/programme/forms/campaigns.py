"""What is written of a campaign: its plan, whom it is for, what it says."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from lali.engines.places import recognise
from lali.engines.wording import Why, hides_a_sign
from lali.records.awareness.actions import Plan, Whom, Words
from lali.records.awareness.vocabulary import LANGUAGES, AgeBand, Channel, Gender
from lali.web.components.fields import DayField, area
from lali.web.programme.forms.words import SAID

MOST = 10_000_000  # people: more than the three countries' islands have
POINTS = 100
LONGEST_TEXT = 270  # letters: with what to do it fits the page of a place code


def language_choices() -> list[tuple[str, str]]:
    """Languages of the public site, in the reader's language."""
    return [(code, get_language_info(code)["name_translated"]) for code in LANGUAGES]


def known_place(typed: str) -> dict[str, str]:
    """A place as it was typed, or as it is known by a code."""
    known = recognise(typed)
    return {"place": known.name() if known else typed, "place_code": known.code if known else ""}


class PlanForm(forms.Form):
    """Objective, days and targets. `seen` stands for the plan that is changed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=120)
    objective = forms.CharField(
        label=_("Objective"),
        help_text=_("Who will know or do what, that they do not today? One or two sentences."),
        max_length=600,
        widget=area(3),
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    wanted_people = forms.IntegerField(
        label=_("People to meet"),
        help_text=_(
            "In all sessions together. Set it before you begin: results are shown against it. A target that is changed "
            "after the first day says so there, with what it was."
        ),
        required=False,
        min_value=1,
        max_value=MOST,
    )
    wanted_openings = forms.IntegerField(
        label=_("Openings of its pages"),
        help_text=_("How often the page behind its codes is to be opened. Openings are not people."),
        required=False,
        min_value=1,
        max_value=MOST,
    )
    wanted_gain = forms.IntegerField(
        label=_("More right judgements, of 100"),
        help_text=_("How many more of 100 messages people are to judge rightly after than before. 10 is a good aim."),
        required=False,
        min_value=1,
        max_value=POINTS,
    )

    def plan(self) -> Plan:
        """What was written, as a plan."""
        return Plan(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class AudienceForm(forms.Form):
    """Whom a campaign is for."""

    age_band = forms.ChoiceField(label=_("Age"), required=False, choices=[("", _("All ages")), *AgeBand.choices])
    gender = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("Everybody")), *Gender.choices])
    place = forms.CharField(
        label=_("Place"), help_text=_("An island, a province, an area council."), required=False, max_length=160
    )
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list))
    channels = forms.MultipleChoiceField(
        label=_("How they are reached"), choices=Channel.choices, widget=forms.CheckboxSelectMultiple
    )

    def whom(self) -> Whom:
        """Whom it is for; a place that is known by a code has the name that goes with it."""
        data: dict[str, Any] = self.cleaned_data
        return Whom(**data | known_place(data["place"]))


class MessageForm(forms.Form):
    """What a campaign says in one language."""

    headline = forms.CharField(
        label=_("Headline"),
        help_text=_("Read from three metres by somebody who reads slowly: six to eight words."),
        max_length=80,
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("Short sentences, at most twelve words each. Name nobody and blame nobody."),
        max_length=LONGEST_TEXT,
        widget=area(4),
    )
    what_to_do = forms.CharField(
        label=_("What to do"), help_text=_("One thing, that can be done today."), max_length=120
    )
    sms = forms.CharField(
        label=_("As a text message"),
        help_text=_("Leave it empty, and headline and “what to do” are sent."),
        required=False,
        max_length=320,
        widget=area(2),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse signs that nobody sees: they can turn round what a reader, or the second person, reads."""
        typed = super().clean() or self.cleaned_data
        for name, text in list(typed.items()):
            if hides_a_sign(text.replace("\r\n", "\n")):
                self.add_error(name, SAID[Why.CONTROL])
        return typed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # it would cut what is pasted without a word; the form says it

    def words(self) -> Words:
        """What was written."""
        return Words(**self.cleaned_data)
