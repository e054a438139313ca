"""Django's view of this record."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.retention"
    label = "retention"
