"""How `{{ form }}` is dressed: FORM_RENDERER in the settings names `HouseFormRenderer`."""

from typing import Any

from django.forms import TextInput
from django.forms.renderers import DjangoTemplates


class HouseFormRenderer(DjangoTemplates):
    """One column; label above, hint before the error, the error before the field and tied to it by aria-describedby.

    Finds Django's widget templates too, so `django.forms` need not be installed.
    """

    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"
    # Measured: Django's asks for three templates an option, a third of the time of a page with a few long lists.
    instead = {"django/forms/widgets/select.html": "components/form/select.html"}

    def get_template(self, template_name: str) -> Any:
        """Find a template, or the one that stands in for it."""
        return super().get_template(self.instead.get(template_name, template_name))


class Suggesting(TextInput):
    """A line to type in that suggests pairs of a value and its meaning (an HTML datalist); anything may be typed."""

    template_name = "components/form/suggesting.html"
    suggestions: tuple[tuple[str, str], ...] | list[tuple[str, str]] = ()

    def __init__(self, attrs: dict[str, Any] | None = None, *, list_id: str = "") -> None:
        """With `list_id` several lines share one list: give the suggestions to one of them."""
        super().__init__(attrs)
        self.list_id = list_id

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the suggestions, tied to the line by the id of their list."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = self.list_id or f"{name}-suggestions"
        return context | {"suggestions": self.suggestions, "has_list": bool(self.suggestions) or not self.list_id}
