"""Suspected offences and what their elements rest on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.cases.queries import PersonShown
from lali.records.elements.actions import About
from lali.records.elements.queries import Citable
from lali.records.elements.vocabulary import OffenceState, Strength
from lali.web.workspace.forms.fields import LONG_TEXT, DayField, VersionedForm, area

KINDS = {
    "passage": _("Passages"),
    "statement": _("Statements"),
    "exhibit": _("Exhibits"),
    "event": _("Events"),
    "identifier": _("Identifiers"),
}


class AboutForm(forms.Form):
    """Who and when."""

    suspected = forms.MultipleChoiceField(label=_("Suspected"), widget=forms.CheckboxSelectMultiple, required=False)
    harmed = forms.MultipleChoiceField(
        label=_("Harmed"),
        help_text=_("Whether somebody was a child then decides if means are needed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    period_from = DayField(label=_("From"), required=False)
    period_to = DayField(label=_("To"), required=False)
    note = forms.CharField(label=_("Note"), widget=area(), required=False, max_length=LONG_TEXT)

    def __init__(self, *args: object, persons: list[PersonShown], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in persons]
        for name in ("suspected", "harmed"):
            if choices:
                self.fields[name].choices = choices
            else:
                del self.fields[name]  # nobody is in the case yet

    def about(self) -> About:
        """What was typed, as plain values."""
        said = self.cleaned_data
        return About(
            suspected=tuple(int(number) for number in said.get("suspected", ())),
            harmed=tuple(int(number) for number in said.get("harmed", ())),
            period_from=said["period_from"],
            period_to=said["period_to"],
            note=said["note"],
        )


class SuspectForm(AboutForm):
    """Take up a suspected offence."""

    code = forms.ChoiceField(label=_("Offence"))
    field_order = ["code"]

    def __init__(self, *args: object, offences: list[tuple[str, list[tuple[str, str]]]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = offences


class DescribeOffenceForm(AboutForm, VersionedForm):
    """Change who is in a suspected offence, and when."""


class OffenceStateForm(forms.Form):
    """Where a suspected offence stands."""

    state = forms.ChoiceField(label=_("State"), choices=OffenceState.choices)
    why = forms.CharField(label=_("Why"), help_text=_("Needed when it is dropped."), required=False, max_length=300)


class ProofForm(forms.Form):
    """What an element rests on."""

    strength = forms.ChoiceField(label=_("It"), choices=Strength.choices, widget=forms.RadioSelect, initial="supports")
    rests_on = forms.ChoiceField(label=_("Rests on"), required=False)
    in_words = forms.CharField(
        label=_("Or in words"),
        help_text=_("For what is not in the case yet: what it is and where it can be had."),
        required=False,
        max_length=300,
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=400)

    def __init__(self, *args: object, citable: list[Citable], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (words, [(one.value, _said(one)) for one in citable if one.kind == kind]) for kind, words in KINDS.items()
        ]
        self.fields["rests_on"].choices = [("", _("Nothing of these")), *(group for group in groups if group[1])]


def _said(one: Citable) -> str:
    return one.words if one.kind in {"event", "identifier"} else f"{one.value} {one.words}".strip()
