"""Django's view of the programme's screens."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.web.programme"
    label = "programme"
