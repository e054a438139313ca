"""Django's view of this record."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.learning"
    label = "learning"
