"""Exports to read, all invented."""

import io

import pytest

EXPORT = """\
31/10/2026, 09:05 - Messages and calls are end-to-end encrypted.
31/10/2026, 09:06 - Golden Lagoon Careers: Hello Mere, customer service in Bangkok, 1800 USD a month, no experience
31/10/2026, 21:07 - Mere (invented): Is the ticket paid?
01/11/2026, 09:08 - Golden Lagoon Careers: Ticket and room paid. Leave this week! WhatsApp +679 410-0142
01/11/2026, 09:09 - Mere (invented): IMG-20261101-WA0003.jpg (file attached)
14/11/2026, 10:00 - +679 410 0143: This message was deleted
14/11/2026, 10:01 - Mere (invented): Where do I go?
"""
OPEN = """\
03/04/2026, 09:06 - Golden Lagoon Careers: Hello
04/04/2026, 09:07 - Mere (invented): Hello
"""


def long_export(messages, per_day=200):
    """Days of a conversation, every twentieth message with a number."""
    lines = []
    for n in range(messages):
        day, minute = divmod(n, per_day)
        date = f"{day % 16 + 13}/{day // 16 % 12 + 1:02}/{2012 + day // 192}"
        more = f" ring +679 410 {n % 9000 + 1000}" if n % 20 == 0 else ""
        lines.append(f"{date}, {minute // 60:02}:{minute % 60:02} - Person {n % 3}: message {n}{more}\n")
    return "".join(lines)


@pytest.fixture
def sealed(exhibits, case, lead):
    """Seal an export as an exhibit: `sealed(text)` gives it."""
    from lali.records.evidence.actions import Acquisition, take_in_exhibit

    def sealed(text=EXPORT, *, by=lead, ref=case.ref, file_name="WhatsApp Chat with Mere.txt"):
        data = text.encode() if isinstance(text, str) else text
        return take_in_exhibit(
            by=by, ref=ref, file_name=file_name, source=io.BytesIO(data), acquisition=Acquisition(title="Chat")
        )

    return sealed


@pytest.fixture
def read_in(sealed, case, lead):
    """Seal and read an export: `read_in(text, zone=…)` gives the conversation as it then stands."""
    from lali.records.conversations.actions import begin_reading, read_on

    def read_in(text=EXPORT, *, seconds=None, file_name="WhatsApp Chat with Mere.txt", **stated):
        exhibit = sealed(text, file_name=file_name)
        begun = begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number, **stated)
        return read_on(by=lead, ref=case.ref, number=begun.number, seconds=seconds)

    return read_in
