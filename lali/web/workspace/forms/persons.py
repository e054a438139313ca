"""Persons in roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.entities.vocabulary import PersonRole


class PersonForm(forms.Form):
    """A person in a role."""

    name = forms.CharField(
        label=_("Name, if known"),
        help_text=_("Sealed at once. For a possible victim only a code name is shown."),
        required=False,
        max_length=160,
    )
    role = forms.ChoiceField(label=_("Role"), choices=PersonRole.choices)
    reason = forms.CharField(label=_("Why this role"), required=False, max_length=300)


class RoleForm(forms.Form):
    """One more role for a person of the case."""

    role = forms.ChoiceField(label=_("Role"), choices=PersonRole.choices)
    reason = forms.CharField(label=_("Why this role"), max_length=300)
