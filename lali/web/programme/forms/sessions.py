"""Who came to a session, and sheets of the paper test typed line by line."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lali.engines.lessons import PAIR, form
from lali.records.awareness.actions import Held, Typed
from lali.records.awareness.vocabulary import AgeBand, Form, Gender, Setting
from lali.web.components.fields import DayField
from lali.web.programme.forms.campaigns import known_place

MOST_IN_A_CELL = 5_000
ROWS = 10  # lines of the grid: what a lost connection can take is not more
ITEMS = len(form(PAIR[0]))
LARGEST_NUMBER = 99_999
_BLANKS = str.maketrans(dict.fromkeys("._?xX–—", "-"))
_ANSWERS = re.compile(rf"[01-]{{{ITEMS}}}")
_BETWEEN = re.compile(r"[\s,;/]+")


class SessionForm(forms.Form):
    """A session and who came to it: one field for each sex and age band."""

    held_on = DayField(label=_("Day"))
    setting = forms.ChoiceField(label=_("Where it was held"), choices=Setting.choices)
    place = forms.CharField(
        label=_("Place"), help_text=_("The village, school or church; no person’s name."), max_length=160
    )
    form = forms.ChoiceField(
        label=_("Paper test"),
        help_text=_("Which side was answered before the talk. Take turns, so that no form seems easier."),
        choices=Form.choices,
    )

    def __init__(self, *args: Any, came: Mapping[tuple[str, str], int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for gender, band in _cells():
            self.fields[f"{gender}.{band}"] = forms.IntegerField(
                label=f"{gender.label}, {band.label}",
                required=False,
                min_value=0,
                max_value=MOST_IN_A_CELL,
                initial=(came or {}).get((gender, band)),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def told(self) -> Iterator[forms.BoundField]:
        """The fields above the grid."""
        return (self[name] for name in ("held_on", "setting", "place", "form"))

    def grid(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The grid's lines: an age band, and a field for each sex."""
        return [(band.label, [self[f"{gender}.{band}"] for gender in Gender]) for band in AgeBand]

    def genders(self) -> list[str | Promise]:
        """The grid's headings."""
        return [gender.label for gender in Gender]

    def grid_errors(self) -> list[str]:
        """What is wrong in the grid, each with its place."""
        names = [f"{gender}.{band}" for gender, band in _cells()]
        return [
            gettext("%(name)s: %(value)s") % {"name": self.fields[name].label, "value": why}
            for name in names
            for why in self.errors.get(name, ())
        ]

    def held(self) -> Held:
        """Where and when people met."""
        data = self.cleaned_data
        return Held(held_on=data["held_on"], setting=data["setting"], form=data["form"], **known_place(data["place"]))

    def came(self) -> dict[tuple[str, str], int]:
        """How many came, by sex and age band."""
        return {(gender.value, band.value): self.cleaned_data[f"{gender}.{band}"] or 0 for gender, band in _cells()}


def _cells() -> Iterator[tuple[Gender, AgeBand]]:
    return ((gender, band) for band in AgeBand for gender in Gender)


@dataclass(slots=True)
class Row:
    """One line of the grid, as it was typed, with what is wrong in it."""

    place: int
    number: str = ""
    before: str = ""
    after: str = ""
    errors: list[str] = field(default_factory=list)


class SheetsForm(forms.Form):
    """Sheets of one session: a grid of lines, and a field for lines that are pasted."""

    lines = forms.CharField(
        label=_("Paste lines"),
        help_text=_("One sheet on a line: its number, six answers before, six after: 12 101101 111101"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    replace = forms.BooleanField(label=_("Replace sheets that were typed before"), required=False)

    def __init__(self, *args: Any, next_number: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed: list[Typed] = []
        self.left: list[Row] = []  # pasted lines that are wrong
        self.rows = self._rows() if self.is_bound else [Row(n, str(next_number + n)) for n in range(ROWS)]

    def _rows(self) -> list[Row]:
        def said(what: str, place: int) -> str:
            return str(self.data.get(f"{what}{place}", ""))[:60]

        return [Row(place, said("n", place), said("b", place), said("a", place)) for place in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        """Read every line; what cannot be read says so in its line, keeps no other back, and is not lost."""
        data = super().clean()
        lines = data.get("lines", "").splitlines()
        pasted = [Row(place, line) for place, line in enumerate(lines, 1) if line.strip()]
        read = [(row, one) for row in (*self.rows, *pasted) if (one := _read(row))]
        times = Counter(one.number for _row, one in read)
        for row, one in read:
            if times[one.number] > 1:  # nobody knows which of the two is right
                row.errors.append(gettext("Number %(number)s stands twice here.") % {"number": one.number})
            else:
                self.typed.append(one)
        for row in pasted:
            for why in row.errors:
                self.add_error("lines", gettext("Line %(number)d: %(why)s") % {"number": row.place, "why": why})
        self.left = [row for row in pasted if row.errors]
        if any(row.errors for row in self.rows):
            self.add_error(None, _("Not saved yet: the lines that are marked. Put them right and save again."))
        elif not self.typed and not self.errors:
            self.add_error(None, _("No sheet was typed: a line needs its answers."))
        return data

    def what_is_left(self, refused: Collection[int]) -> dict[str, str]:
        """What is to be shown again when all else is saved: lines with an error, and those of refused numbers."""
        lines = self.cleaned_data.get("lines", self.data.get("lines", "")).splitlines()
        wrong = {row.place for row in self.left}
        if "lines" in self.errors and not self.left:  # too much at once: none of it was read
            wrong = set(range(len(lines) + 1))
        kept = [line for place, line in enumerate(lines, 1) if place in wrong or _number(Row(place, line)) in refused]
        rows = [row for row in self.rows if row.errors or _number(row) in refused]
        typed = {
            f"{name}{place}": said
            for place, row in enumerate(rows)
            for name, said in (("n", row.number), ("b", row.before), ("a", row.after))
        }
        return {"lines": "\n".join(kept), **typed}

    def mark(self, numbers: Collection[int], why: str) -> None:
        """Say in the lines of some sheets what keeps them from being saved."""
        for row in self.rows:
            if (row.before or row.after or " " in row.number) and _number(row) in numbers:
                row.errors.append(why)


def _number(row: Row) -> int:
    """The number of a line's sheet; 0 where there is none that can be read."""
    number = _parts(row)[0]
    return int(number) if number.isdecimal() and number.isascii() and len(number) <= len(str(LARGEST_NUMBER)) else 0


def _read(row: Row) -> Typed | None:
    """Return the sheet of a line; None for an empty one, and for one that cannot be read, which then says why."""
    number, before, after = _parts(row)
    if not (before or after):
        if " " in row.number.strip():
            row.errors.append(gettext("A number and answers are needed, with a space between."))
        return None
    if not (number.isdecimal() and number.isascii() and 0 < int(number) <= LARGEST_NUMBER):
        row.errors.append(gettext("Which number stands on the sheet?"))
        return None
    if not all(not side or _ANSWERS.fullmatch(side) for side in (before, after)):
        row.errors.append(
            gettext("%(count)d signs are needed: 1 for stop, 0 for trust, - where nothing is ticked.")
            % {"count": ITEMS}
        )
        return None
    return Typed(int(number), before, after)


def _parts(row: Row) -> tuple[str, str, str]:
    """Number, before and after of a line, also where all three were pasted into one field."""
    said = [unicodedata.normalize("NFKC", one).strip() for one in (row.number, row.before, row.after)]
    for one in said:
        parts = _BETWEEN.split(one)
        if len(parts) > 2:  # noqa: PLR2004 - number, before, after
            return parts[0], _signs(parts[1]), _signs("".join(parts[2:]))
        if len(parts) == 2:  # noqa: PLR2004 - a side is missing, or both sides stand in one field
            answers = _signs(parts[1])
            if len(parts[0]) == ITEMS and said[0] != one:
                return said[0], _signs(parts[0]), answers
            return parts[0], answers[:ITEMS], answers[ITEMS:]
    return said[0], _signs(said[1]), _signs(said[2])


def _signs(answers: str) -> str:
    return answers.translate(_BLANKS)
