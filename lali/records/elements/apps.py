"""Django's view of this record."""

from django.apps import AppConfig


class ElementsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.elements"
    label = "elements"
