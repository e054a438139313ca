"""Django's view of this record."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.law"
    label = "law"
