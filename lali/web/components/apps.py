"""The design system as a Django app: its templates and styles are found because it is installed."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """Must stand before `allauth` in INSTALLED_APPS, so that our dress of its pages is found first."""

    name = "lali.web.components"
    label = "components"
