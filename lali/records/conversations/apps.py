"""Django's view of this record."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.conversations"
    label = "conversations"
