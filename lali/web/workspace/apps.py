"""Django's view of the workspace."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """The workspace's screens."""

    name = "lali.web.workspace"
    label = "workspace"
