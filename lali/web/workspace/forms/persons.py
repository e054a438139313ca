"""Persons and organisations: their roles, what is known of them, how they stand to one another."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lali.records.cases.vocabulary import Likeness, RelationKind
from lali.records.entities.facts import Birth, Document, Name, PersonFacts
from lali.records.entities.vocabulary import (
    BirthBasis,
    NameKind,
    OrganisationKind,
    PaperKind,
    PersonKind,
    PersonRole,
    Sex,
)
from lali.web.workspace.forms.fields import DayField, VersionedForm
from lali.web.workspace.world import COUNTRIES_LIST, LANGUAGES_LIST, CodesField

EMPTY_ROWS = 2
MOST_ROWS = 40
EARLIEST_YEAR = 1880


class PersonForm(forms.Form):
    """A person or an organisation in a role."""

    kind = forms.ChoiceField(label=_("What"), choices=PersonKind.choices, initial=PersonKind.PERSON, required=False)
    name = forms.CharField(
        label=_("Name, if known"),
        help_text=_("Sealed at once. For a possible victim only a code name is shown."),
        required=False,
        max_length=160,
    )
    role = forms.ChoiceField(label=_("Role"), choices=PersonRole.choices)
    reason = forms.CharField(label=_("Why this role"), required=False, max_length=300)

    def clean_kind(self) -> str:
        """A person where nothing was said."""
        return self.cleaned_data["kind"] or PersonKind.PERSON


class RoleForm(forms.Form):
    """One more role for a person of the case."""

    role = forms.ChoiceField(label=_("Role"), choices=PersonRole.choices)
    reason = forms.CharField(label=_("Why this role"), max_length=300)
    acts_from = DayField(
        label=_("First day of the acts"),
        help_text=_("Whether somebody was a child is worked out for this day."),
        required=False,
    )


class RecogniseForm(forms.Form):
    """A suspect is a possible victim."""

    reason = forms.CharField(label=_("What speaks for it"), max_length=300)
    acts_from = DayField(
        label=_("First day of the acts"),
        help_text=_("Whether somebody was a child is worked out for this day."),
        required=False,
    )


class ActsForm(forms.Form):
    """When the acts began."""

    acts_from = DayField(label=_("First day of the acts"), required=False)


class ConfirmForm(forms.Form):
    """A competent authority recognised a victim."""

    authority = forms.CharField(label=_("Which authority"), max_length=200)
    on = DayField(label=_("On"))


class EraseForm(forms.Form):
    """The second step before what cannot be undone."""

    sure = forms.BooleanField(label=_("I know that this cannot be undone"))


class RelationForm(forms.Form):
    """How one person stands to another of the case."""

    kind = forms.ChoiceField(label=_("This person"), choices=RelationKind.choices)
    other_id = forms.TypedChoiceField(label=_("To whom"), coerce=int)
    source = forms.CharField(label=_("How we know"), max_length=300)
    from_on = DayField(label=_("From"), required=False)
    until_on = DayField(label=_("Until"), required=False)

    def __init__(self, *args: object, others: Iterable[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_id"].choices = list(others)


class LikenessForm(forms.Form):
    """Whether two records are of one person."""

    likeness = forms.ChoiceField(label=_("They are"), choices=Likeness.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("What you go by"), max_length=300)


class JudgeForm(LikenessForm):
    """The same on the page of one case, with who the other is."""

    other_id = forms.IntegerField(widget=forms.HiddenInput)


class MergeForm(forms.Form):
    """Two records of the case that are one person."""

    other = forms.TypedChoiceField(label=_("The same as"), coerce=int)
    reason = forms.CharField(label=_("What you go by"), max_length=300)

    def __init__(self, *args: object, others: Iterable[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = list(others)


# -- what is known -----------------------------------------------------------------------------------------------------


class NameRow(forms.Form):
    """One name."""

    full = forms.CharField(label=_("As it is written"), max_length=200, required=False)
    family = forms.CharField(label=_("Family name in it"), max_length=120, required=False)
    given = forms.CharField(label=_("Given name in it"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Which name"), choices=NameKind.choices, required=False)

    def clean(self) -> dict[str, object]:
        """The full name follows from its parts where only they are given."""
        cleaned = super().clean()
        if not cleaned.get("full"):
            cleaned["full"] = " ".join(filter(None, (cleaned.get("given"), cleaned.get("family"))))
        return cleaned


class DocumentRow(forms.Form):
    """One document."""

    kind = forms.ChoiceField(label=_("Document"), choices=PaperKind.choices, required=False)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    country = CodesField(COUNTRIES_LIST, label=_("Country"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean_country(self) -> str:
        """One code."""
        return (self.cleaned_data["country"] or ("",))[0]


def _rows(row: type[forms.Form]) -> type[forms.BaseFormSet]:
    return forms.formset_factory(row, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


NameRows, DocumentRows = _rows(NameRow), _rows(DocumentRow)


class KnownForm(VersionedForm):
    """What does not tell who somebody is; the parts of a person."""

    born_from = DayField(label=_("Born on, or not before"), required=False)
    born_until = DayField(
        label=_("Born not after"),
        help_text=_("Leave empty when the very day is known. Where only an age is known, write the years it allows."),
        required=False,
    )
    born_basis = forms.ChoiceField(label=_("How we know"), choices=[("", "–"), *BirthBasis.choices], required=False)
    sex = forms.ChoiceField(label=_("Sex, as recorded"), choices=[("", "–"), *Sex.choices], required=False)
    nationalities = CodesField(
        COUNTRIES_LIST, label=_("Nationalities"), help_text=_("Several with commas between them."), required=False
    )
    languages = CodesField(
        LANGUAGES_LIST, label=_("Languages"), help_text=_("Several with commas between them."), required=False
    )
    occupation = forms.CharField(label=_("Occupation"), max_length=200, required=False)

    def clean(self) -> dict[str, object]:
        """The birth as one value, in the right order."""
        cleaned = super().clean()
        first, last = cleaned.pop("born_from", None), cleaned.pop("born_until", None)
        basis = cleaned.pop("born_basis", "")
        if last and not first:
            raise ValidationError(_("Say also before which day the birth cannot have been."))
        if first and last and first > last:
            raise ValidationError(_("The last day stands before the first. Please check both."))
        if first and (first.year < EARLIEST_YEAR or (last or first) > date.today()):  # noqa: DTZ011 - any zone's today
            raise ValidationError(_("Nobody of this case was born then. Please check the days."))
        cleaned["birth"] = Birth(first, last or first, basis) if first else None
        return cleaned

    @staticmethod
    def initial_from(facts: PersonFacts) -> dict[str, object]:
        """What the fields show of `facts`."""
        birth = facts.birth
        return {
            "born_from": birth and birth.earliest,
            "born_until": birth and not birth.exact and birth.latest,
            "born_basis": birth and birth.basis,
            "sex": facts.sex,
            "nationalities": facts.nationalities,
            "languages": facts.languages,
            "occupation": facts.occupation,
            "contact": facts.contact,
        }


class PersonKnownForm(KnownForm):
    """A person: with how to reach them."""

    contact = forms.CharField(label=_("Where to reach them"), max_length=300, required=False)


class IdentifyForm(VersionedForm):
    """What tells who somebody is, beside names and documents."""

    contact = forms.CharField(label=_("Where to reach them"), max_length=300, required=False)


class OrganisationForm(VersionedForm):
    """An organisation."""

    business = forms.ChoiceField(label=_("What it is"), choices=[("", "–"), *OrganisationKind.choices], required=False)
    registration = forms.CharField(label=_("Registration number"), max_length=60, required=False)
    country = CodesField(COUNTRIES_LIST, label=_("Country"), required=False)
    contact = forms.CharField(label=_("Address"), max_length=300, required=False)
    occupation = forms.CharField(label=_("What it does"), max_length=200, required=False)

    def clean_country(self) -> str:
        """One code."""
        return (self.cleaned_data["country"] or ("",))[0]

    @staticmethod
    def initial_from(facts: PersonFacts) -> dict[str, object]:
        """What the fields show of `facts`."""
        fields = ("business", "registration", "contact", "occupation")
        return {name: getattr(facts, name) for name in fields} | {"country": (facts.country,) if facts.country else ()}


def names_in(rows: forms.BaseFormSet) -> tuple[Name, ...]:
    """The names that were filled in."""
    return tuple(Name(**row) for row in rows.cleaned_data if row.get("full"))


def documents_in(rows: forms.BaseFormSet) -> tuple[Document, ...]:
    """The documents that were filled in."""
    return tuple(Document(**row) for row in rows.cleaned_data if row.get("number"))
