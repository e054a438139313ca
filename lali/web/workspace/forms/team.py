"""Who may do what in a case."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lali.records.cases.vocabulary import Level, WallKind
from lali.web.workspace.forms.fields import DayField, area

HOURS = (4, 12, 24)
MAY = pgettext_lazy("what a member may do", "May")  # without the context it is the month


class MemberField(forms.ModelChoiceField):
    """A colleague, with the role they have."""

    def label_from_instance(self, member: object) -> str:
        """Name and role."""
        return f"{member.name}, {member.get_role_display()}"


class TeamForm(forms.Form):
    """A colleague on the team."""

    member = MemberField(label=_("Colleague"), queryset=None)
    level = forms.ChoiceField(label=MAY, choices=Level.choices)
    ends_on = DayField(label=_("Until (the last day)"), help_text=_("Leave empty for no end."), required=False)
    may_remove = forms.BooleanField(
        label=_("May also remove what was entered by mistake"),
        help_text=_("A right of its own: no level includes it, and nobody gives it to themselves."),
        required=False,
    )

    def __init__(self, *args: object, colleagues: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = colleagues

    def clean(self) -> dict[str, object]:
        """The last day as the moment at which the place ends."""
        cleaned = super().clean()
        day = cleaned.pop("ends_on", None)
        cleaned["ends_at"] = day and timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        return cleaned


class AccessForm(forms.Form):
    """Ask to join a case."""

    ref = forms.CharField(label=_("Case reference"), max_length=20)
    reason = forms.CharField(
        label=_("Why you need it"), help_text=_("Whoever leads the case reads this."), max_length=400
    )


class EmergencyForm(AccessForm):
    """Open a case in an emergency."""

    hours = forms.TypedChoiceField(
        label=_("For how many hours"), choices=[(hours, str(hours)) for hours in HOURS], coerce=int
    )


class ConflictForm(forms.Form):
    """Say that one must not come near a case."""

    ref = forms.CharField(label=_("Case reference"), max_length=20)
    kind = forms.ChoiceField(label=_("Why"), choices=WallKind.choices)
    reason = forms.CharField(label=_("In a few words"), max_length=400, widget=area())


class WallForm(ConflictForm):
    """Keep a colleague out of a case."""

    member = MemberField(label=_("Colleague"), queryset=None)
    field_order = ["ref", "member"]

    def __init__(self, *args: object, colleagues: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = colleagues


class WallHereForm(WallForm):
    """Keep a colleague out of the case on whose page this stands."""

    ref = None
    field_order = ["member"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs | {"initial": _close_to_a_person()})


class NamesakeWallForm(ConflictForm):
    """Keep out a colleague after whom somebody of the case is called."""

    ref = None

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs | {"initial": _close_to_a_person()})


def _close_to_a_person() -> dict[str, object]:
    """What these forms begin with: no name, and no word of how it was found, since the team reads what is kept."""
    reason = gettext("This colleague may be a person of this case, or close to one.")
    return {"kind": WallKind.RELATED, "reason": reason}


class NamesakeForm(forms.Form):
    """Why it means nothing that somebody is called like a colleague."""

    member_id = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it means nothing"), max_length=300)


class OversightForm(forms.Form):
    """Appoint an oversight reader."""

    ref = forms.CharField(label=_("Case reference"), max_length=20)
    member = forms.ModelChoiceField(label=_("Oversight reader"), queryset=None)
    until = DayField(label=_("Until (the last day)"))
    reason = forms.CharField(label=_("Why"), max_length=400)

    def __init__(self, *args: object, readers: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = readers
        self.fields["member"].label_from_instance = lambda member: f"{member.name}, {member.agency.name}"

    def has_readers(self) -> bool:
        """Whether there is anybody to appoint."""
        return self.fields["member"].queryset.exists()


class LeadForm(forms.Form):
    """Name a lead for a case that nobody leads."""

    ref = forms.CharField(widget=forms.HiddenInput, max_length=20)
    member = MemberField(label=_("Who leads it from now on"), queryset=None)

    def __init__(self, *args: object, colleagues: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = colleagues


class DecisionForm(forms.Form):
    """Decide a request for access."""

    decision = forms.ChoiceField(choices=[("grant", _("Grant")), ("decline", _("Decline"))])
    level = forms.ChoiceField(label=MAY, choices=Level.choices, initial=Level.READ)


class JudgementForm(forms.Form):
    """Judge an emergency opening."""

    justified = forms.TypedChoiceField(
        label=_("Was it justified?"), choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda said: said == "yes"
    )
    judgement = forms.CharField(label=_("In a few words"), required=False, max_length=400)


class OfferForm(forms.Form):
    """Offer a case to another agency or unit."""

    to = forms.ChoiceField(label=_("To whom"))
    note = forms.CharField(
        label=_("What they need to know before they accept"),
        help_text=_("They do not see the case before: no names here."),
        max_length=400,
    )
    keeps_reading_until = DayField(
        label=_("You read on until"), help_text=_("Leave empty if your access should end at once."), required=False
    )

    def __init__(self, *args: object, places: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = places


class OfferDecisionForm(forms.Form):
    """Decide on a case that was offered; accepting names its lead."""

    decision = forms.ChoiceField(choices=[("accept", _("Accept")), ("decline", _("Decline"))])
    member = MemberField(label=_("Who leads it from now on"), queryset=None, required=False)

    def __init__(self, *args: object, colleagues: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = colleagues

    def clean(self) -> dict[str, object]:
        """Whoever accepts says who leads."""
        cleaned = super().clean()
        if cleaned.get("decision") == "accept" and not cleaned.get("member"):
            self.add_error("member", _("Choose who leads the case."))
        return cleaned
