"""Extra fields that the configuration adds, as fields of a form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.kinds import kinds_offered
from lali.records.cases.queries import Extras
from lali.records.configuration.document import ExtraField, in_language
from lali.records.configuration.vocabulary import FieldType, YesNo
from lali.web.workspace.forms.fields import DayField, area

PREFIX = "extra_"
LONGEST = 2_000


def first_steps() -> forms.BooleanField:
    """Whether a new case begins with its template's first steps."""
    return forms.BooleanField(
        label=_("Begin with the first steps for this kind of case"),
        help_text=_("They become tasks with days by which they are due. You can change or drop each of them."),
        required=False,
    )


class AnsweringForm(forms.Form):
    """A form with the extra fields of one case at its end."""

    def __init__(self, *args: Any, extras: Extras, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_offered(besides=kind)
        ask_also(self, extras)

    def described(self) -> dict[str, Any]:
        """What was typed, the answers to extra fields together under `answers`."""
        return described(self.cleaned_data)


def ask_also(form: forms.Form, extras: Extras) -> None:
    """Put the extra fields at the end of a form, with the answers that there are."""
    form.initial |= {PREFIX + code: value for code, value in extras.answers.items()}
    for one in extras.asked:
        form.fields[PREFIX + one.code] = _field(one, extras)


def described(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, the answers to extra fields together under `answers`."""
    own = {name: value for name, value in cleaned.items() if not name.startswith(PREFIX)}
    answers = {name.removeprefix(PREFIX): value for name, value in cleaned.items() if name.startswith(PREFIX)}
    return own | {"answers": answers}


def _field(one: ExtraField, extras: Extras) -> forms.Field:
    shared = {"label": str(one), "help_text": in_language(one.hint), "required": one.required}
    match one.type:
        case FieldType.NUMBER:
            return forms.DecimalField(max_digits=15, decimal_places=2, **shared)
        case FieldType.DAY:
            return DayField(**shared)
        case FieldType.YES_NO:
            return forms.ChoiceField(choices=[("", _("not answered")), *YesNo.choices], **shared)
        case FieldType.CHOICE:
            return forms.ChoiceField(choices=[("", _("not answered")), *_choices(one, extras)], **shared)
        case FieldType.CHOICES:
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=_choices(one, extras), widget=widget, **shared)
    return forms.CharField(max_length=LONGEST, widget=area(2), **shared)


def _choices(one: ExtraField, extras: Extras) -> list[tuple[str, str]]:
    words = extras.configuration.list_of(one.list)
    had = extras.answers.get(one.code, [])
    today = timezone.localdate()
    entries = words.entries if words else ()
    return [(entry.code, str(entry)) for entry in entries if not entry.is_retired(today) or entry.code in had]
