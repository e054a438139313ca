"""Whole cases: handing one over, looking at one that came, taking it in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

RECIPIENT, PASSPHRASE = "recipient", "passphrase"
_hidden = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class LeavingForm(forms.Form):
    """For whom a whole case is sealed, and why it leaves."""

    to = forms.ChoiceField(label=_("Sealed for"), widget=forms.RadioSelect)
    recipient = forms.CharField(
        label=_("Age recipient"),
        help_text=_("Only for a node that is no partner yet. It begins with age1."),
        required=False,
        max_length=200,
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("Only to move to a node of your own. Twelve letters or more; it is kept nowhere."),
        widget=_hidden,
        required=False,
        max_length=200,
    )
    again = forms.CharField(label=_("Passphrase once more"), widget=_hidden, required=False, max_length=200)
    reason = forms.CharField(label=_("Reason"), help_text=_("The receiver reads it too."), max_length=300)
    names_leave = forms.BooleanField(label=_("I know that the names of possible victims leave with the case."))

    def __init__(self, *args: Any, partners: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [
            *((str(one.pk), f"{one.name} ({one.country})") for one in partners),
            (RECIPIENT, _("A public key of age")),
            (PASSPHRASE, _("A passphrase, for a node of our own")),
        ]

    def clean(self) -> dict[str, Any]:
        """What is typed belongs to what was chosen; a passphrase is typed twice."""
        cleaned = super().clean()
        to = cleaned.get("to")
        if to == RECIPIENT and not cleaned.get("recipient", "").strip():
            self.add_error("recipient", _("Type the recipient."))
        if to == PASSPHRASE and cleaned.get("passphrase") != cleaned.get("again"):
            self.add_error("again", ValidationError(_("The two differ.")))
        return cleaned

    def sealed_for(self) -> dict[str, Any]:
        """What the action takes: one of the three."""
        to = self.cleaned_data["to"]
        if to in {RECIPIENT, PASSPHRASE}:
            return {to: self.cleaned_data[to]}
        return {"partner_number": int(to)}


class ArchiveFileForm(forms.Form):
    """A sealed archive that came."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("Only where the sender sealed it to one."),
        widget=_hidden,
        required=False,
        max_length=200,
    )
    file = forms.FileField(label=_("File"), max_length=255)


class TakeInForm(forms.Form):
    """What taking a case in needs, depending on how it came."""

    passphrase = forms.CharField(label=_("Passphrase"), widget=_hidden, max_length=200)
    fingerprint = forms.CharField(
        label=_("Fingerprint"),
        help_text=_("Ring the sender on a number you know, and let them read theirs to you."),
        max_length=120,
    )

    def __init__(self, *args: Any, by_passphrase: bool, is_partner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_passphrase:
            del self.fields["passphrase"]
        if is_partner:
            del self.fields["fingerprint"]
