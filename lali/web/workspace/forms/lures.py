"""What a member writes of a lure of the week."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lali.engines.signs import read
from lali.records.agencies.vocabulary import COUNTRIES
from lali.records.lures.actions import Pattern
from lali.web.workspace.forms.fields import area


class LureForm(forms.Form):
    """A pattern in words that name nobody."""

    about = forms.CharField(
        label=_("Seen in"),
        help_text=_(
            "The reference of a case of yours, or the number of a tip. It stays here; the public never sees it."
        ),
        max_length=20,
    )
    title = forms.CharField(label=_("Title"), help_text=_("What is the bait? At most 80 letters."), max_length=80)
    words = forms.CharField(
        label=_("What they say"),
        help_text=_("In your own words: no name, number, link or company. The signs are read from these words."),
        max_length=600,
        widget=area(5),
    )
    ask = forms.CharField(label=_("What to ask"), help_text=_("One question that shows the trick."), max_length=120)
    country = forms.ChoiceField(
        label=_("Where seen"), choices=list(COUNTRIES.items()), help_text=_("Only the country.")
    )
    field_order = ("about", "title", "words", "ask", "country")

    def pattern(self) -> Pattern:
        """What the lure says, with the signs that the engine reads in its words."""
        data = self.cleaned_data
        signs = dict.fromkeys(sign.id for sign in read(data["words"], country=data["country"]).signs)
        return Pattern(data["title"], data["words"], tuple(signs), data["ask"], data["country"])


class LureChangeForm(LureForm):
    """The same, of a lure that stands: what it was seen in stays."""

    about = None
