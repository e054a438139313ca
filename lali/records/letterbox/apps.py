"""Django's view of this record."""

from django.apps import AppConfig


class LetterboxConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.letterbox"
    label = "letterbox"
