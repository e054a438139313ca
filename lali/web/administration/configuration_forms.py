"""Forms for the parts of a configuration, made from what each part says of its fields: screens and text agree."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.configuration.document import (
    CODE,
    CODES,
    DAY,
    FLAG,
    LINE,
    LONG,
    NUMBER,
    ONE_OF,
    PARTS,
    WORDS,
    Configuration,
    Part,
    fields_kept,
)
from lali.records.configuration.editing import part_at
from lali.records.configuration.vocabulary import CASE_KINDS, LANGUAGES, NEEDED_LANGUAGES

A_CODE = RegexValidator(r"^[a-z][a-z0-9_]{0,39}\Z", _("Small letters, digits and _ only, a letter first."))
LONGEST_LINE, LONGEST_TEXT, LONGEST_FILE = 200, 2_000, 500_000

LABELS = {
    "words": pgettext_lazy("of a list or field", "Words"),
    "hint": _("Hint"),
    "note": _("Note"),
    "source": _("Source"),
    "retired_on": _("Retired from"),
    "record": _("Added to"),
    "type": _("What it holds"),
    "list": _("List to choose from"),
    "required": _("Must be answered"),
    "secrecy": _("How secret"),
    "kinds": _("For these kinds of case only"),
    "due_in_days": _("Due, in days after opening"),
    "who": _("Whose it is"),
    "after": _("After which step"),
    "urgent": _("Urgent"),
    "confirm": _("To be confirmed with a prosecutor"),
    "days": _("Days after opening"),
    "clock": _("Which clock"),
    "kind": _("For which kind of case"),
    "act": _("Act"),
    "section": _("Section"),
}
HINTS = {
    "retired_on": _("From this day it is no longer offered. What was chosen before stays."),
    "kinds": _("None chosen: for every kind."),
    "secrecy": _(
        "Cannot be changed later: answers are sealed or not from the first. About a person all are sealed; those about "
        "a possible victim are shut together with the name."
    ),
}


class ReasonedForm(forms.Form):
    """Why a version is made, and from which one."""

    why = forms.CharField(label=_("Why you change it"), max_length=300, help_text=_("Stands in the history."))
    base = forms.IntegerField(widget=forms.HiddenInput)


class FileForm(ReasonedForm):
    """A whole configuration, as a file or as the text that was looked at."""

    file = forms.FileField(label=_("TOML file"), required=False, max_length=200)
    text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_FILE, strip=False)

    def clean(self) -> dict[str, Any]:
        """Take the file's text where there is a file."""
        facts = super().clean()
        file = facts.get("file")
        if file and file.size > LONGEST_FILE:
            self.add_error("file", _("This file is larger than a configuration can be."))
        elif file:
            try:
                facts["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("This file is not text in UTF-8."))
        if not facts.get("text") and not self.errors:
            self.add_error("file", _("Please choose a file."))
        return facts


class PartForm(ReasonedForm):
    """One part: new, or as it is now."""

    field_order = ["code"]

    def __init__(
        self, data: Any, *, kind: type, part: Part | None, inside: tuple[str, ...], now: Configuration
    ) -> None:
        super().__init__(data)
        self.kind, self.part, self.now, self.inside = kind, part, now, inside
        for one in fields_kept(kind):
            for name, field in self._fields_for(one):
                self.fields[name] = field
        self.fields["place"] = forms.IntegerField(
            label=_("Place in the order"), min_value=1, max_value=1000, required=False, initial=self._place()
        )
        self.order_fields([name for name in self.fields if name not in {"why", "base"}])

    def _siblings(self) -> tuple[Part, ...]:
        *above, name = self.inside
        owner = part_at(self.now, tuple(above)) if above else self.now
        return getattr(owner, name)

    def _place(self) -> int:
        codes = [one.code for one in self._siblings()]
        return codes.index(self.part.code) + 1 if self.part else len(codes) + 1

    def _fields_for(self, one: Any) -> list[tuple[str, forms.Field]]:
        how, name = one.metadata["how"], one.name
        initial = getattr(self.part, name) if self.part else None
        if how == PARTS or (self.part and (name == "code" or one.metadata.get("for_good"))):
            return []
        shared = {"label": LABELS.get(name, name), "help_text": HINTS.get(name, ""), "required": one.metadata["needed"]}
        if name == "code":
            hint = _("A short word for the program, such as fishing_boat. It never changes and is not shown.")
            return [(name, forms.CharField(label=_("Code"), max_length=40, validators=[A_CODE], help_text=hint))]
        if how == WORDS:
            return list(self._words(one, initial or {}, shared))
        return [(name, self._field(how, one, initial, shared))]

    def _words(self, one: Any, initial: dict[str, str], shared: dict[str, Any]) -> Any:
        long = one.metadata.get("long")
        for language, word in LANGUAGES.items():
            if language not in NEEDED_LANGUAGES and one.name != "words":
                continue  # hints and notes in other languages are kept as they are; the file can change them
            needed = shared["required"] and language in NEEDED_LANGUAGES
            label = _("%(what)s, %(language)s") % {"what": shared["label"], "language": word}
            facts = {"label": label, "required": needed, "initial": initial.get(language, "")}
            widget = forms.Textarea({"rows": 3}) if long else forms.TextInput
            most = LONGEST_TEXT if long else LONGEST_LINE
            yield f"{one.name}_{language}", forms.CharField(max_length=most, widget=widget, **facts)

    def _field(self, how: str, one: Any, initial: Any, shared: dict[str, Any]) -> forms.Field:
        shared["initial"] = initial if self.part else one.default
        if how in {CODE, CODES, ONE_OF}:
            return self._choice(how, one, shared)
        if how in {LINE, LONG}:
            widget, most = (forms.Textarea({"rows": 3}), LONGEST_TEXT) if how == LONG else (None, LONGEST_LINE)
            return forms.CharField(max_length=most, widget=widget, **shared)
        if how == DAY:
            return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **shared)
        if how == NUMBER:
            return forms.IntegerField(min_value=0, max_value=one.metadata["most"], **shared)
        assert how == FLAG
        return forms.BooleanField(**shared)

    def _choice(self, how: str, one: Any, shared: dict[str, Any]) -> forms.Field:
        if how == CODES:
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=self._codes("kind", needed=True), widget=widget, **shared)
        choices = one.metadata.get("options", ())
        return forms.ChoiceField(
            choices=choices.choices if choices else self._codes(one.name, needed=shared["required"]), **shared
        )

    def _codes(self, name: str, *, needed: bool) -> list[tuple[str, str]]:
        kinds = self.now.list_of(CASE_KINDS)
        parts = {
            "kind": kinds.entries if kinds else (),
            "list": self.now.lists,
            "after": self._siblings() if name == "after" else (),
        }[name]
        none = [] if needed else [("", "–")]
        return none + [(one.code, str(one)) for one in parts if self.part is None or one.code != self.part.code]

    def clean_code(self) -> str:
        """Refuse a code that stands there already: the new part would take its place."""
        code = self.cleaned_data["code"]
        if any(one.code == code for one in self._siblings()):
            raise forms.ValidationError(_("There is one with this code already."))
        return code

    def made(self) -> tuple[Part, int | None]:
        """The part as it was typed, and its place from 0. Without errors only."""
        facts = self.cleaned_data
        values: dict[str, Any] = {}
        for one in fields_kept(self.kind):
            if one.metadata["how"] == WORDS:
                was = getattr(self.part, one.name) if self.part else {}
                typed = {code: facts[f"{one.name}_{code}"] for code in LANGUAGES if f"{one.name}_{code}" in facts}
                values[one.name] = {code: said for code, said in (was | typed).items() if said}
            elif one.name in facts and one.metadata["how"] != PARTS:
                values[one.name] = _as_kept(one, facts[one.name])
        place = facts["place"] - 1 if facts.get("place") else None
        return (replace(self.part, **values) if self.part else self.kind(**values)), place


def _as_kept(one: Any, given: Any) -> Any:
    if one.metadata["how"] == CODES:
        return tuple(given)
    return one.default if one.metadata["how"] == ONE_OF and not given else given
