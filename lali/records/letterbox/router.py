"""Sends the letterbox to its own database, and keeps everything else out of it."""

from django.conf import settings
from django.db import models

PUBLIC_APPS = frozenset(  # whose tables the public process may touch
    {"channels", "learning", "letterbox", "noticeboard", "reach", "wording"}
)


class LetterboxRouter:
    """Rows of PUBLIC_APPS live under the alias `settings.LETTERBOX`; the journal has a table in both databases."""

    def db_for_read(self, model: type[models.Model], **_hints: object) -> str | None:
        """Where a model's rows are read."""
        return settings.LETTERBOX if model._meta.app_label in PUBLIC_APPS else None  # noqa: SLF001

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: object) -> bool:
        """Which tables stand in which database."""
        if app_label == "audit":
            return True
        return (db == settings.LETTERBOX) == (app_label in PUBLIC_APPS)
