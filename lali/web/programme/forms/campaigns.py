"""What is written of a campaign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.awareness.actions import Plan
from lali.web.components.fields import DayField, area

MOST = 10_000_000  # people: more than the three countries' islands have
POINTS = 100


class PlanForm(forms.Form):
    """Objective, days and targets."""

    title = forms.CharField(label=_("Title"), max_length=120)
    objective = forms.CharField(
        label=_("Objective"),
        help_text=_("Who will know or do what, that they do not today? One or two sentences."),
        max_length=600,
        widget=area(3),
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    wanted_people = forms.IntegerField(
        label=_("People to meet"),
        help_text=_("In all sessions together. Set it before you begin: results are shown against it."),
        required=False,
        min_value=1,
        max_value=MOST,
    )
    wanted_openings = forms.IntegerField(
        label=_("Openings of its pages"),
        help_text=_("How often the page behind its codes is to be opened. Openings are not people."),
        required=False,
        min_value=1,
        max_value=MOST,
    )
    wanted_gain = forms.IntegerField(
        label=_("More right judgements, of 100"),
        help_text=_("How many more of 100 messages people are to judge rightly after than before. 10 is a good aim."),
        required=False,
        min_value=1,
        max_value=POINTS,
    )

    def plan(self) -> Plan:
        """What was written, as a plan."""
        return Plan(**self.cleaned_data)
