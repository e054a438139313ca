"""Tasks."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lali.web.workspace.forms.fields import DayField


class TaskForm(forms.Form):
    """A task."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    due_on = DayField(label=_("By"), required=False)
    assignee = forms.ModelChoiceField(label=_("Who"), queryset=None, required=False, empty_label=_("Nobody yet"))

    def __init__(self, *args: object, team: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = team
        self.fields["assignee"].label_from_instance = lambda member: member.name
