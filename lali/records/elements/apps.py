"""Django's view of this record."""

from django.apps import AppConfig


class ElementsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.elements"
    label = "elements"

    def ready(self) -> None:
        """Say what is forgotten of an exhibit that is restricted."""
        from lali.records.elements.forgetting import forget_notes, give_back_notes  # noqa: PLC0415
        from lali.records.evidence.actions.restricting import FORGET, GIVE_BACK  # noqa: PLC0415

        FORGET[self.label] = forget_notes
        GIVE_BACK[self.label] = give_back_notes
