"""Django's view of administration."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Must stand before `allauth` in INSTALLED_APPS, so that our pages are found before its own."""

    name = "lali.web.administration"
    label = "administration"

    def ready(self) -> None:
        """Listen to the signals of allauth, axes and Django; they can only be imported once all apps are there."""
        from lali.web.administration import signals  # noqa: F401, PLC0415
