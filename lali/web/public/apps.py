"""The public site as a Django app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """It has no tables: what visitors send goes through the letterbox's actions."""

    name = "lali.web.public"
    label = "public"
