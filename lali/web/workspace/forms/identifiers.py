"""Identifiers: adding, tagging, watching, and saying whose one is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.records.entities.vocabulary import IdentifierKind
from lali.records.links.vocabulary import Confidence, Credibility, Reliability
from lali.web.workspace.forms.fields import DayField, area


class TagForm(forms.Form):
    """A tag."""

    words = forms.CharField(
        label=_("Tag"), max_length=40, help_text=_("Colleagues of your agency who may open this page read it.")
    )


class WatchForm(forms.Form):
    """Watching an identifier."""

    reason = forms.CharField(label=_("Why"), max_length=300)
    until = DayField(label=_("Until"), required=False, help_text=_("Leave empty to watch until you end it."))


class WatchTypedForm(WatchForm):
    """Watching a value that may not be known yet."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IdentifierKind.choices)
    typed = forms.CharField(label=_("Value"), max_length=500)
    field_order = ("kind", "typed", "reason", "until")


class NoteForm(forms.Form):
    """A note for one case's team."""

    words = forms.CharField(label=_("Note"), widget=area(), max_length=1_000)


class OwnerForm(forms.Form):
    """Whose an identifier is, and how far that is trusted."""

    person = forms.TypedChoiceField(label=_("A person of the case"), required=False, coerce=int, empty_value=None)
    owner = forms.CharField(label=_("Or the owner in words"), required=False, max_length=200)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    source = forms.CharField(label=_("How it is known"), max_length=300)
    reliability = forms.ChoiceField(label=_("The source"), choices=Reliability.choices, initial="F")
    credibility = forms.ChoiceField(label=_("What it says"), choices=Credibility.choices, initial="6")
    confidence = forms.ChoiceField(label=_("How sure you are"), choices=Confidence.choices)

    def __init__(self, *args: object, persons: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "–"), *persons]


class IdentifierFilterForm(forms.Form):
    """What of the list to show."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *IdentifierKind.choices])
    shared = forms.BooleanField(label=_("In more than one of my cases"), required=False)
