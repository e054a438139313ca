"""Reading an export as a conversation, answering what it asks, choosing messages, citing and noting them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lali.engines.chats.zones import is_zone
from lali.engines.signs import words
from lali.records.conversations.queries import Asked, Overview, Question
from lali.records.conversations.vocabulary import REFUSALS, DateOrder, MessageKind
from lali.records.entities.vocabulary import Confidence, IdentifierKind, PersonRole
from lali.web.components.forms import Suggesting
from lali.web.workspace.forms.fields import LONG_TEXT, DayField, area
from lali.web.workspace.forms.timeline import ZONES

SHOWN = 60
PAIR = 2
LARGEST = 2**53  # numbers of messages are smaller


class ReadingForm(forms.Form):
    """With which choices an export is read. All may be left open."""

    zone = forms.CharField(
        label=_("Time zone of the phone"),
        help_text=_("Only if it is known. Without it, times are shown as they are written."),
        required=False,
        max_length=60,
        widget=Suggesting,
    )
    date_order = forms.ChoiceField(
        label=_("Order of dates"),
        help_text=_("Leave it open: the file mostly shows it, and else you are asked."),
        choices=[("", _("As the file shows it")), *DateOrder.choices],
        required=False,
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("How this is known. It is printed in the brief. Needed if you state one of the two."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].widget.suggestions = [(zone, "") for zone in ZONES]

    def clean_zone(self) -> str:
        """A slip of the pen is said here: read, it would stand in the case as an exhibit that could not be read."""
        zone = self.cleaned_data["zone"]
        if zone and not is_zone(zone):
            raise forms.ValidationError(REFUSALS["timezone"])
        return zone


class AnswerForm(forms.Form):
    """What only a person can say: one candidate, or which column is what."""

    def __init__(self, *args: object, question: Question, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._what = question.what
        if question.what == "columns":
            columns = [("", "–"), *((one.code, f"{one.code}. {one.name}"[:SHOWN]) for one in question.candidates)]
            for name, label in (("sender", _("Who wrote")), ("time", _("When")), ("text", _("Words"))):
                self.fields[name] = forms.ChoiceField(label=label, choices=columns)
        else:
            choices = [(one.code, one.name) for one in question.candidates]
            self.fields["answer"] = forms.ChoiceField(label=_("Answer"), choices=choices, widget=forms.RadioSelect)
        self.fields["why"] = forms.CharField(
            label=_("Why"),
            help_text=_("How this is known. It is printed in the brief."),
            required=question.what == "date_order",
            max_length=300,
        )

    def answer(self) -> dict[str, object]:
        """What was said, as `answer_reading` takes it."""
        said = self.cleaned_data
        match self._what:
            case "date_order":
                return {"date_order": said["answer"], "why": said["why"]}
            case "columns":
                return {"columns": {name: said[name] for name in ("sender", "time", "text")}, "why": said["why"]}
            case _:
                return {"member": said["answer"], "why": said["why"]}


class MessageFilterForm(forms.Form):
    """Which messages to show."""

    person = forms.TypedChoiceField(label=_("Who wrote"), coerce=int, empty_value=None, required=False)
    of = forms.TypedChoiceField(label=_("Person of the case"), coerce=int, empty_value=None, required=False)
    thread = forms.TypedChoiceField(label=_("Conversation"), coerce=int, empty_value=None, required=False)
    sign = forms.ChoiceField(label=_("Sign"), required=False)
    identifier = forms.TypedChoiceField(label=_("Identifier"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *MessageKind.choices], required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
    words = forms.CharField(label=_("Words"), required=False, max_length=100)

    def __init__(
        self,
        *args: object,
        overview: Overview,
        persons: Sequence[tuple[int, str, tuple[int, ...]]] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._written_as = {number: keys for number, _name, keys in persons}
        if persons:
            called = ((number, name[:SHOWN]) for number, name, _keys in persons)
            self.fields["of"].choices = [("", _("Anybody")), *called]
        else:
            del self.fields["of"]
        language = get_language() or "en"
        everybody = [("", _("Everybody"))]
        counted = ((one.pk, f"{one.name[:SHOWN]} ({one.messages})") for one in overview.participants)
        self.fields["person"].choices = [*everybody, *counted]
        if overview.threads:
            threads = ((one.pk, f"{one.name[:SHOWN]} ({one.messages})") for one in overview.threads)
            self.fields["thread"].choices = [("", _("All")), *threads]
        else:
            del self.fields["thread"]
        signs = ((sign, f"{words(sign, language).label} ({count})") for sign, count in overview.signs)
        self.fields["sign"].choices = [("", _("Any or none")), *signs]
        kinds = dict(IdentifierKind.choices)
        known = ((one.pk, f"{kinds.get(one.kind, one.kind)} {one.value[:SHOWN]} ({one.messages})")
                 for one in overview.identifiers)  # fmt: skip
        self.fields["identifier"].choices = [("", _("Any or none")), *known]

    def asked(self, *, place: dict[str, object]) -> Asked:
        """What was chosen and understood; the rest is left out."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        written_as = self._written_as.get(chosen.pop("of", None), ())
        return Asked(**chosen, written_as=written_as, **place)


class GoToForm(forms.Form):
    """Going to a day, or to a message."""

    on = DayField(label=_("Day"), required=False)
    at = forms.IntegerField(label=_("Message number"), required=False, min_value=1, max_value=LARGEST)


def place_in(asked: dict[str, str]) -> dict[str, int | date]:
    """Where the address says that a page begins; nothing of what is no number and no day."""
    form = GoToForm({"on": asked.get("on", ""), "at": asked.get("at", "")})
    form.is_valid()
    place = {name: value for name, value in form.cleaned_data.items() if value}
    for name in ("after", "before"):
        said = asked.get(name, "")
        if said.isascii() and said.isdecimal() and int(said[:17]) <= LARGEST:
            place[name] = int(said[:17])
    return place


class BesideForm(forms.Form):
    """Which conversations to lay side by side, and from which difference on; without a right one, all others."""

    left = forms.TypedChoiceField(label=_("Left"), coerce=int)
    right = forms.TypedChoiceField(label=_("Right"), coerce=int, empty_value=None, required=False)
    first = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args: object, conversations: Iterable[object], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (one.number, f"{one.ref} {one.exhibit.title or one.exhibit.file_name}"[:SHOWN]) for one in conversations
        ]
        self.fields["left"].choices = choices
        self.fields["right"].choices = choices if len(choices) <= PAIR else [("", _("All others")), *choices]
        self.fields["right"].initial = choices[1][0] if len(choices) == PAIR else ""


class CiteForm(forms.Form):
    """Citing a message, or following ones."""

    first = forms.IntegerField(label=_("From message"), min_value=0, max_value=LARGEST)
    last = forms.IntegerField(label=_("To message"), min_value=0, max_value=LARGEST)
    note = forms.CharField(label=_("Note"), required=False, max_length=400)


class MessageNoteForm(forms.Form):
    """A translation or a remark beside a message."""

    words = forms.CharField(label=_("Translation or remark"), widget=area(4), max_length=LONG_TEXT)
    language = forms.CharField(
        label=_("Language of the translation"), help_text=_("Leave it empty for a remark."), required=False,
        max_length=60,
    )  # fmt: skip


class IdentifyForm(forms.Form):
    """Who a participant is said to be."""

    person_id = forms.TypedChoiceField(
        label=_("Person of the case"), coerce=int, empty_value=None, required=False,
        help_text=_("Or leave it open, and add a new person below."),
    )  # fmt: skip
    new_role = forms.ChoiceField(
        label=_("Or a new person: role"), choices=[("", "–"), *PersonRole.choices], required=False
    )
    new_name = forms.CharField(
        label=_("Name of the new person, if known"),
        help_text=_("Sealed at once. For a possible victim only a code name is shown."),
        required=False,
        max_length=160,
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"), choices=Confidence.choices, initial=Confidence.MODERATE, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("How it is known"),
        help_text=_("Such as: the number stands on his contract; she said so in S-002."),
        max_length=300,
    )

    def __init__(self, *args: object, persons: Iterable[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = [("", "–"), *persons]


class TakeBackForm(forms.Form):
    """Why a reading does not count any more, and where what rests on it goes."""

    why = forms.CharField(
        label=_("What was wrong"),
        help_text=_("Such as: the phone writes the month first. It stands with the reading for good."),
        max_length=300,
    )
    carry_to = forms.TypedChoiceField(
        label=_("Carry citations, notes and who is who to"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: object, others: Iterable[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if others := list(others):
            self.fields["carry_to"].choices = [("", _("Nowhere")), *others]
            self.fields["carry_to"].initial = others[0][0]
        else:
            del self.fields["carry_to"]
