"""Django's view of this record."""

from django.apps import AppConfig


class ContentsConfig(AppConfig):
    """See the package's opening paragraph."""

    name = "lali.records.contents"
    label = "contents"

    def ready(self) -> None:
        """The words of an exhibit are forgotten when it is restricted; once that is lifted it is read again."""
        from lali.records.contents.forgetting import forget_words  # noqa: PLC0415
        from lali.records.evidence.actions.restricting import FORGET  # noqa: PLC0415

        FORGET[self.label] = forget_words
