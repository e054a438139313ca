"""Who may do what in a case."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lali.records.cases.vocabulary import Level


class TeamForm(forms.Form):
    """A colleague on the team."""

    member = forms.ModelChoiceField(label=_("Colleague"), queryset=None)
    level = forms.ChoiceField(label=_("May"), choices=Level.choices)

    def __init__(self, *args: object, colleagues: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = colleagues
        self.fields["member"].label_from_instance = lambda member: f"{member.name}, {member.get_role_display()}"


class AccessForm(forms.Form):
    """Ask to join a case."""

    ref = forms.CharField(label=_("Case reference"), max_length=20)
    reason = forms.CharField(
        label=_("Why you need it"), help_text=_("Whoever leads the case reads this."), max_length=400
    )


class DecisionForm(forms.Form):
    """Decide a request for access."""

    decision = forms.ChoiceField(choices=[("grant", _("Grant")), ("decline", _("Decline"))])
    level = forms.ChoiceField(label=_("May"), choices=Level.choices, initial=Level.READ)
