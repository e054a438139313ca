"""Django's view of this record."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.search"
    label = "search"
