"""Packets and partners."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lali.records.cooperation.vocabulary import LegalBasis, Tlp
from lali.web.workspace.forms.fields import LONG_TEXT, area

DEFAULT_DAYS = 30


MOST_DAYS = 365


class PacketForm(forms.Form):
    """What leaves for a partner."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=None)
    identifiers = forms.MultipleChoiceField(
        label=_("Identifiers that leave"), widget=forms.CheckboxSelectMultiple, required=False
    )
    lures = forms.CharField(
        label=_("Lure text that leaves"),
        help_text=_("Take out every name and whatever points to a victim or a reporter."),
        widget=area(6),
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
    note = forms.CharField(label=_("Note to the partner"), widget=area(), required=False, max_length=2000)

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
