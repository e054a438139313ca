"""Django's view of this record."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.cooperation"
    label = "cooperation"
