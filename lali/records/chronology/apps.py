"""Django's view of this record."""

from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.chronology"
    label = "chronology"
