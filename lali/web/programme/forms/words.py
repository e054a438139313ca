"""What is typed on the workbench, and what is wrong with it in words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.engines.wording import Fault, Unreadable, Why
from lali.records.wording import actions
from lali.records.wording.keeping import Line, stands_for
from lali.records.wording.vocabulary import MOST_SOUND, NAMES, Which

LONGEST = 4_000  # characters; the look at faults is stricter
MOST_FILE = 3_000_000  # bytes
_PER_ROW = 44  # characters of a line of the field, roughly

SAID = {
    Why.EMPTY: _("Something is missing here."),
    Why.FORMS: _("This language needs %(said)s forms here."),
    Why.LOST: _("%(said)s must stand in it: something is put in its place."),
    Why.INVENTED: _("%(said)s does not stand in the English. Leave it out."),
    Why.PERCENT: _("The percent sign is taken for something else here. Write it in words."),
    Why.MARKUP: _("Angle brackets and codes of signs stand only where the English has them, and just so: %(said)s"),
    Why.QUOTES: _("Take round quotation marks: “ ”."),
    Why.MARKS: _("The words in [ ] with (…) behind them tell a sign: keep as many, with what stands in ( )."),
    Why.CONTROL: _("It holds a sign that nobody sees. Type it again by hand."),
    Why.ADDRESS: _("The English has no such web address: %(said)s"),
    Why.LONG: _("It is far longer than the English. At most %(said)s characters."),
}
UNREADABLE = {
    "too_long": _("The file is larger than the whole site. At most 3 MB."),
    "not_utf8": _("The file is not in UTF-8. Save it so, and send it again."),
    "not_po": _("Line %(line)s is not of a PO file. Nothing was taken in."),
    "not_xliff": _("This is no XLIFF 2.0 or 2.1, or it was cut short. Nothing was taken in."),
    "doctype": _("The file brings a document type of its own. That is not read."),
    "too_deep": _("The file is built too deep or in too many pieces."),
}
ONLY = [("", _("All lines")), *Which.choices]


def sentence_of(fault: Fault) -> str:
    """What is wrong, for a person."""
    return str(SAID[fault.why]) % {"said": fault.said}


def sentence_of_file(why: Unreadable) -> str:
    """Why a file cannot be read, for a person."""
    return str(UNREADABLE[why.why]) % {"line": why.line}


class ShowForm(forms.Form):
    """Which lines of a page are shown, and whether French stands beside."""

    only = forms.ChoiceField(label=_("Lines"), choices=ONLY, required=False)
    words = forms.CharField(label=_("Words in them"), required=False, max_length=100)
    french = forms.BooleanField(label=_("French beside the English"), required=False)


class LineForm(forms.Form):
    """The words of one string; `seen` stands for those that the writer saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    met: actions.ChangedMeanwhile | None = None  # what somebody else saved for the line meanwhile

    def __init__(self, data: Any, line: Line, **kwargs: Any) -> None:
        self.line = line
        super().__init__(data, auto_id=f"k{line.key[:10]}-%s", initial={"seen": line.mark}, **kwargs)
        for form, (english, text) in enumerate(line.forms):
            self.fields[f"form_{form}"] = forms.CharField(
                label=_label(line, form),
                initial=text,
                error_messages={"required": SAID[Why.EMPTY]},
                max_length=LONGEST,
                strip=False,
                widget=forms.Textarea(
                    attrs={
                        "rows": min(8, 1 + max(len(english), len(text)) // _PER_ROW),
                        "lang": line.language,
                        "spellcheck": "false",
                    }
                ),
            )

    def differs(self) -> bool:
        """Whether other words stand in the fields than those that the writer saw there."""
        typed = [self.data.get(self.add_prefix(name), "") for name in self.fields if name.startswith("form_")]
        typed = [text.replace("\r\n", "\n") for text in typed]
        seen = self.data.get(self.add_prefix("seen"), "")
        return not stands_for(seen, typed)

    def texts(self) -> list[str]:
        """What was typed, form by form."""
        return [self.cleaned_data[name] for name in self.fields if name.startswith("form_")]

    def name_faults(self, faults: Sequence[Fault]) -> None:
        """Say what is wrong above the field; what was typed stays."""
        for fault in faults:
            self.add_error("form_0" if len(self.fields) == 2 else None, sentence_of(fault))  # noqa: PLR2004 - and `seen`


def prefix_of(line: Line) -> str:
    """What a line's fields begin with, where many lines stand in one form."""
    return f"k{line.key[:10]}"


def _label(line: Line, form: int) -> str:
    name = NAMES[line.language]
    if len(line.forms) == 1:
        return name
    which = _("for one") if form == 0 else _("for many")
    return f"{name}: {which}"


class SendBackForm(forms.Form):
    """Why words should be other ones. `seen` stands for those that were read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    why = forms.CharField(
        label=_("What should be changed?"),
        help_text=_("Who wrote it reads this. Name nobody of a case."),
        max_length=actions.MOST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SignOffForm(forms.Form):
    """That somebody read every line of a page. `seen`: key and mark of each, as they were shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40_000)
    speaks = forms.BooleanField(label=_("I speak this language and have read every line."))

    def clean_seen(self) -> dict[str, str]:
        """Take the pairs apart."""
        pairs = (one.partition(":") for one in self.cleaned_data["seen"].split())
        return {key: mark for key, _colon, mark in pairs}


class FileForm(forms.Form):
    """A file of translations."""

    file = forms.FileField(
        label=pgettext_lazy("of translations", "File"),
        help_text=_("PO, or XLIFF 2.0 or 2.1, at most 3 MB. You see what would change before anything does."),
        max_length=200,
    )

    def __init__(self, *args: Any, sent: int = 0) -> None:
        super().__init__(*args)
        if sent > MOST_FILE:  # the server did not keep what is far too large
            self.fields["file"].error_messages["required"] = UNREADABLE["too_long"]

    def clean_file(self) -> bytes:
        """The bytes; what is too large is not even read."""
        given = self.cleaned_data["file"]
        if given.size > MOST_FILE:
            raise forms.ValidationError(UNREADABLE["too_long"])
        return given.read()


class _Changes(forms.JSONField):
    """JSON that is not nested too deep and holds no number too long to be read."""

    def to_python(self, value: Any) -> Any:
        """Read it; whatever cannot be read is said to be wrong."""
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise forms.ValidationError(_("Please send the file again.")) from None


class TakeInForm(forms.Form):
    """The changes that somebody saw, as they were shown: key -> [mark of what stood, words].

    Of `conflicts`, those alone are taken in whose key was chosen.
    """

    changes = _Changes(widget=forms.HiddenInput, required=False)
    conflicts = _Changes(widget=forms.HiddenInput, required=False)

    def clean_changes(self) -> dict[str, tuple[str, list[str]]]:
        """Look that it is what we gave."""
        return _changes_of(self.cleaned_data["changes"])

    def clean_conflicts(self) -> dict[str, tuple[str, list[str]]]:
        """Look that it is what we gave, and keep what was chosen."""
        chosen = set(self.data.getlist("take"))
        given = _changes_of(self.cleaned_data["conflicts"] or {})
        return {key: change for key, change in given.items() if key in chosen}


def _changes_of(given: object) -> dict[str, tuple[str, list[str]]]:
    if not isinstance(given, dict) or not all(map(_is_change, given.values())):
        raise forms.ValidationError(_("Please send the file again."))
    return {key: (mark, texts) for key, (mark, texts) in given.items()}


def _is_change(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - a mark and words
        return False
    mark, texts = value
    return isinstance(mark, str) and isinstance(texts, list) and all(isinstance(text, str) for text in texts)


class SoundForm(forms.Form):
    """A page read aloud."""

    sound = forms.FileField(
        label=_("Recording"),
        help_text=_(
            "MP3, Ogg or M4A, at most 1 MB: two minutes or so. Read the page as it stands, in a quiet place. What the"
            " file says of you, your phone, the place and the day is taken off. Your voice stays."
        ),
        max_length=200,
    )

    def __init__(self, *args: Any, sent: int = 0) -> None:
        super().__init__(*args)
        if sent > 2 * MOST_SOUND:  # the server did not keep what is far too large
            self.fields["sound"].error_messages["required"] = actions.SoundTooLong.sentence

    def clean_sound(self) -> bytes:
        """The bytes; the action looks what they are."""
        given = self.cleaned_data["sound"]
        if given.size > 2 * MOST_SOUND:  # pictures in its tags are taken off
            raise forms.ValidationError(actions.SoundTooLong.sentence)
        return given.read()
