"""Django's view of this record."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.notices"
    label = "notices"
