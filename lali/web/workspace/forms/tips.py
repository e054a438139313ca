"""Triage."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lali.records.cases.kinds import kinds_offered
from lali.records.tips.vocabulary import CloseReason, CopyReason, TipSource
from lali.web.components.forms import Suggesting
from lali.web.workspace.forms.extras import first_steps
from lali.web.workspace.forms.fields import LONG_TEXT, VersionedForm, area

MOST_NUMBER = 2**31 - 1
MOST_SUGGESTED = 25  # cases; a member may have thousands


class TipForm(forms.Form):
    """A tip that came by telephone or at the counter."""

    source = forms.ChoiceField(
        label=_("How did it come?"),
        choices=TipSource.told,
    )
    text = forms.CharField(
        label=_("What was told"),
        help_text=_("In their words as far as you can. Write numbers and names of accounts exactly."),
        widget=area(8),
        max_length=LONG_TEXT,
    )


class NewCaseFromTipForm(VersionedForm):
    """Take a tip into a new case."""

    title = forms.CharField(
        label=_("Title of the new case"), help_text=_("What it is about; no names of victims."), max_length=160
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds_offered)
    with_template = first_steps()


class AddToCaseForm(VersionedForm):
    """Take a tip into a case that exists: one of those changed last, or any other by its reference."""

    ref = forms.CharField(
        label=_("Case"), help_text=_("Choose one, or type its reference."), max_length=20, widget=Suggesting
    )

    def __init__(self, *args: object, cases: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        self.fields["ref"].widget.suggestions = [(case.ref, case.title) for case in cases[:MOST_SUGGESTED]]

    def clean_ref(self) -> str:
        """Refuse a reference of no case to which the member may add."""
        ref = self.cleaned_data["ref"].upper()
        if not self.cases.filter(ref=ref).exists():
            raise forms.ValidationError(_("You have no open case with this reference."))
        return ref


class ReferForm(VersionedForm):
    """Hand a tip to another service."""

    to = forms.CharField(label=_("To whom"), help_text=_("The service or agency."), max_length=120)
    note = forms.CharField(label=_("Note"), widget=area(), required=False, max_length=2000)


class CloseForm(VersionedForm):
    """Close a tip with a reason."""

    reason = forms.ChoiceField(label=_("Reason"), choices=CloseReason.choices)
    note = forms.CharField(label=_("Note"), widget=area(), required=False, max_length=2000)


class CloseLikeForm(forms.Form):
    """Close what one page showed of the tips that stand under another: those from number `first` to `last`."""

    reason = forms.ChoiceField(label=_("Reason"), choices=CloseReason.choices)
    note = forms.CharField(label=_("Note"), widget=area(), required=False, max_length=2000)
    first = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_NUMBER)
    last = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_NUMBER)


class CopyFileForm(forms.Form):
    """Why a file is copied out as it was sent."""

    reason = forms.ChoiceField(label=_("Why"), choices=CopyReason.choices)


class QuestionForm(forms.Form):
    """Ask the reporter."""

    words = forms.CharField(
        label=_("Your question"),
        help_text=_("They see it when they come back with their code. Do not ask for a name unless you must."),
        widget=area(),
        max_length=4000,
    )
