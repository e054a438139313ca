"""Django's view of this record."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.channels"
    label = "channels"
