"""How `{{ form }}` is dressed: FORM_RENDERER in the settings names `HouseFormRenderer`."""

from django.forms.renderers import DjangoTemplates


class HouseFormRenderer(DjangoTemplates):
    """One column; label above, hint before the error, the error before the field and tied to it by aria-describedby.

    Finds Django's widget templates too, so `django.forms` need not be installed.
    """

    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"
