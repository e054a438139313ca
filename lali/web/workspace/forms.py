"""Forms of the workspace: they clean what was typed and hand over plain values. They save nothing."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.vocabulary import CaseKind, CaseState, Level
from lali.records.cooperation.vocabulary import LegalBasis, Tlp
from lali.records.entities.vocabulary import IdentifierKind, PersonRole
from lali.records.tips.vocabulary import CloseReason, TipSource
from lali.web.components.forms import Suggesting

LONG_TEXT = 40_000
DEFAULT_DAYS = 30
MOST_DAYS = 365
MOST_SUGGESTED = 25  # cases; a member may have thousands


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A day and time, in the member's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]

    def __init__(self, **kwargs: object) -> None:
        super().__init__(input_formats=self.input_formats, **kwargs)


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class VersionedForm(forms.Form):
    """A form that names the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


# -- tips ---------------------------------------------------------------------------------------------------------


class TipForm(forms.Form):
    """A tip that came by telephone or at the counter."""

    source = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(value, label) for value, label in TipSource.choices if value != TipSource.REPORT],
    )
    text = forms.CharField(
        label=_("What was told"),
        help_text=_("In their words as far as you can. Write numbers and names of accounts exactly."),
        widget=_area(8),
        max_length=LONG_TEXT,
    )


class NewCaseFromTipForm(VersionedForm):
    """Take a tip into a new case."""

    title = forms.CharField(
        label=_("Title of the new case"), help_text=_("What it is about; no names of victims."), max_length=160
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind.choices)


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
    note = forms.CharField(label=_("Note"), widget=_area(), required=False, max_length=2000)


class CloseForm(VersionedForm):
    """Close a tip with a reason."""

    reason = forms.ChoiceField(label=_("Reason"), choices=CloseReason.choices)
    note = forms.CharField(label=_("Note"), widget=_area(), required=False, max_length=2000)


class QuestionForm(forms.Form):
    """Ask the reporter."""

    words = forms.CharField(
        label=_("Your question"),
        help_text=_("They see it when they come back with their code. Do not ask for a name unless you must."),
        widget=_area(),
        max_length=4000,
    )


# -- cases --------------------------------------------------------------------------------------------------------


class CaseForm(forms.Form):
    """A new case."""

    title = forms.CharField(label=_("Title"), help_text=_("What it is about; no names of victims."), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind.choices)
    summary = forms.CharField(label=_("Summary"), widget=_area(5), required=False, max_length=LONG_TEXT)


class DescribeCaseForm(CaseForm, VersionedForm):
    """The head of a case."""

    state = forms.ChoiceField(label=_("State"), choices=CaseState.choices)


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


class ReasonForm(forms.Form):
    """A reason, which the journal keeps or points to."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class IdentifierForm(forms.Form):
    """An identifier typed by hand."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IdentifierKind.choices)
    value = forms.CharField(label=_("Value"), max_length=500)


class TaskForm(forms.Form):
    """A task."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    due_on = DayField(label=_("By"), required=False)
    assignee = forms.ModelChoiceField(label=_("Who"), queryset=None, required=False, empty_label=_("Nobody yet"))

    def __init__(self, *args: object, team: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = team
        self.fields["assignee"].label_from_instance = lambda member: member.name


class EventForm(forms.Form):
    """An event of the matter."""

    at = MomentField(label=_("When"), help_text=_("Your local time."))
    text = forms.CharField(label=_("What happened"), max_length=400)
    source = forms.CharField(label=_("How we know"), required=False, max_length=200)


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


class LinkForm(forms.Form):
    """Tie two cases."""

    other_ref = forms.CharField(widget=forms.HiddenInput, max_length=20)
    reason = forms.CharField(label=_("Why they belong together"), max_length=400)


# -- exhibits -----------------------------------------------------------------------------------------------------


class AcquisitionForm(forms.Form):
    """How an exhibit was acquired (ISO/IEC 27037). All can be completed later, except the bytes."""

    title = forms.CharField(label=_("What it is"), required=False, max_length=200)
    acquired_at = MomentField(label=_("When it was acquired"), help_text=_("Your local time."), required=False)
    acquired_by = forms.CharField(label=_("Who acquired it"), required=False, max_length=120)
    acquired_where = forms.CharField(label=_("Where"), required=False, max_length=200)
    acquired_how = forms.CharField(
        label=_("How"),
        help_text=_("For example: exported on the owner's phone in their presence."),
        required=False,
        max_length=300,
    )
    tool = forms.CharField(label=_("Tool and version"), required=False, max_length=120)

    def clean_acquired_at(self) -> object:
        """Nothing is acquired in the future."""
        at = self.cleaned_data["acquired_at"]
        if at and at > timezone.now():
            raise forms.ValidationError(_("This time is still to come."))
        return at


class ExhibitForm(AcquisitionForm):
    """A new exhibit: the file, and how it was acquired."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Any file of any size. It is sealed as it comes in, and never changed."),
        allow_empty_file=True,
        max_length=255,
    )
    field_order = ["file"]


# -- packets ------------------------------------------------------------------------------------------------------


class PacketForm(forms.Form):
    """What leaves for a partner."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=None)
    identifiers = forms.MultipleChoiceField(
        label=_("Identifiers that leave"), widget=forms.CheckboxSelectMultiple, required=False
    )
    lures = forms.CharField(
        label=_("Lure text that leaves"),
        help_text=_("Take out every name and whatever points to a victim or a reporter."),
        widget=_area(6),
        required=False,
        max_length=LONG_TEXT,
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=300)
    legal_basis = forms.ChoiceField(
        label=_("Legal basis"),
        help_text=_("A prosecutor must confirm it before first use."),
        choices=LegalBasis.choices,
    )
    tlp = forms.ChoiceField(label=_("How far it may travel"), choices=Tlp.choices, initial=Tlp.AMBER)
    days = forms.IntegerField(
        label=_("May be opened for, in days"), initial=DEFAULT_DAYS, min_value=1, max_value=MOST_DAYS
    )
    note = forms.CharField(label=_("Note to the partner"), widget=_area(), required=False, max_length=2000)

    def __init__(self, *args: object, partners: QuerySet, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners
        self.fields["partner"].label_from_instance = lambda partner: f"{partner.name} ({partner.country})"
        self.fields["identifiers"].choices = choices


class FileForm(forms.Form):
    """One small file: a packet, a receipt, a card."""

    file = forms.FileField(label=_("File"), max_length=255)


class PartnerForm(FileForm):
    """A partner's card and the fingerprint they told us another way."""

    fingerprint = forms.CharField(
        label=_("Fingerprint"),
        help_text=_("Ring the partner on a number you know, and let them read theirs to you."),
        max_length=120,
    )
