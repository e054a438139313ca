"""Django's view of this record."""

from django.apps import AppConfig


class WordingConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.wording"
    label = "wording"
