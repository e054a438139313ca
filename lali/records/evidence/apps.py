"""Django's view of this record."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.evidence"
    label = "evidence"
