"""Offences and their elements as reference data."""

from dataclasses import replace

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.agencies.vocabulary import COUNTRIES
from lali.records.law.texts import ElementText, OffenceText, Words
from lali.records.law.vocabulary import Basis, Confidence, Family, Topic
from lali.web.workspace.forms.fields import DayField, VersionedForm, area

MOST_ELEMENTS = 60
BLANK_ROWS = 2  # for elements that are new


class LawFilterForm(forms.Form):
    """Which offences are listed."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    topic = forms.ChoiceField(
        label=pgettext_lazy("filter", "About"), choices=[("", _("Everything")), *Topic.choices], required=False
    )

    def __init__(self, *args: object, countries: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [(code, COUNTRIES.get(code, code)) for code in countries]


class OffenceForm(VersionedForm):
    """What one version of an offence says, without its elements."""

    act = forms.CharField(label=pgettext_lazy("a law", "Act"), max_length=160)
    section = forms.CharField(label=_("Section"), max_length=40)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), required=False, max_length=200)
    penalty_en = forms.CharField(
        label=_("Highest penalty in English"),
        help_text=_("Leave it empty when it was not read."),
        required=False,
        max_length=200,
    )
    penalty_fr = forms.CharField(label=_("Highest penalty in French"), required=False, max_length=200)
    note_en = forms.CharField(label=_("Note in English"), required=False, max_length=400)
    note_fr = forms.CharField(label=_("Note in French"), required=False, max_length=400)
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Where it was read: one on a line."),
        widget=area(2),
        required=False,
        max_length=2000,
    )
    confidence = forms.ChoiceField(label=_("How sure"), choices=Confidence.choices)
    tags = forms.MultipleChoiceField(
        label=pgettext_lazy("filter", "About"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = forms.CharField(label=_("Why this change"), help_text=_("Kept with the new version."), max_length=300)

    def text(self, elements: tuple[ElementText, ...]) -> OffenceText:
        """What was typed, as plain values."""
        said = self.cleaned_data
        return OffenceText(
            act=said["act"],
            section=said["section"],
            title=Words(said["title_en"], said["title_fr"]),
            penalty=Words(said["penalty_en"], said["penalty_fr"]),
            note=Words(said["note_en"], said["note_fr"]),
            source=said["source"].replace("\r\n", "\n"),
            confidence=said["confidence"],
            tags=tuple(said["tags"]),
            elements=elements,
        )


class NewOffenceForm(OffenceForm):
    """An offence that did not ship with the program."""

    country = forms.ChoiceField(label=_("Country"), choices=list(COUNTRIES.items()))
    version = None
    field_order = ["country"]


class ElementForm(forms.Form):
    """One element; a row without English words is left out."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    family = forms.ChoiceField(label=_("Family"), choices=Family.choices, initial=Family.OTHER)
    words_en = forms.CharField(label=_("Words in English"), required=False, max_length=300)
    words_fr = forms.CharField(label=_("Words in French"), required=False, max_length=300)
    basis = forms.ChoiceField(label=_("Where it comes from"), choices=Basis.choices, initial=Basis.HERE)
    one_of = forms.CharField(
        label=_("Alternatives"),
        help_text=_("Give elements of which one is enough the same word here."),
        required=False,
        max_length=40,
    )
    optional_for_child = forms.BooleanField(label=_("Not needed for a child"), required=False)

    def element(self, taken: set[str]) -> ElementText | None:
        """This row as plain values; None for an empty one. A new element gets a code that is not taken."""
        said = self.cleaned_data
        if not said.get("words_en"):
            return None
        code = said["code"] or _free(slugify(said["words_en"])[:50].strip("-") or "element", taken)
        words = Words(said["words_en"], said["words_fr"])
        return ElementText(code, said["family"], words, said["basis"], said["one_of"], said["optional_for_child"])


def _free(code: str, taken: set[str]) -> str:
    number, free = 1, code
    while free in taken:
        number += 1
        free = f"{code}-{number}"
    return free


class ElementRows(forms.BaseFormSet):
    """All elements of an offence, in order, and blank rows for new ones."""

    def elements(self) -> tuple[ElementText, ...]:
        """What was typed, in order; a code that came twice is given anew."""
        found: list[ElementText] = []
        for form in self.forms:
            element = form.element({one.code for one in found})
            if element:
                taken = {one.code for one in found}
                found.append(replace(element, code=_free(element.code, taken)))
        return tuple(found)


ElementFormSet = forms.formset_factory(
    ElementForm, formset=ElementRows, extra=BLANK_ROWS, max_num=MOST_ELEMENTS, absolute_max=MOST_ELEMENTS
)


class ConfirmationForm(VersionedForm):
    """A prosecutor confirmed what stands."""

    prosecutor = forms.CharField(label=_("Prosecutor"), help_text=_("Name and office."), max_length=120)
    on = DayField(label=_("On"))
