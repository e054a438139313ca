"""How long records are kept, holds and disposals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.cases.vocabulary import CaseKind
from lali.records.retention.vocabulary import RecordClass

MOST_DAYS = 36_500


class RuleForm(forms.Form):
    """How long a class of record is kept."""

    record_class = forms.ChoiceField(label=_("What"), choices=RecordClass.choices)
    case_kind = forms.ChoiceField(
        label=_("Kind of case"), choices=[("", _("Every kind")), *CaseKind.choices], required=False
    )
    keep_days = forms.IntegerField(
        label=_("Kept for, in days after it was closed"), min_value=1, max_value=MOST_DAYS, initial=3650
    )
    basis = forms.CharField(
        label=_("Legal basis"), help_text=_("The law or decision. A prosecutor must confirm it."), max_length=300
    )


class ProposeForm(forms.Form):
    """Propose that a record be disposed of."""

    subject = forms.CharField(widget=forms.HiddenInput, max_length=60)
    basis = forms.CharField(
        label=_("Rule or decision"), help_text=_("It stands on the certificate: no names."), max_length=300
    )


class HoldForm(forms.Form):
    """Set or lift a legal hold."""

    ref = forms.CharField(label=_("Case reference"), max_length=20)
    reason = forms.CharField(label=_("Reason"), max_length=400)
