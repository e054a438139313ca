"""Django's view of this record."""

from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.configuration"
    label = "configuration"
