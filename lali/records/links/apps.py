"""Django's view of this record."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.links"
    label = "links"
