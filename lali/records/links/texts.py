"""The words of folded texts, read where they stand."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from lali.records.conversations.models import Message
from lali.records.links.models import FamilyText
from lali.records.tips.models import Tip

AT_ONCE = 500  # messages
SHORTEST = 80  # characters of a text that is compared: "Please help me" is what different people write


def texts_of(rows: Iterable[FamilyText]) -> dict[int, str]:
    """The words of each, read from the tip or the message where they stand; "" where they are gone."""
    rows = list(rows)
    tips = dict(Tip.objects.filter(pk__in=[row.tip_id for row in rows if row.tip_id]).values_list("pk", "text"))
    messages = dict(_messages(row for row in rows if row.conversation_id))
    return {
        row.pk: tips.get(row.tip_id, "") if row.tip_id else messages.get((row.conversation_id, row.n), "")
        for row in rows
    }


def _messages(rows: Iterable[FamilyText]) -> Iterator[tuple[tuple[int, int], str]]:
    ordered = sorted(rows, key=lambda row: (row.conversation_id, row.n))
    for conversation, of_it in groupby(ordered, key=lambda row: row.conversation_id):
        numbers = [row.n for row in of_it]
        for start in range(0, len(numbers), AT_ONCE):
            found = Message.objects.filter(conversation=conversation, n__in=numbers[start : start + AT_ONCE])
            yield from (((conversation, n), text) for n, text in found.values_list("n", "text"))
