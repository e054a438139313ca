"""Forms of administration: they clean what was typed and hand over plain values."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.queries import JournalFilter, journal_name_at
from lali.records.agencies.vocabulary import GIVEN_ROLES
from lali.records.audit.vocabulary import NODE, PUBLIC, VERBS
from lali.records.evidence.vocabulary import KnownKind
from lali.records.tips.queries import tip_in_journal

A_SUBJECT = re.compile(r"[a-z][a-z-]*(:[A-Za-z0-9-]+)?(/[a-z-]+:[A-Za-z0-9-]+)*")
A_CASE = re.compile(r"([A-Z]{2}-\d{4}-\d{1,9})(/[a-z-]+:[A-Za-z0-9-]+)?", re.IGNORECASE)
A_NUMBER = re.compile(r"([TPRAN])-(\d{1,9})", re.IGNORECASE | re.ASCII)
KIND_OF = {"P": "packet", "R": "received", "A": "archive", "N": "arrival"}

MOST_OF_A_HEAD = 1024 * 1024  # bytes of a file in which a head may stand
LONGEST_SUBJECT = 160  # as the journal keeps it
A_DAY_OF_OURS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


def _roles_with_descriptions() -> list[tuple[str, str]]:
    return [
        (role.code, gettext("%(name)s: %(value)s") % {"name": role.name, "value": role.description})
        for role in GIVEN_ROLES.values()
    ]


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(label=_("Name of the unit"), max_length=120)


class MemberUnitForm(forms.Form):
    """The unit a member is in."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("The whole agency"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda unit: unit.name


class InvitationForm(forms.Form):
    """Whom to invite."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues know this person."))
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("To sign in with. Nothing is sent to it."))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, choices=_roles_with_descriptions)


class PasswordLinkForm(forms.Form):
    """How much a member has lost."""

    forgets_second_factor = forms.BooleanField(
        label=_("The phone or security key is lost too"),
        required=False,
        help_text=_("Then the second factor is removed when the link is used, and a new one must be set up."),
    )


class NewPasswordForm(forms.Form):
    """A first or new password, once."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=512,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=lazy(password_validators_help_text_html, str)(),
    )


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, validators=A_DAY_OF_OURS)


class JournalForm(forms.Form):
    """What to see of the journal."""

    by = forms.ChoiceField(label=_("Who"), required=False)
    verb = forms.ChoiceField(label=_("What"), required=False)
    subject = forms.CharField(
        label=_("About"),
        help_text=_("A reference such as FJ-2026-00042 or T-0001, or a member’s e-mail."),
        required=False,
        max_length=254,
    )
    since = _day(_("From"))
    until = _day(_("To"))
    kind = forms.ChoiceField(
        label=_("Reading and writing"),
        required=False,
        choices=[("", _("Both")), ("writes", _("Only what changed something"))],
    )

    def __init__(self, data: Any, *, reader: Any, members: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.reader = reader
        self.fields["by"].choices = [("", _("Everybody")), *members, (PUBLIC, _("A visitor")), (NODE, _("Lali itself"))]
        self.fields["verb"].choices = [("", _("Everything")), *sorted(VERBS.items(), key=lambda verb: str(verb[1]))]

    def clean_subject(self) -> str:
        """What was typed as the journal writes it: `FJ-2026-00001` is `case:FJ-2026-00001` there."""
        typed = self.cleaned_data["subject"]
        if not typed:
            return ""
        if "@" in typed:
            return _found(journal_name_at(typed), _("Nobody here has or had this e-mail."))
        if case := A_CASE.fullmatch(typed):
            return f"case:{case[1].upper()}{case[2] or ''}"
        if numbered := A_NUMBER.fullmatch(typed):
            letter, number = numbered[1].upper(), int(numbered[2])
            if letter == "T":
                return _found(tip_in_journal(self.reader, number), _("There is no tip with this reference."))
            return f"{KIND_OF[letter]}:{letter}-{number:04d}"
        if A_SUBJECT.fullmatch(typed) and len(typed) <= LONGEST_SUBJECT:
            return typed
        raise forms.ValidationError(_("Write a reference such as FJ-2026-00042 or T-0001, or a member’s e-mail."))

    def wanted(self) -> JournalFilter:
        """The filter; whole days of the reader's zone, `until` included. Without errors only."""
        facts = self.cleaned_data
        return JournalFilter(
            by=facts["by"],
            verb=facts["verb"],
            subject=facts["subject"],
            writes_only=facts["kind"] == "writes",
            since=_start_of(facts["since"]),
            until=_start_of(facts["until"] and facts["until"] + timedelta(days=1)),
        )


def _found(subject: str, otherwise: Any) -> str:
    if not subject:
        raise forms.ValidationError(otherwise)
    return subject


def _start_of(day: Any) -> datetime | None:
    return day and timezone.make_aware(datetime.combine(day, time.min))


class GivenHeadForm(forms.Form):
    """A head of our journal that somebody shows: pasted, or in a file that was given away."""

    head = forms.CharField(
        label=_("The head, as text"),
        required=False,
        max_length=MOST_OF_A_HEAD,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = forms.FileField(label=_("Or the file it stands in"), required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two, and no file that is larger than any receipt."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and file.size > MOST_OF_A_HEAD:
            raise forms.ValidationError(_("No head stands in so large a file. For a bundle, use: lali verify --head"))
        if not file and not cleaned.get("head") and not self.errors:
            raise forms.ValidationError(_("Paste the head, or choose the file it stands in."))
        return cleaned

    @property
    def text(self) -> str:
        """What was given, as text."""
        file = self.cleaned_data.get("file")
        return file.read().decode(errors="replace") if file else self.cleaned_data["head"]


class KnownListForm(forms.Form):
    """A list of digests of known files: the file itself, and what must be known of it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Lines of digests, CSV, NSRL or VICS JSON (its categories 1 and 2). Digests only: never pictures."),
    )
    name = forms.CharField(label=_("What the list is called"), max_length=120)
    source = forms.CharField(label=_("From whom you have it"), max_length=200)
    terms = forms.CharField(
        label=_("Licence or terms"), max_length=300, help_text=_("On which terms you may use it, and what they forbid.")
    )
    of_day = forms.DateField(
        label=_("Day of the list"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=A_DAY_OF_OURS,
    )
    kind = forms.ChoiceField(label=_("What it says of its files"), widget=forms.RadioSelect, choices=KnownKind)
    pdq = forms.BooleanField(label=_("Digests of 64 digits without a heading are PDQ, not SHA-256"), required=False)
