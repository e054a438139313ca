"""Django's view of this record."""

from django.apps import AppConfig


class LuresConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.lures"
    label = "lures"
