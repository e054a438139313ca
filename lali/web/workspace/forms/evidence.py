"""Statements and passages."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.queries import PersonShown
from lali.records.evidence.actions import Said
from lali.records.evidence.queries import Source
from lali.web.workspace.forms.fields import LONG_TEXT, MomentField, VersionedForm, area

NOBODY_OF_THE_CASE = ""
SHOWN = 60


class StatementForm(forms.Form):
    """What somebody said, as it was taken down."""

    person = forms.ChoiceField(label=_("Of whom"), required=False)
    of_whom = forms.CharField(
        label=_("Or, if not a person of the case"),
        help_text=_("For example: unknown; a clerk of the shipping office. No name of a possible victim."),
        required=False,
        max_length=160,
    )
    taken_at = MomentField(label=_("When it was taken"), help_text=_("Your local time."), required=False)
    taken_by = forms.CharField(label=_("Who took it"), required=False, max_length=120)
    taken_where = forms.CharField(label=_("Where"), required=False, max_length=200)
    language = forms.CharField(label=_("Language spoken"), required=False, max_length=60)
    interpreter = forms.CharField(label=_("Interpreter"), required=False, max_length=120)
    words = forms.CharField(label=_("Words"), help_text=_("In their own words."), widget=area(14), max_length=LONG_TEXT)
    paper = forms.ChoiceField(
        label=_("Signed paper"), help_text=_("The exhibit that is the signed original."), required=False
    )

    def __init__(self, *args: object, persons: list[PersonShown], exhibits: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        nobody = [(NOBODY_OF_THE_CASE, _("Nobody of the case"))]
        self.fields["person"].choices = nobody + [(str(one.id), one.name) for one in persons]
        papers = [(str(one.number), f"{one.ref} {one.called}"[:SHOWN]) for one in exhibits]
        self.fields["paper"].choices = [("", _("None")), *papers]

    def clean_taken_at(self) -> object:
        """Nothing was said in the future."""
        at = self.cleaned_data["taken_at"]
        if at and at > timezone.now():
            raise forms.ValidationError(_("This time is still to come."))
        return at

    def clean(self) -> dict[str, object]:
        """Ask for one of the two ways to say of whom it is, and not for both: one of them would be lost."""
        said = super().clean()
        chosen, in_words = said.get("person"), said.get("of_whom", "").strip()
        if not chosen and not in_words:
            self.add_error("of_whom", _("Choose a person, or say in words of whom it is."))
        if chosen and in_words:
            self.add_error(
                "of_whom", _("This says twice of whom it is. Keep the person above, or these words: not both.")
            )
        return said

    def said(self) -> Said:
        """What was typed, as plain values."""
        typed = {name: self.cleaned_data[name] for name in _AS_TYPED}
        person, paper = self.cleaned_data["person"], self.cleaned_data["paper"]
        of_whom = {"person_id": int(person)} if person else {"of_whom": self.cleaned_data["of_whom"]}
        return Said(**typed, **of_whom, paper=int(paper) if paper else None)


_AS_TYPED = ("words", "taken_at", "taken_by", "taken_where", "language", "interpreter")


class CorrectionForm(StatementForm, VersionedForm):
    """A correction: a new version, with the reason."""

    why = forms.CharField(
        label=_("Why it is corrected"), help_text=_("The old version stays readable."), max_length=300
    )


class PassageForm(forms.Form):
    """Cite a piece of a source."""

    source = forms.ChoiceField(label=_("From"))
    locator = forms.CharField(
        label=_("Where in it"),
        help_text=_("For example: page 3; message 214; 00:12:05."),
        required=False,
        max_length=120,
    )
    quote = forms.CharField(
        label=_("Words cited"),
        help_text=_("Exactly as they stand there."),
        widget=area(3),
        required=False,
        max_length=8000,
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=400)

    def __init__(self, *args: object, sources: list[Source], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(one.ref, f"{one.ref} {one.words}"[:SHOWN].strip()) for one in sources]
