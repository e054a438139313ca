"""What is entered about physical exhibits, and about how exhibits came about."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.evidence.vocabulary import MadeHow
from lali.web.workspace.forms.exhibits import AcquisitionForm
from lali.web.workspace.forms.fields import MomentField

DAYS_ON_THE_WAY = 2
MOST_LISTED = 2_000  # exhibits in a list to choose from


class ThingForm(AcquisitionForm):
    """A physical exhibit: what it is, how it was come by, where it is kept, under which seal."""

    place = forms.CharField(label=_("Where it is kept"), help_text=_("Room, cupboard, shelf, safe."), max_length=200)
    seal = forms.CharField(
        label=_("Number of the seal that you put on it"),
        help_text=_("Nothing, if it has none."),
        required=False,
        max_length=60,
    )
    field_order = ["title", "description", "seal", "place"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        for name in ("tool", "write_protection", "stated_kind", "stated_digest"):
            del self.fields[name]

    def clean(self) -> dict[str, object]:
        """No digest is stated of a thing."""
        return self.cleaned_data


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("Why"), max_length=300)


class HandOverThingForm(forms.Form):
    """To whom a thing is handed: a member of the team, or somebody outside."""

    to_member = forms.ChoiceField(
        label=_("To a colleague of the team"),
        help_text=_("They accept it or refuse it themselves; until then it is on its way."),
        required=False,
    )
    to_name = forms.CharField(label=_("Or to somebody outside: name"), required=False, max_length=120)
    to_office = forms.CharField(
        label=_("Their office"),
        help_text=_("They sign a paper: take in a scan of it as an exhibit, then enter it here."),
        required=False,
        max_length=160,
    )
    why = forms.CharField(label=_("What for"), max_length=280)
    due_at = MomentField(label=_("When it should be there"), help_text=_("Your local time."))

    def __init__(self, *args: object, people: Sequence[object], **kwargs: object) -> None:
        due = timezone.localtime() + timedelta(days=DAYS_ON_THE_WAY)
        super().__init__(*args, initial={"due_at": due.replace(second=0, microsecond=0)}, **kwargs)
        self._people = {str(one.pk): one for one in people}
        self.fields["to_member"].choices = [("", "–"), *((pk, one.name) for pk, one in self._people.items())]

    def clean(self) -> dict[str, object]:
        """Hand on the colleague, not their number."""
        said = super().clean()
        said["to_member"] = self._people.get(said.get("to_member", ""))
        return said


class AcceptForm(forms.Form):
    """What the receiver sees, and where they keep it."""

    seal = forms.CharField(
        label=_("Number that you read on the seal"),
        help_text=_("Read it off the thing itself. Nothing, if there is no seal on it."),
        required=False,
        max_length=60,
    )
    place = forms.CharField(label=_("Where you keep it"), max_length=200)
    remark = forms.CharField(
        label=_("Remark"),
        help_text=_("What is not as it should be: another number, a torn bag, something missing."),
        required=False,
        max_length=300,
    )


class BackForm(AcceptForm):
    """Received back from outside."""


class MoveForm(forms.Form):
    """Another place of keeping."""

    place = forms.CharField(label=_("Where it is kept now"), max_length=200)
    why = forms.CharField(label=_("Why"), required=False, max_length=300)


class OpenSealForm(WhyForm):
    """The seal is broken, for a reason."""

    new_seal = forms.CharField(
        label=_("Number of the new seal"),
        help_text=_("If it is sealed again at once."),
        required=False,
        max_length=60,
    )


class SealForm(forms.Form):
    """A new seal."""

    seal = forms.CharField(label=_("Number of the seal"), max_length=60)


class _WithPapers(forms.Form):
    paper = forms.TypedChoiceField(label=_("Signed paper, an exhibit of this case"), coerce=int, empty_value=None)

    def __init__(self, *args: object, papers: Sequence[object], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        listed = [(one.number, f"{one.ref} {one.called}") for one in papers[:MOST_LISTED]]
        self.fields["paper"].choices = [("", "–"), *listed]


class PaperForm(_WithPapers):
    """The paper on which somebody outside signed."""


class ReturnForm(_WithPapers):
    """Given back to whom it belongs."""

    to = forms.CharField(label=_("To whom"), max_length=160)
    why = forms.CharField(
        label=_("Why"), help_text=_("For example: order of the court, its number and day."), max_length=280
    )
    field_order = ["to", "why", "paper"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].required = False


class EndForm(forms.Form):
    """Destroyed by order."""

    why = forms.CharField(
        label=_("By whose order"), help_text=_("Court or authority, number and day of the order."), max_length=300
    )


class MadeFromForm(forms.Form):
    """What an exhibit was made from."""

    parent = forms.TypedChoiceField(label=_("Made from"), coerce=int)
    how = forms.ChoiceField(label=_("How"), choices=MadeHow)
    tool = forms.CharField(label=_("With which tool and version"), required=False, max_length=120)

    def __init__(self, *args: object, others: Sequence[object], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [(one.number, f"{one.ref} {one.called}") for one in others[:MOST_LISTED]]


class ReceiptForm(forms.Form):
    """The receipt for whoever a thing was taken from: which things, in which language."""

    items = forms.TypedMultipleChoiceField(label=_("What was taken"), coerce=int, widget=forms.CheckboxSelectMultiple)
    of_whom = forms.CharField(label=_("From whom it was taken"), required=False, max_length=160)
    language = forms.ChoiceField(label=_("Language of the receipt"), choices=[("en", "English"), ("fr", "français")])

    def __init__(self, *args: object, things: Sequence[object], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(one.number, f"{one.ref} {one.called}") for one in things[:MOST_LISTED]]
