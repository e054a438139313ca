"""Django's view of this record."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.conversations"
    label = "conversations"

    def ready(self) -> None:
        """What was read out of an exhibit is forgotten when it is restricted."""
        from lali.records.conversations.actions.forgetting import forget_readings, give_back_words  # noqa: PLC0415
        from lali.records.evidence.actions.restricting import FORGET, GIVE_BACK  # noqa: PLC0415

        FORGET[self.label] = forget_readings
        GIVE_BACK[self.label] = give_back_words
