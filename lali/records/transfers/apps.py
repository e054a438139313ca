"""Django's view of this record."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.transfers"
    label = "transfers"
