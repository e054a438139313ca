"""Exhibits."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.evidence.stated import is_digest, plain_digest
from lali.records.evidence.vocabulary import StatedDigest
from lali.web.workspace.forms.fields import MomentField


class AcquisitionForm(forms.Form):
    """How an exhibit was acquired (ISO/IEC 27037). All can be completed later, except the bytes."""

    title = forms.CharField(label=_("What it is"), required=False, max_length=200)
    description = forms.CharField(
        label=_("Description"),
        help_text=_("What anybody would see: colour, damage, number of notes and coins, covers, labels."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
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
    taken_from = forms.CharField(label=_("From whom it was taken"), required=False, max_length=160)
    device = forms.CharField(label=_("Make and model of the device"), required=False, max_length=160)
    device_serial = forms.CharField(label=_("Serial number or IMEI"), required=False, max_length=80)
    state_found = forms.CharField(
        label=_("State when found"),
        help_text=_("For example: on, locked, connected to the network, screen cracked."),
        required=False,
        max_length=300,
    )
    seals_found = forms.CharField(label=_("Seals on it when it was found"), required=False, max_length=120)
    write_protection = forms.CharField(
        label=_("Protected against writing by"),
        help_text=_("Write blocker with its number, read-only mount; or why it could not be."),
        required=False,
        max_length=200,
    )
    stated_kind = forms.ChoiceField(
        label=_("Digest that whoever gave it stated"), choices=[("", "–"), *StatedDigest.choices], required=False
    )
    stated_digest = forms.CharField(
        label=_("Its value"), help_text=_("In hexadecimal. It is compared with ours."), required=False, max_length=400
    )

    def clean_acquired_at(self) -> object:
        """Nothing is acquired in the future."""
        at = self.cleaned_data["acquired_at"]
        if at and at > timezone.now():
            raise forms.ValidationError(_("This time is still to come."))
        return at

    def clean_stated_digest(self) -> str:
        """As it is compared."""
        return plain_digest(self.cleaned_data["stated_digest"])

    def clean(self) -> dict[str, object]:
        """A digest has the length of its kind."""
        said = super().clean()
        kind, digest = said.get("stated_kind", ""), said.get("stated_digest", "")
        if (kind or digest) and not is_digest(kind, digest):
            self.add_error("stated_digest", _("This is no digest of that kind: look at its length, and at what it is."))
        return said


class ExhibitForm(AcquisitionForm):
    """A new exhibit: the file, and how it was acquired."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Any file of any size. It is sealed as it comes in, and never changed."),
        allow_empty_file=True,
        max_length=255,
    )
    restricted = forms.BooleanField(
        label=_("This may show a child or an intimate image"),
        help_text=_(
            "Tick it when you think so; you need not be sure. Its name and content are shut from the first moment, and "
            "open only with the leave of a second person. Two persons can lift it."
        ),
        required=False,
    )
    field_order = ["file", "restricted"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("description", "seals_found"):  # of things; can be added on the exhibit's page
            del self.fields[name]


class EnteredForm(ExhibitForm):
    """How a file was acquired that came in by pieces."""

    file = None


class AnnouncedForm(forms.Form):
    """An original that will come in by pieces."""

    file_name = forms.CharField(max_length=1000, strip=False)
    size = forms.IntegerField(min_value=0, max_value=2**50)


class ComparedForm(AnnouncedForm):
    """The file in hand beside what came: how much, and the digest of as much of the file."""

    offset = forms.IntegerField(min_value=0, max_value=2**50)
    digest = forms.RegexField(r"^([0-9a-f]{64})?$", required=False)
