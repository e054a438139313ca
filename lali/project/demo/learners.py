"""People who took the lesson before you open the demo: invented answers, so that its results can be looked at."""

import os
import random
from datetime import timedelta

from django.utils import timezone

from lali.engines.lessons import BOOSTERS, Item, form
from lali.records.audit.vocabulary import PUBLIC
from lali.records.learning.actions import keep_answers, keep_later_answers, tie_to_code
from lali.records.learning.vocabulary import Channel, Phase

LEARNERS = 36
WITH_CODE = 3  # every third asks for six words
DAYS_AGO = 12
STOPS = {Phase.BEFORE: (0.55, 0.35), Phase.AFTER: (0.85, 0.3), Phase.DAY_10: (0.8, 0.3)}  # at lures, at honest offers


def people_learn(country: str, languages: tuple[str, ...]) -> None:
    """Let some people take the lesson twelve days ago, and those with a code come back two days ago."""
    chance = random.Random(country)  # noqa: S311 - a story, the same each time
    day = timezone.localdate() - timedelta(days=DAYS_AGO)
    for number in range(LEARNERS):
        token, language = f"{number:032x}", chance.choice(languages)
        facts = {"by": PUBLIC, "language": language, "country": country}
        order = chance.choice(("AB", "BA"))
        for phase, letter in zip((Phase.BEFORE, Phase.AFTER), order, strict=True):
            answers = _answers(chance, form(letter), phase)
            channel = list(Channel)[number % len(Channel)]
            keep_answers(token=token, channel=channel, form=letter, phase=phase, answers=answers, today=day, **facts)
        if number % WITH_CODE == 0:
            lookup = os.urandom(32)
            tie_to_code(by=PUBLIC, token=token, lookup=lookup, today=day)
            letter = BOOSTERS["day10"]
            answers = _answers(chance, form(letter), Phase.DAY_10)
            keep_later_answers(lookup=lookup, form=letter, answers=answers, today=day + timedelta(days=10), **facts)


def _answers(chance: random.Random, items: tuple[Item, ...], phase: Phase) -> str:
    lure, honest = STOPS[phase]
    return "".join("1" if chance.random() < (lure if item.lure else honest) else "0" for item in items)
