"""Django's view of this record."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.conversations"
    label = "conversations"

    def ready(self) -> None:
        """What was read out of an exhibit is forgotten when it is restricted; how it was read is told to a court."""
        from lali.records.conversations.actions.forgetting import forget_readings, give_back_words  # noqa: PLC0415
        from lali.records.conversations.queries.cited import told_to_court  # noqa: PLC0415
        from lali.records.evidence.actions.exhibits import TOLD_TO_COURT  # noqa: PLC0415
        from lali.records.evidence.actions.restricting import FORGET, GIVE_BACK  # noqa: PLC0415

        TOLD_TO_COURT[self.label] = told_to_court
        FORGET[self.label] = forget_readings
        GIVE_BACK[self.label] = give_back_words
