"""What of a network is shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.links.vocabulary import Thing
from lali.web.workspace.forms.fields import DayField

ALL, SURE = "", "sure"
FITTED, FULL, DOUBLE = "", "1", "2"
KINDS = [(code, label) for code, label in Thing.choices if code != Thing.PILE]


class NetworkFilterForm(forms.Form):
    """Filters of a network; none of them shows all."""

    kind = forms.MultipleChoiceField(
        label=_("Only these kinds"), choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    by = DayField(label=_("As it was known on"), required=False)
    ties = forms.ChoiceField(
        label=_("Ties"), choices=[(ALL, _("All")), (SURE, _("Without weak and proposed ones"))], required=False
    )
    new = forms.BooleanField(label=_("Only what is new, and what it is tied to"), required=False)
