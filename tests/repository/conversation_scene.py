"""A conversation of the walked case: read, with a message cited and a note; and one that waits for an answer."""

import io
from dataclasses import dataclass

from lali.records.conversations import actions
from lali.records.evidence import actions as evidence

EXPORT = b"""\
30/11/2025, 09:06 - Golden Lagoon Careers: Hello, 1800 USD a month, no experience. Ring +679 410 0177
01/12/2025, 09:07 - Mere (invented): Where?
01/12/2025, 09:08 - Mere (invented): IMG-20251201-WA0001.jpg (file attached)
"""
OPEN = b"03/04/2026, 09:06 - Golden Lagoon Careers: Hello\n04/04/2026, 09:07 - Mere (invented): Hello\n"


@dataclass
class Conversations:
    """As their routes need them."""

    arguments: dict[str, dict[str, object]]
    forms: dict[str, dict[str, object]]


def build_conversations(lead, case) -> Conversations:
    """Everything by its action, as members do it."""
    chat, other, new = (
        evidence.take_in_exhibit(
            by=lead, ref=case.ref, file_name=name, source=io.BytesIO(data), acquisition=evidence.Acquisition()
        )
        for name, data in (("chat.txt", EXPORT), ("open.txt", OPEN), ("new.txt", EXPORT))
    )
    done, asks, begun = (
        actions.begin_reading(by=lead, ref=case.ref, exhibit=one.number).number for one in (chat, other, new)
    )
    for number in (done, asks):
        actions.read_on(by=lead, ref=case.ref, number=number)
    actions.cite_messages(by=lead, ref=case.ref, number=done, first=1, last=2)
    said = actions.identify_participant(
        by=lead, ref=case.ref, number=done, name="Golden Lagoon Careers", new_role="suspect", confidence="low",
        reason="The name is on his card",
    )  # fmt: skip
    who = said.conversation.participants.get(name="Mere (invented)").pk
    actions.note_on_message(by=lead, ref=case.ref, number=done, n=1, words="Bonjour", language="French")
    return Conversations(
        arguments={
            "workspace:conversation_new": {"number": new.number},
            **{f"workspace:{route}": {"number": done, "n": 1} for route in _OF_DONE},
            "workspace:conversation_answer": {"number": asks},
            "workspace:conversation_take_back": {"number": asks},
            "workspace:participants": {"number": done},
            "workspace:participant_withdraw": {"number": done, "said": said.pk},
            "workspace:message_file": {"number": done, "n": 3},
            "workspace:conversation_go_on": {"number": begun},
        },
        forms={
            "workspace:conversation_new": {"zone": "Pacific/Fiji", "why": "The owner never left Suva"},
            "workspace:conversation_answer": {"answer-answer": "dmy", "answer-why": "Her phone is set to Fiji"},
            "workspace:conversation_cite": {"cite-first": 1, "cite-last": 1},
            "workspace:conversation_take_back": {"back-why": "It is no chat"},
            "workspace:participants": {
                "who": who,
                "who-new_role": "witness",
                "who-confidence": "low",
                "who-reason": "She says so",
            },
            "workspace:participant_withdraw": {"reason-reason": "Another man"},
            "workspace:message_note": {"note-words": "Hello", "note-language": "English"},
        },
    )


_OF_DONE = ("conversation", "conversation_cite", "message", "message_note")
