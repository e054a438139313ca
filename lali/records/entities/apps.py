"""Django's view of this record."""

from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.entities"
    label = "entities"
