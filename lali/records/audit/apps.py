"""Django's view of the journal."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The journal."""

    name = "lali.records.audit"
    label = "audit"
    verbose_name = "journal"
