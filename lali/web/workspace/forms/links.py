"""Proposed links: what to show, and what a member says of one."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.links.vocabulary import RestsOn, Verdict

LONGEST_SUBJECT, MOST_TICKED = 60, 100

OF_A_FAMILY = [
    (Verdict.TOGETHER.value, pgettext_lazy("family of texts", "One hand wrote them")),
    (Verdict.APART.value, pgettext_lazy("family of texts", "They have nothing to do with each other")),
    (Verdict.UNSURE.value, pgettext_lazy("family of texts", "It cannot be said yet")),
]


class LinksFilterForm(forms.Form):
    """Which of the proposed links to show."""

    judged = forms.BooleanField(label=_("Only those judged already"), required=False)
    case = forms.CharField(label=_("Of one case"), required=False, max_length=20)
    kind = forms.ChoiceField(choices=[("", ""), *RestsOn.choices], required=False, widget=forms.HiddenInput)


class VerdictForm(forms.Form):
    """Whether two records belong together, and what that goes by."""

    verdict = forms.ChoiceField(label=_("These two"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("What you go by"), max_length=400)


class GroupVerdictForm(VerdictForm):
    """The same of several records that share one thing, each two of them."""

    records = forms.TypedMultipleChoiceField(required=False)

    def __init__(self, data: QueryDict | None = None, **named: object) -> None:
        """Which records there are is for the action to say: a choice here is as long as one can be."""
        super().__init__(data, **named)
        sent = data.getlist(self.add_prefix("records")) if data is not None else []
        self.fields["records"].choices = [(one, one) for one in sent if len(one) <= LONGEST_SUBJECT][:MOST_TICKED]


class FamiliesFilterForm(forms.Form):
    """Which families to show."""

    waiting = forms.BooleanField(label=_("Only those that wait for my judgement"), required=False)


class FamilyVerdictForm(forms.Form):
    """Whether one hand wrote the texts of a family, which of them do not belong, and what that goes by."""

    verdict = forms.ChoiceField(label=_("These texts"), choices=OF_A_FAMILY, widget=forms.RadioSelect)
    without = forms.TypedMultipleChoiceField(
        label=_("Take out of it"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("What you go by"), max_length=400)

    def __init__(self, *given: object, choices: Iterable[tuple[int, str]] = (), **named: object) -> None:
        """`choices` are the texts that may be taken out."""
        super().__init__(*given, **named)
        self.fields["without"].choices = list(choices)
