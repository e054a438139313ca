"""Django's view of agencies."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies and members."""

    name = "lali.records.agencies"
    label = "agencies"
    verbose_name = "agencies"
