"""Reading very many messages fast keeps what reading each by itself would keep."""

from collections import defaultdict

import pytest

from bench.messages import made_up
from lali.engines.identifiers import find
from lali.engines.signs import read
from lali.records.conversations.findable import of_messages
from lali.records.conversations.models import Day, FoundIdentifier, FoundIn, Message, PieceOfSign, SignIn, Stretch
from lali.records.search.models import Findable, Posting
from lali.records.search.terms import terms_of

pytestmark = pytest.mark.django_db(databases=["default", "letterbox"])


def varied_export(messages):
    """Messages in six languages, a third of them lures; some writers are known by number alone."""
    lines = ["what stands before the first message\n"]
    for n, text in enumerate(made_up(messages)):
        who = "+679 410 0143" if n % 11 == 0 else f"Person {n % 5} (invented)"
        said = "This message was deleted" if n % 97 == 0 else " ".join(text.split())
        lines.append(f"{n // 40 % 16 + 13}/{n // 640 % 12 + 1:02}/2024, {n % 24:02}:{n % 60:02} - {who}: {said}\n")
    return "".join(lines)


def check(conversation):
    messages = list(Message.objects.filter(conversation=conversation).select_related("participant").order_by("n"))
    signs, found, numbers, days, tokens = set(), set(), defaultdict(set), defaultdict(list), 0
    for one in messages:
        days[one.day].append(one.n)
        for identifier in find(one.participant.name, country="FJ"):
            numbers[identifier.kind, identifier.normalised].add(one.n)
        if one.kind not in {"message", "media"}:
            continue
        reading = read(one.text, country="FJ")
        signs |= {(sign.id, one.n) for sign in reading.signs}
        for identifier in reading.identifiers:
            numbers[identifier.kind, identifier.normalised].add(one.n)
            found.add((identifier.kind, identifier.normalised, one.n))
    own = {"conversation": conversation}
    pieces = set(PieceOfSign.objects.filter(**own).values_list("sign", "n"))  # of several messages together
    kept = SignIn.objects.filter(**own).values_list("sign", "n")
    assert (set(kept), len(kept)) == (signs | pieces, len(signs | pieces))
    kept = FoundIn.objects.filter(**own).values_list("found__kind", "found__value", "n")
    assert (set(kept), len(kept)) == (found, len(found))
    kept = FoundIdentifier.objects.filter(**own).values_list("kind", "value", "first", "last", "messages")
    assert set(kept) == {(*key, min(at), max(at), len(at)) for key, at in numbers.items()}
    kept = Day.objects.filter(**own).values_list("day", "first", "last", "messages")
    assert set(kept) == {(day, min(at), max(at), len(at)) for day, at in days.items() if day}
    assert {one.name: one.messages for one in conversation.participants.all()} == {
        name: sum(one.participant.name == name for one in messages)
        for name in {one.participant.name for one in messages}
    }
    stretches = sum(one.size for one in Stretch.objects.filter(**own))
    assert (conversation.unread_bytes, conversation.accounted) == (stretches, True)
    for entry in of_messages(conversation):  # the index is as one built anew
        row = Findable.objects.get(record=entry.record)
        assert set(Posting.objects.filter(findable_number=row.pk).values_list("term", flat=True)) == terms_of(entry)
        tokens += len(terms_of(entry))
    assert tokens


def test_some_messages(read_in):
    conversation = read_in(varied_export(450))
    assert conversation.total == 450
    check(conversation)


@pytest.mark.slow
def test_thousands_of_messages(read_in):
    conversation = read_in(varied_export(5_300))
    assert conversation.total == 5_300
    check(conversation)


def test_what_is_forgotten_leaves_the_index(read_in):
    from lali.records.conversations.actions.reading import forget_what_was_read

    conversation = read_in(varied_export(60))
    assert Findable.objects.filter(kind="conversation").exists()
    forget_what_was_read(conversation)
    assert not Findable.objects.filter(kind="conversation").exists()
    assert not Message.objects.exists()
