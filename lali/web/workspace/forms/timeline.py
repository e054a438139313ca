"""Events of the matter, and what of a timeline to show."""

from collections.abc import Iterable
from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lali.engines.places import all_places, in_words
from lali.records.cases.queries import PersonShown
from lali.records.chronology.queries import Choice
from lali.records.chronology.vocabulary import EventKind, Means, Precision
from lali.records.chronology.when import NoSuchZone, When, about, between, day, exact, month, zone_of
from lali.web.components.forms import Suggesting
from lali.web.workspace.forms.fields import DayField, area

ZONES = (  # those met most; any other may be typed
    *("Pacific/Fiji", "Pacific/Efate", "Pacific/Auckland", "Australia/Sydney", "Asia/Bangkok", "Asia/Ho_Chi_Minh"),
    *("Asia/Phnom_Penh", "Asia/Yangon", "Asia/Manila", "Asia/Kuala_Lumpur", "Asia/Singapore", "Asia/Shanghai"),
    *("Asia/Hong_Kong", "Asia/Dubai", "Pacific/Noumea", "Pacific/Guadalcanal", "Pacific/Port_Moresby", "UTC"),
)
MADE = {Precision.DAY: day, Precision.MONTH: month, Precision.ABOUT: about}


def places_near(country: str) -> list[tuple[str, str]]:
    """Places to suggest: those of the country in detail, and every other country, in the reader's language."""
    language = get_language() or "en"
    near = [one for one in all_places() if one.kind == "country" or one.code.startswith(country)]
    return [(in_words(one.code, language), one.code) for one in near]


def _is_before(last: date | None, first: date | None) -> bool:
    return bool(last and first and last < first)


class EventForm(forms.Form):
    """An event of the matter, as exactly as it is known."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    text = forms.CharField(label=_("What happened"), widget=area(), max_length=1_000)
    precision = forms.ChoiceField(label=_("How exactly is the time known?"), choices=Precision.choices, initial="day")
    on = DayField(label=_("Day"), help_text=_("For a month, any day of it; for “between”, the first day."))
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput({"type": "time"}), help_text=_("Only to the minute.")
    )
    last = DayField(label=_("Last day"), required=False, help_text=_("Only for “between two days”."))
    zone = forms.CharField(label=_("Time zone in which it was given"), max_length=40, widget=Suggesting)
    place = forms.CharField(
        label=_("Place"),
        help_text=_("As it was told. A place we know gets its code beside your words."),
        required=False,
        max_length=200,
        widget=Suggesting(list_id="places"),
    )
    gone_from = forms.CharField(
        label=_("Moved from"), required=False, max_length=200, widget=Suggesting(list_id="places")
    )
    gone_to = forms.CharField(label=_("Moved to"), required=False, max_length=200, widget=Suggesting(list_id="places"))
    means = forms.ChoiceField(label=_("By what means"), choices=[("", "–"), *Means.choices], required=False)
    persons = forms.TypedMultipleChoiceField(
        label=_("Persons involved"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    cited = forms.CharField(
        label=_("Sources in this case"),
        help_text=_("One on a line: E-003, page 2. Exhibits E, statements S, passages P, tips T."),
        widget=area(),
        required=False,
        max_length=4_000,
    )
    source = forms.CharField(
        label=_("How else we know"), help_text=_("What is no record of the case."), required=False, max_length=200
    )

    def __init__(self, *args: object, persons: Iterable[PersonShown], country: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = [(one.id, one.name) for one in persons]
        self.fields["zone"].initial = timezone.get_current_timezone_name()
        self.fields["zone"].widget.suggestions = [(zone, "") for zone in ZONES]
        self.fields["place"].widget.suggestions = places_near(country)
        if not self.fields["persons"].choices:
            del self.fields["persons"]

    def clean_zone(self) -> str:
        """A zone that exists."""
        try:
            zone_of(self.cleaned_data["zone"])
        except NoSuchZone:
            raise forms.ValidationError(_("This is no time zone. Write it as Asia/Bangkok or UTC+07:00.")) from None
        return self.cleaned_data["zone"].strip()

    def clean(self) -> dict[str, object]:
        """Time and last day where the precision needs them."""
        known = super().clean()
        if known.get("precision") == Precision.MINUTE and not known.get("time"):
            self.add_error("time", _("To the minute needs a time. Or choose that only the day is known."))
        if known.get("precision") == Precision.BETWEEN and not known.get("last"):
            self.add_error("last", _("Between two days needs the last day too."))
        if known.get("precision") == Precision.BETWEEN and _is_before(known.get("last"), known.get("on")):
            self.add_error("last", _("The last day is before the first. Change one of them."))
        return known

    def when(self) -> When:
        """The moment, as exactly as it is known."""
        known, zone = self.cleaned_data, self.cleaned_data["zone"]
        if known["precision"] == Precision.MINUTE:
            return exact(datetime.combine(known["on"], known["time"], zone_of(zone)), zone)
        if known["precision"] == Precision.BETWEEN:
            return between(known["on"], known["last"], zone)
        return MADE[known["precision"]](known["on"], zone)

    def facts(self) -> dict[str, object]:
        """What a `Happening` takes, as plain values."""
        known = self.cleaned_data
        same = ("kind", "text", "place", "gone_from", "gone_to", "means", "source")
        return {name: known[name] for name in same} | {
            "when": self.when(),
            "persons": tuple(known.get("persons", ())),
            "cited": tuple(known["cited"].splitlines()),
        }


class ChangeEventForm(EventForm):
    """An event that stands, with the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class TimelineForm(forms.Form):
    """What of a timeline to show."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Everything")),
            ("matter", _("The matter only")),
            ("cited", _("With a source in the case")),
            ("uncited", _("Without a source in the case")),
            ("steps", _("Our own steps only")),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *EventKind.choices])
    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def __init__(self, *args: object, persons: Iterable[PersonShown], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("All")), *((one.id, one.name) for one in persons)]

    def choice(self) -> Choice:
        """What was chosen; what makes no sense is left out."""
        self.is_valid()
        return Choice(**{name: value for name, value in self.cleaned_data.items() if value})
