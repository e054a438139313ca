"""Django's view of this record."""

from django.apps import AppConfig


class NoticeboardConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.noticeboard"
    label = "noticeboard"
