"""Django's view of this record."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.imports"
    label = "imports"
