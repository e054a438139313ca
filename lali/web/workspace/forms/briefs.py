"""Briefs: what goes in, what is covered, to whom it went."""

from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.briefs.vocabulary import BriefKind, CoverReason, Decision, Language
from lali.web.workspace.forms.fields import LONG_TEXT, MomentField, VersionedForm, area

NOTHING = [("", _("Not decided"))]


class NewBriefForm(forms.Form):
    """A new brief; `former` are the numbers and names of fixed ones, of which it can be a new version."""

    title = forms.CharField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=BriefKind.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the brief"), choices=Language.choices, widget=forms.RadioSelect)
    replaces = forms.TypedChoiceField(
        label=_("New version of"), coerce=int, empty_value=None, required=False, choices=()
    )

    def __init__(self, *args: object, former: Sequence[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if former:
            self.fields["replaces"].choices = [("", _("None: it begins anew")), *former]
        else:
            del self.fields["replaces"]


class DescribeBriefForm(VersionedForm):
    """What the brief says itself."""

    title = forms.CharField(label=_("Title"), max_length=160)
    language = forms.ChoiceField(label=_("Language of the brief"), choices=Language.choices)
    classification = forms.CharField(
        label=_("Classification line"),
        help_text=_("Stands at the head of every page. Left empty, it says: CONFIDENTIAL."),
        max_length=80,
        required=False,
    )
    summary = forms.CharField(
        label=_("Summary of facts"),
        help_text=_("An empty line begins a new paragraph. Write code names for possible victims."),
        max_length=LONG_TEXT,
        required=False,
        widget=area(10),
    )
    witness_note = forms.CharField(
        label=_("Note to the list of persons"), max_length=4000, required=False, widget=area(4)
    )


class ChooseForm(VersionedForm):
    """Some things of a case: for each a decision, a reason, and on which schedule it stands.

    Fields are called by what a thing is, never by its place: a list that grew or shrank meanwhile shifts nothing.
    """

    NAMES = ("decision", "reason", "sensitive")

    def __init__(self, *args: object, rows: Sequence[object] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if f"decision-{row.material.source}" in self.data] if self.is_bound else rows
        self.compares = False
        for row in self.rows:
            item, source = row.item, row.material.source
            self.fields[f"decision-{source}"] = forms.ChoiceField(
                label=_("Decision"),
                choices=[*NOTHING, *Decision.choices],
                required=False,
                initial=item.decision if item else "",
            )
            self.fields[f"reason-{source}"] = forms.CharField(
                label=_("Reason"), max_length=300, required=False, initial=item.reason if item else ""
            )
            self.fields[f"sensitive-{source}"] = forms.BooleanField(
                label=_("Sensitive"), required=False, initial=bool(item and item.sensitive)
            )

    def shown(self) -> list[tuple[object, list[forms.BoundField], str]]:
        """Each thing with its fields; where a colleague decided otherwise meanwhile, with what stands now."""
        return [
            (row, [self[f"{name}-{row.material.source}"] for name in self.NAMES], self._now(row)) for row in self.rows
        ]

    def _now(self, row: object) -> str:
        item = row.item
        stands = (item.decision, item.reason, item.sensitive) if item else ("", "", False)
        typed = tuple(self[f"{name}-{row.material.source}"].value() or "" for name in self.NAMES)
        if not self.compares or (*typed[:2], bool(typed[2])) == stands:
            return ""
        said = [item.get_decision_display(), item.reason, _("Sensitive") if item.sensitive else ""] if item else []
        return ", ".join(str(part) for part in said if part) or str(NOTHING[0][1])

    def decided(self) -> list[dict[str, object]]:
        """What was decided, as plain values."""
        return [
            {"source": row.material.source}
            | {name: self.cleaned_data[f"{name}-{row.material.source}"] for name in self.NAMES}
            for row in self.rows
        ]


class OrderForm(VersionedForm):
    """A place for each item that goes in."""

    def __init__(self, *args: object, items: Sequence[object] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.items = [item for item in items if f"place_{item.pk}" in self.data] if self.is_bound else items
        self.compares = False
        for item in self.items:
            self.fields[f"place_{item.pk}"] = forms.IntegerField(
                label=pgettext_lazy("in an order", "Place"), min_value=0, max_value=100_000, initial=item.place
            )

    def shown(self) -> list[tuple[object, forms.BoundField, str]]:
        """Each item with its field; where a colleague put it elsewhere meanwhile, with the place it has now."""
        return [(item, self[f"place_{item.pk}"], self._now(item)) for item in self.items]

    def _now(self, item: object) -> str:
        typed = str(self[f"place_{item.pk}"].value())
        return str(item.place) if self.compares and typed != str(item.place) else ""

    def places(self) -> dict[int, int]:
        """Number of each item -> its place."""
        return {item.pk: self.cleaned_data[f"place_{item.pk}"] for item in self.items}


class CoverReasonForm(forms.Form):
    """Why something is covered."""

    reason = forms.ChoiceField(label=_("Why"), choices=CoverReason.to_choose)


class CoverWordsForm(CoverReasonForm):
    """Words by their numbers."""

    typed = forms.CharField(label=_("Numbers of words"), help_text=_("For example: 3-7, 12"), max_length=400)
    field_order = ["typed", "reason"]


class CoverPhraseForm(CoverReasonForm):
    """A phrase, everywhere."""

    phrase = forms.CharField(
        label=_("Words to cover everywhere"),
        help_text=_(
            "In every text of this brief, its title and summary too, now and later, whatever capitals and accents."
        ),
        max_length=200,
    )
    field_order = ["phrase", "reason"]


class CoverCellsForm(CoverReasonForm):
    """Cells of a page."""

    page = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    cells = forms.TypedMultipleChoiceField(
        label=_("Boxes"), coerce=int, choices=[(number, str(number)) for number in range(192)]
    )


class HandOverForm(forms.Form):
    """To whom it went."""

    to = forms.CharField(label=_("To whom"), max_length=160)
    at = MomentField(label=_("When"), help_text=_("Your local time."))
    receipt = forms.CharField(
        label=_("Receipt"), help_text=_("Its number, or who signed."), max_length=300, required=False
    )

    def clean_at(self) -> object:
        """Nothing is handed over in the future."""
        at = self.cleaned_data["at"]
        if at > timezone.now():
            raise forms.ValidationError(_("This time is still to come."))
        return at
