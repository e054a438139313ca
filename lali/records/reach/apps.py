"""Django's view of this record."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.reach"
    label = "reach"
