"""What is chosen before a material is made: message, place code, picture, help number. It stands in the address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.web.programme.printing import PICTURE_WORDS, Chosen


class MaterialsForm(forms.Form):
    """Asked and answered by GET: a page can be kept, and each file is made anew from its address."""

    of = forms.ChoiceField(label=_("Message"))
    code = forms.ChoiceField(
        label=_("Place code"),
        help_text=_("One for each school, village or shop shows where a poster was seen. No person is followed."),
        required=False,
    )
    picture = forms.ChoiceField(label=_("Picture"), choices=tuple(PICTURE_WORDS.items()), required=False)
    number = forms.CharField(
        label=_("Help number"),
        help_text=_("Ring it yourself before you print it. A poster hangs for years."),
        max_length=24,
        required=False,
    )
    whose = forms.CharField(label=_("Whose number"), max_length=60, required=False)

    def __init__(
        self, *args: Any, of: Sequence[tuple[str, str]], codes: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["of"].choices = of
        self.fields["code"].choices = [("", _("None: it leads to the home page")), *codes]

    def chosen(self) -> Chosen:
        """What was chosen beside the message; what was not asked for is as it is offered."""
        given = {name: self.cleaned_data[name] for name in ("code", "picture", "number", "whose")}
        return Chosen(**{name: value for name, value in given.items() if value})
