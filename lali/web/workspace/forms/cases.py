"""A case and what is added to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.cases.kinds import kinds_offered
from lali.records.cases.vocabulary import CaseState
from lali.records.entities.vocabulary import IdentifierKind
from lali.web.workspace.forms.extras import AnsweringForm, first_steps
from lali.web.workspace.forms.fields import LONG_TEXT, VersionedForm, area

CHOSEN_STATES = [(state, state.label) for state in CaseState if state != CaseState.DISPOSED]


class CaseForm(forms.Form):
    """A new case."""

    title = forms.CharField(label=_("Title"), help_text=_("What it is about; no names of victims."), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds_offered)
    summary = forms.CharField(label=_("Summary"), widget=area(5), required=False, max_length=LONG_TEXT)


class NewCaseForm(CaseForm):
    """A case to be opened."""

    with_template = first_steps()


class DescribeCaseForm(CaseForm, AnsweringForm, VersionedForm):
    """The head of a case, and the extra fields of its kind."""

    state = forms.ChoiceField(
        label=_("State"), choices=[choice for choice in CaseState.choices if choice[0] != CaseState.DISPOSED]
    )


class IdentifierForm(forms.Form):
    """An identifier typed by hand."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IdentifierKind.choices)
    value = forms.CharField(label=_("Value"), max_length=500)


class LinkForm(forms.Form):
    """Tie two cases."""

    other_ref = forms.CharField(widget=forms.HiddenInput, max_length=20)
    reason = forms.CharField(label=_("Why they belong together"), max_length=400)
