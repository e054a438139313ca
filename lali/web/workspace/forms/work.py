"""Tasks, deadlines, and what is shown of them."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.engines.clocks import LONGEST
from lali.records.cases.vocabulary import DeadlineKind, LengthUnit, Priority
from lali.records.configuration.queries import as_configured
from lali.records.notices.vocabulary import MailChoice
from lali.web.workspace.forms.fields import LONG_TEXT, DayField, MomentField, VersionedForm, area


class _WithTeam(forms.Form):
    """A form that names somebody of the team."""

    def __init__(self, *args: object, team: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = team
        self.fields["assignee"].label_from_instance = lambda member: member.name


def _who() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=_("Who"), queryset=None, required=False, empty_label=_("Nobody yet"))


class TaskForm(_WithTeam):
    """A task."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    due_on = DayField(label=_("By"), required=False)
    assignee = _who()


class ChangeTaskForm(TaskForm, VersionedForm):
    """Everything of a task that can be changed."""

    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    waiting_for = forms.CharField(
        label=_("Waits for"), help_text=_("Whom or what. Empty when it waits no more."), max_length=200, required=False
    )
    look_again_on = DayField(label=_("Look again on"), required=False)
    after = forms.ModelMultipleChoiceField(
        label=_("Comes after"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tasks of this case that should be done first."),
    )
    note = forms.CharField(label=_("Note"), widget=area(4), required=False, max_length=LONG_TEXT)

    def __init__(self, *args: object, others: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].queryset = others
        self.fields["after"].label_from_instance = lambda task: as_configured(task.title)

    def clean_after(self) -> list[int]:
        """Numbers of the tasks."""
        return [task.pk for task in self.cleaned_data["after"]]


class DeadlineForm(_WithTeam):
    """A new deadline: how long the clock runs, or when it ends."""

    kind = forms.ChoiceField(label=_("What"), choices=DeadlineKind.choices)
    started_at = MomentField(label=_("The clock started"), help_text=_("Your local time. Empty: now."), required=False)
    length = forms.IntegerField(
        label=_("It runs for"),
        help_text=_("Or say below when it ends."),
        min_value=0,
        max_value=LONGEST,
        required=False,
    )
    unit = forms.ChoiceField(
        label=_("Counted in"),
        choices=LengthUnit.choices,
        help_text=_("Days end at the same time of day: the earlier reading. Public holidays are not left out."),
    )
    due_at = MomentField(label=_("It ends"), help_text=_("Your local time."), required=False)
    basis = forms.CharField(
        label=_("Legal basis"), help_text=_("Law and section, order, or request."), max_length=300, required=False
    )
    assignee = _who()
    note = forms.CharField(label=_("Note"), widget=area(2), required=False, max_length=LONG_TEXT)


class ChangeDeadlineForm(_WithTeam, VersionedForm):
    """What of a deadline can be changed without a reason."""

    kind = forms.ChoiceField(label=_("What"), choices=DeadlineKind.choices)
    basis = forms.CharField(label=_("Legal basis"), max_length=300, required=False)
    assignee = _who()
    note = forms.CharField(label=_("Note"), widget=area(3), required=False, max_length=LONG_TEXT)


class ExtendForm(forms.Form):
    """Another end, and why."""

    due_at = MomentField(label=_("The new end"), help_text=_("Your local time."))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class WorkFilterForm(forms.Form):
    """What the task board shows."""

    whose = forms.ChoiceField(
        label=_("Whose"), choices=[("mine", _("Mine")), ("cases", _("All of my cases"))], required=False
    )
    state = forms.ChoiceField(
        label=_("Which"),
        choices=[
            ("", pgettext_lazy("filter of work", "All")),
            ("late", _("Late")),
            ("soon", _("Due within seven days")),
            ("waiting", _("Waiting or paused")),
        ],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[("", _("Tasks and deadlines")), ("task", _("Tasks only")), *DeadlineKind.choices],
        required=False,
    )


class MailForm(forms.Form):
    """How notices come by e-mail."""

    choice = forms.ChoiceField(label=_("By e-mail"), choices=MailChoice.choices, widget=forms.RadioSelect)
