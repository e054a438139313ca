"""What visitors may type, one form a page. Forms tidy the words and hand over plain values; they keep nothing.

Whatever arrives (control characters, broken encodings, a megabyte) becomes plain text first, cut to what the field can
hold, so that the page that says what is wrong can show what was typed.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.engines.signs import questions

LONGEST_TEXT = 20_000  # characters of a message or a story: some ten printed pages
LONGEST_LINE = 300
MOST_UNREADABLE = 0.2  # share of characters that are no text: more, and it was a file, not a message

_NEW_LINE = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_REPLACEMENT = "\ufffd"  # stands where bytes were not UTF-8


def tidy(typed: str) -> str:
    """Return `typed` as plain text: one sort of line end; control characters, lone surrogates and the like marked �."""
    return "".join(char if _is_text(char) else _REPLACEMENT for char in _NEW_LINE.sub("\n", typed))


def _is_text(char: str) -> bool:
    return char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"}


class TidyForm(forms.Form):
    """A form whose data is tidied and cut before it is looked at, and which therefore can always be shown again."""

    use_required_attribute = False  # the browser's own bubbles speak the browser's language, not the page's

    def __init__(self, data: Mapping[str, str] | None = None, **options: Any) -> None:
        self.typed = data or {}
        super().__init__(None if data is None else self.kept(data), **options)

    @classmethod
    def kept(cls, data: Mapping[str, str]) -> dict[str, str]:
        """Return what can be kept of the fields of this form."""
        return {name: tidy(data.get(name, "")[: cls._longest(name)]) for name in cls.base_fields}

    @classmethod
    def _longest(cls, name: str) -> int:
        return getattr(cls.base_fields[name], "max_length", None) or LONGEST_LINE

    def clean(self) -> None:
        """Say which answers were longer than can be sent."""
        for name in self.fields:
            longest = self._longest(name)
            if len(self.typed.get(name, "")) > longest:
                too_long = _("This is longer than we can take. We kept the first %(longest)s letters.")
                self.add_error(name, too_long % {"longest": longest})


class Story(forms.CharField):
    """A text of some length that must be words, not a file."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 8, empty: Any, **options: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, error_messages={"required": empty}, **options)
        self.widget.attrs["rows"] = rows
        self.widget.attrs.pop("maxlength", None)  # a browser that cuts a paste says nothing; we do

    def validate(self, value: str) -> None:
        """Refuse what holds hardly any words."""
        super().validate(value)
        if value.count(_REPLACEMENT) > len(value) * MOST_UNREADABLE:
            raise forms.ValidationError(
                _("We could not read this as words. Please copy the words of the message, not a file.")
            )


def _line(label: Any, hint: Any = "", **attributes: str) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off", **attributes})
    field = forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST_LINE, widget=widget)
    field.widget.attrs.pop("maxlength", None)
    return field


def _one_of(label: Any, choices: list[tuple[str, Any]], hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Please choose one of these.")},
    )


class CheckForm(TidyForm):
    """A message or an offer to look at."""

    text = Story(
        label=_("The message or job offer"),
        help_text=_("Copy all of it: the words, the names, the numbers and the links."),
        empty=_("Please paste the message here first."),
    )


ANSWER_WORDS = {"yes": _("Yes"), "no": _("No"), "unknown": _("I do not know")}  # to the seven questions


def answers_in(data: Mapping[str, str]) -> dict[str, str]:
    """Answers to the seven questions, by question id, in the questions' order; what is no answer is left out."""
    given = {one.id: data.get(one.id, "") for one in questions()}
    return {name: answer for name, answer in given.items() if answer in ANSWER_WORDS}


class AgencyForm(TidyForm):
    """The name of an agency to look for."""

    name = _line(_("Name of the agency or company"), _("As it stands in the offer. Small slips do not matter."))


class PlaceForm(TidyForm):
    """Which province or island."""

    place = forms.ChoiceField(label=_("Province or island"), required=False)

    def __init__(self, *data: Any, places: list[str], **options: Any) -> None:
        super().__init__(*data, **options)
        self.fields["place"].choices = [("", _("Everywhere")), *((place, place) for place in places)]


class DangerForm(TidyForm):
    """Step 1."""

    danger = _one_of(
        _("Are you, or is someone else, in danger right now?"),
        [("yes", _("Yes")), ("no", _("No")), ("unsure", _("I am not sure"))],
        _("You can go on without an answer."),
    )


class YouForm(TidyForm):
    """Step 2: optional, all of it; asked early, so that the next pages can speak to whoever writes."""

    about = _one_of(
        _("Who is this report about?"),
        [("myself", _("Me")), ("someone", _("Someone I know")), ("seen", _("I just saw it"))],
    )
    under_18 = _one_of(
        _("Is the person in trouble under 18?"),
        [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))],
    )


class StoryForm(TidyForm):
    """Step 3: the one thing that must be said."""

    text = Story(
        label=_("What happened?"),
        help_text=_(
            "Write it in your own words, in any language. What was promised? Who wrote or spoke to whom? "
            "Was money or a passport asked for? You can paste messages. Your name, your school or your street "
            "would tell us who you are: leave them out if you want to stay unknown."
        ),
        empty=_("Please write a few words about what happened. Without them nobody can help."),
    )

    def speak_to_whom_it_happened(self) -> None:
        """Ask less: one sentence is enough."""
        self.fields["text"].label = _("What do you want to tell us?")
        self.fields["text"].help_text = _("One sentence is enough. Use your own words, in any language.")


PLATFORMS = [
    ("facebook", "Facebook"),
    ("messenger", "Messenger"),
    ("whatsapp", "WhatsApp"),
    ("telegram", "Telegram"),
    ("instagram", "Instagram"),
    ("tiktok", "TikTok"),
    ("viber", "Viber"),
    ("zalo", "Zalo"),
    ("phone", _("A phone call or text message")),
    ("website", _("A website")),
    ("in_person", _("Face to face")),
    ("other", _("Somewhere else")),
]


class SeenForm(TidyForm):
    """Step 4: who was it, and where was it seen."""

    platform = forms.ChoiceField(
        label=_("Where did you see it, or meet the person?"),
        choices=[("", _("Not said")), *PLATFORMS],
        required=False,
        error_messages={"invalid_choice": _("Please choose one of these.")},
    )
    link = _line(_("Link or address of the page"), inputmode="url")
    phone = _line(_("Phone number they used"), inputmode="tel")
    name = _line(_("Name they used"), _("A person, a company or an account. It may be false."))


class WhenForm(TidyForm):
    """Step 5."""

    when = _line(_("When was it?"), _("As well as you remember, like “last week” or “March”."))
    place = _line(_("Where was it?"), _("Country, island, town or village. Only what you want to say."))


class ReachForm(TidyForm):
    """Step 6: how the agency may answer. Whoever says nothing is answered under the six words only."""

    reach = _one_of(
        _("How may we answer you?"),
        [
            ("code", _("Only here, with my six words")),
            ("helper", _("Through someone I trust")),
            ("no", _("Not at all")),
        ],
    )
    helper = _line(
        _("Who is it, and how do we reach them?"),
        _("Only if you chose someone you trust. Ask them first. We do not tell them what you wrote."),
    )

    def clean(self) -> None:
        """Whoever is to be answered through someone must hear that without a name there is nobody to go through."""
        super().clean()
        if self.cleaned_data.get("reach") == "helper" and not self.cleaned_data.get("helper"):
            self.add_error("helper", _("Please say who it is. If not, choose “Only here, with my six words”."))


NEEDS = [
    ("danger", _("Someone is in danger now")),
    ("trafficking", _("Someone is held, sold or made to work")),
    ("work", _("A job or travel offer")),
    ("online", _("Pictures, threats or lies online")),
    ("home", _("Violence at home")),
    ("child", _("A child needs help")),
]


class HelpForm(TidyForm):
    """What help is looked for: all of it may be left open."""

    need = _one_of(_("What is it about?"), NEEDS)
    under_18 = _one_of(_("Is the person under 18?"), [("yes", _("Yes")), ("no", _("No"))])
    sex = _one_of(
        _("Is the person a woman or a man?"),
        [("woman", _("A woman or girl")), ("man", _("A man or boy")), ("other", _("Other, or rather not say"))],
    )


class CodeForm(TidyForm):
    """The six words."""

    code = forms.CharField(
        label=_("Your six words"),
        help_text=_("Put a space between the words. Big or small letters do not matter."),
        error_messages={"required": _("Please type your six words.")},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "translate": "no"}
        ),
    )


class AnswerForm(TidyForm):
    """The reporter's further words."""

    answer = Story(label=_("Write to us"), rows=5, empty=_("Please write your message first."))
