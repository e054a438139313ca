"""What is typed into the search box."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_TYPED = 200  # characters that are looked for; what is longer is cut, not refused


class TypedField(forms.CharField):
    """Whatever is typed or pasted: cut to a length, white space folded, never refused."""

    def to_python(self, value: object) -> str:
        """The words on one line."""
        return " ".join(str(value or "").replace("\0", " ").split())[:MOST_TYPED]


class SearchForm(forms.Form):
    """One box."""

    words = TypedField(label=_("Search"), required=False)
