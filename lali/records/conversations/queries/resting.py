"""What rests on a reading, before it is taken back; and to which other readings that could be carried."""

from dataclasses import dataclass

from lali.records.conversations.models import CitedMessages, Conversation
from lali.records.conversations.resting import carried_to, standing_citations
from lali.records.conversations.vocabulary import ReadingState


@dataclass(frozen=True, slots=True)
class CouldCarry:
    """Another finished reading of the same exhibit, and the citations that have no place there."""

    conversation: Conversation
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on a reading: citations, numbers of notes and of what is said of who wrote; where it could go."""

    cited: tuple[CitedMessages, ...]
    notes: int
    said: int
    others: tuple[CouldCarry, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether citations rest on it that no other reading takes."""
        return bool(self.cited) and all(one.lost for one in self.others)


def resting_on(conversation: Conversation) -> Resting:
    """What rests on an opened conversation."""
    cited = standing_citations(conversation)
    readings = conversation.case.conversations.filter(exhibit=conversation.exhibit_id, state=ReadingState.READ)
    others = []
    for other in readings.exclude(pk=conversation.pk).select_related("exhibit").order_by("-number"):
        other.case = conversation.case
        lost = [one.cited.passage.ref for one in carried_to(conversation, other, cited) if not one.messages]
        others.append(CouldCarry(other, tuple(lost)))
    return Resting(
        cited=tuple(cited),
        notes=conversation.notes.count(),
        said=conversation.identifications.standing().count(),
        others=tuple(others),
    )


def other_readings(conversation: Conversation) -> list[Conversation]:
    """Other readings of the same exhibit that still count: one of them may be wrong."""
    readings = conversation.case.conversations.filter(exhibit=conversation.exhibit_id, state=ReadingState.READ)
    return list(readings.exclude(pk=conversation.pk).select_related("exhibit").order_by("number"))
