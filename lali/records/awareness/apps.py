"""Django's view of this record."""

from django.apps import AppConfig


class AwarenessConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.awareness"
    label = "awareness"
