"""What is chosen before a material is made: message, place code, picture, help number. It stands in the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from lali.web.programme.printing import PICTURE_WORDS, Chosen


def language_name(code: str) -> str:
    """A language in the reader's language."""
    return str(get_language_info(code)["name_translated"])


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
        self,
        *args: Any,
        of: Sequence[tuple[str, str]],
        codes: Sequence[tuple[str, str]],
        languages: Mapping[str, str],
        places: Mapping[str, str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.languages = languages  # of each code
        self.places = places  # of each code, in the officer's words
        self.fields["of"].choices = of
        self.fields["code"].choices = [("", _("None: it leads to the home page")), *codes]

    def clean(self) -> dict[str, Any]:
        """A code opens its page in its own language: one of another language is refused, and its words are said."""
        typed = super().clean() or self.cleaned_data
        code, language = typed.get("code", ""), typed.get("of", "").partition("-")[0]
        if code and language and self.languages[code] != language:
            said = _(
                "This code opens its page in %(code)s; the message is in %(language)s. Choose a code in its language."
            )
            names = {"code": language_name(self.languages[code]), "language": language_name(language)}
            self.add_error("code", said % names)
        return typed

    def chosen(self) -> Chosen:
        """What was chosen beside the message; what was not asked for is as it is offered."""
        given = {name: self.cleaned_data[name] for name in ("code", "picture", "number", "whose")}
        given["place"] = self.places.get(given["code"], "")
        return Chosen(**{name: value for name, value in given.items() if value})
