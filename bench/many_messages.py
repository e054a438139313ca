"""An export of many messages, sealed and read as a member does it: `python -m bench.inside HOME many_messages COUNT`.

Prints as JSON how long reading took and how long each kind of page takes. The export is the same at every run; its
texts come out of a few thousand, as greetings and offers come again in life. Goes on with a reading that was stopped.
"""

import io
import json
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.test import Client

from bench.figures import percentile
from bench.many import TEAM
from bench.messages import made_up
from lali.records.agencies.models import Member
from lali.records.cases.actions import open_case
from lali.records.conversations.actions import begin_reading, read_on
from lali.records.conversations.models import Conversation, FoundIdentifier, Participant, SignIn
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from lali.records.lookup.queries import sealed_search

TEXTS, NEW = 3_000, 50  # texts that come again, and how seldom one is new
ROUNDS = 30
SEARCHED = {
    "a word of one message": ["499950", "499900", "250000"],
    "a word of many messages": ["passport"],
    "two words of many": ["passport salary"],
    "a word of none": ["zyzzyva"],
    "two words never together": ["parcel passport"],
}
NAME = "half a million.txt"


def main(count: str) -> None:
    """Read it in, unless it stands; then ask for pages."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    lead = Member.objects.get(email=TEAM[0])
    one, seconds = _read(lead, int(count))
    pages = {page: _timed(lead, f"{_address(one)}{{}}", queries) for page, queries in _pages(one).items()}
    pages |= {f"search box, {what}": _timed(lead, "{}", _searches(lead, typed)) for what, typed in SEARCHED.items()}
    print(json.dumps({"messages": one.total, "seconds": seconds, "pages": pages}))


def _read(lead: Member, count: int) -> tuple[Conversation, float]:
    one = Conversation.objects.filter(exhibit__file_name=NAME).select_related("case").first()
    if one is None:
        case = open_case(by=lead, title="Many messages")
        source = io.BytesIO("".join(_lines(count)).encode())
        exhibit = take_in_exhibit(by=lead, ref=case.ref, file_name=NAME, source=source, acquisition=Acquisition())
        one = begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number)
    begun, stood = time.perf_counter(), bool(one.read_at)
    one = read_on(by=lead, ref=one.case.ref, number=one.number)
    return one, 0.0 if stood else time.perf_counter() - begun


def _lines(count: int) -> Iterator[str]:
    chance = random.Random(7)
    texts = [" ".join(text.split())[:160] for text in made_up(TEXTS)]
    at = datetime(2020, 1, 13, 6, 0)  # noqa: DTZ001 - a clock on a wall
    for number in range(count):
        at += timedelta(minutes=chance.randrange(12))
        text = f"{texts[number % TEXTS]} {number}" if number % NEW == 0 else texts[number % TEXTS]
        text = "This message was deleted" if number % 997 == 0 else text
        yield f"{at:%d/%m/%Y, %H:%M} - Person {chance.randrange(40)} (invented): {text}\n"


def _pages(one: Conversation) -> dict[str, list[str]]:
    chance = random.Random(3)
    total = one.total
    numbers = [chance.randrange(total) for _ in range(ROUNDS)]
    people = list(Participant.objects.filter(conversation=one).values_list("pk", flat=True))
    signs = list(SignIn.objects.filter(conversation=one).order_by().values_list("sign", flat=True).distinct())
    found = list(FoundIdentifier.objects.filter(conversation=one).order_by("-messages").values_list("pk", flat=True))
    day = one.days.order_by("day").values_list("day", flat=True)[one.days.count() // 2]
    return {
        "first page": [""],
        "page in the middle": [f"?after={n}" for n in numbers],
        "page at the end": [f"?after={total - 30}", f"?before={total}"],
        "page before": [f"?before={n}" for n in numbers],
        "a day": [f"?on={day}"],
        "one person": [f"?person={chance.choice(people)}&after={n}" for n in numbers],
        "one sign": [f"?sign={chance.choice(signs)}&after={n}" for n in numbers],
        "one identifier": [f"?identifier={chance.choice(found[:50])}" for _ in numbers],
        "deleted messages": [f"?kind=deleted&after={n}" for n in numbers],
        "from a day on": [f"?since={day}"],
        "the messages of a day": [f"?since={day}&until={day}"],
        "a word that stands in many": [f"?words=passport&after={n}" for n in numbers],
        "words that stand nowhere": [f"?words=zyzzyva&after={n}" for n in numbers],
        "words and a person": [f"?words=passport&person={chance.choice(people)}&after={n}" for n in numbers],
    }


def _address(one: Conversation) -> str:
    return f"/cases/{one.case.ref}/conversations/{one.number}/"


def _searches(lead: Member, typed: list[str]) -> list[str]:
    """The addresses to which the search box leads for what was typed."""
    return [f"/search/?for={sealed_search(lead, words)}" for words in typed]


def _timed(lead: Member, address: str, queries: list[str]) -> tuple[float, float]:
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    processor, clock = [], []
    for number in range(ROUNDS + 1):
        began, used = time.perf_counter(), time.process_time()
        response = client.get(address.format(queries[number % len(queries)]), secure=True)
        if response.status_code != 200:
            raise RuntimeError(f"{queries[number % len(queries)]} answered {response.status_code}")
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return percentile(processor[1:], 0.95), percentile(clock[1:], 0.95)
