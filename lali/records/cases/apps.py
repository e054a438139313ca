"""Django's view of this record."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.cases"
    label = "cases"
