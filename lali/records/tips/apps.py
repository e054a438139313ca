"""Django's view of this record."""

from django.apps import AppConfig


class TipsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.tips"
    label = "tips"
