"""What can be written on the noticeboard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.engines.places import recognise
from lali.records.agencies.vocabulary import COUNTRIES
from lali.records.noticeboard.vocabulary import Kind, Offer
from lali.web.workspace.forms.fields import DayField, area


class ListingForm(forms.Form):
    """What every listing has."""

    country = forms.ChoiceField(
        label=_("For people in"), choices=list(COUNTRIES.items()), help_text=_("In which country the public sees it.")
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Where it was read, or who said so and when: a web address, a letter, a call."),
        max_length=300,
    )

    def said(self) -> dict[str, Any]:
        """What the listing says, without country and source."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"country", "source"}}


class AgencyForm(ListingForm):
    """A licensed agency."""

    name = forms.CharField(label=_("Name"), max_length=160)
    other_names = forms.CharField(
        label=_("Other names"), help_text=_("One on a line."), required=False, max_length=1000, widget=area(2)
    )
    licence = forms.CharField(label=_("Licence number"), max_length=60)
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False)
    contacts = forms.CharField(
        label=_("Telephone and address"),
        help_text=_("Where people can ask if it is truly them: from the licence, never from an advertisement."),
        max_length=500,
        widget=area(3),
    )
    field_order = ("name", "other_names", "licence", "valid_from", "valid_until", "contacts", "country", "source")


class RouteForm(ListingForm):
    """An official route."""

    name = forms.CharField(label=_("Name"), max_length=160)
    other_names = forms.CharField(
        label=_("Words it goes by"),
        help_text=_("One on a line. Where an offer holds one of them, this is shown."),
        required=False,
        max_length=1000,
        widget=area(3),
    )
    run_by = forms.CharField(label=_("Who runs it"), max_length=300)
    never_asks = forms.CharField(label=_("What it never asks"), help_text=_("A fee, a passport."), max_length=300)
    how = forms.CharField(label=_("How one applies"), max_length=300)
    ask_at = forms.CharField(label=_("Where to ask"), max_length=300)
    field_order = ("name", "other_names", "run_by", "never_asks", "how", "ask_at", "country", "source")


class OpportunityForm(ListingForm):
    """Work or a course near home."""

    offer = forms.ChoiceField(label=_("What it is"), choices=Offer.choices)
    name = forms.CharField(label=pgettext_lazy("of a vacancy", "Title"), max_length=160)
    place = forms.CharField(label=_("Province or island"), max_length=160)
    given_by = forms.CharField(label=_("Employer or school"), max_length=160)
    wage = forms.CharField(label=_("Pay, or what it costs"), required=False, max_length=120)
    until = DayField(label=_("Apply until"), help_text=_("After that day it is not shown any more."))
    contacts = forms.CharField(label=_("Telephone and address"), max_length=500, widget=area(3))
    field_order = ("offer", "name", "place", "given_by", "wage", "until", "contacts", "country", "source")

    def said(self) -> dict[str, Any]:
        """What the listing says; a place that is known by a code has the name that goes with it."""
        said = super().said()
        known = recognise(said["place"])
        return said | {"place": known.name() if known else said["place"], "place_code": known.code if known else ""}


FORMS: dict[str, type[ListingForm]] = {
    Kind.AGENCY: AgencyForm,
    Kind.ROUTE: RouteForm,
    Kind.OPPORTUNITY: OpportunityForm,
}
