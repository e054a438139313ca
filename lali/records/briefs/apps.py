"""Django's view of this record."""

from django.apps import AppConfig


class BriefsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.briefs"
    label = "briefs"
