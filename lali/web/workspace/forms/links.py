"""Proposed links: what to show, and what a member says of one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.links.vocabulary import Verdict


class LinksFilterForm(forms.Form):
    """Which of the proposed links to show."""

    judged = forms.BooleanField(label=_("Only those judged already"), required=False)
    case = forms.CharField(label=_("Of one case"), required=False, max_length=20)


class VerdictForm(forms.Form):
    """Whether two records belong together, and what that goes by."""

    verdict = forms.ChoiceField(label=_("These two"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("What you go by"), max_length=400)
