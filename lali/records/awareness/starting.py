"""What a trial needs before it can be declared, and what is known of its codes until now: told before anybody types."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lali.engines.knowledge import LEAST_SHOWN
from lali.records.awareness.models import Campaign, CampaignMessage
from lali.records.awareness.texts import lags
from lali.records.awareness.trying import Course, underway
from lali.records.awareness.vocabulary import LANGUAGES, Letter
from lali.records.reach.models import PlaceCode
from lali.records.reach.queries import codes_of, tallies_by_language
from lali.records.reach.vocabulary import Step

LATELY = 28  # days whose openings say how fast they come


class Missing(TextChoices):
    """What a trial in one language still waits for."""

    UNWRITTEN = "unwritten", _("not written yet")
    UNSIGNED = "unsigned", _("not signed yet: a person who wrote none of it must read it")
    LAGS = "lags", _("signed, but a code still shows older words: sign it once more")


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the two messages. `missing` is empty where it is ready."""

    letter: str
    message: CampaignMessage | None
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class Start:
    """A trial that could be declared in one language.

    `has_code`: an open code of this language leads to both messages now. `seen`: of how many openings until now, how
    many did what counts, by outcome, where both are many enough to be told. `a_day`: openings of both together on a
    day, lately; 0 where that is not known.
    """

    language: str
    variants: tuple[Variant, ...]
    has_code: bool
    seen: dict[str, tuple[int, int]]
    a_day: float

    @property
    def is_ready(self) -> bool:
        """Whether it can be declared."""
        return not any(one.missing for one in self.variants)


@dataclass(frozen=True, slots=True)
class Starts:
    """Languages in which a trial could be declared, those of the campaign's audiences first; what runs already."""

    languages: list[Start]
    underway: Course | None

    @property
    def ready(self) -> list[Start]:
        """Those that can be declared now."""
        return [one for one in self.languages if one.is_ready]


def starts_of(campaign: Campaign, today: date) -> Starts:
    """What each language that has a message still waits for, and what is known of it."""
    messages = list(campaign.messages.all())
    codes = codes_of(campaign.subject)
    tallied = tallies_by_language(campaign.subject)
    wanted = list(dict.fromkeys(campaign.audiences.values_list("language", flat=True)))
    written = {one.language for one in messages}
    order = sorted(written, key=lambda one: (wanted.index(one) if one in wanted else len(wanted), LANGUAGES.index(one)))
    found = []
    for language in order:
        own = [one for one in codes if one.language == language]
        days = {step: tallied.get((language, step), {}) for step in Step}
        variants = tuple(_variant(letter, language, messages, codes) for letter in Letter.values)
        found.append(
            Start(language, variants, leads_to_both(own, today), _seen(days), _a_day(days[Step.ARRIVED], today))
        )
    return Starts(found, underway(campaign))


def _variant(letter: str, language: str, messages: Sequence[CampaignMessage], codes: Collection[PlaceCode]) -> Variant:
    message = next((one for one in messages if (one.language, one.letter) == (language, letter)), None)
    if message is None:
        return Variant(letter, None, Missing.UNWRITTEN)
    if not message.is_signed:
        return Variant(letter, message, Missing.UNSIGNED)
    return Variant(letter, message, Missing.LAGS if lags(codes, message) else None)


def leads_to_both(codes: Collection[PlaceCode], today: date) -> bool:
    """Whether one of these codes is open and leads to both messages."""
    return any(one.is_open_on(today) and len(one.letters) == len(Letter) for one in codes)


def _seen(days: Mapping[Step, Mapping[date, int]]) -> dict[str, tuple[int, int]]:
    opened = sum(days[Step.ARRIVED].values())
    did = {step: sum(days[step].values()) for step in Step if step != Step.ARRIVED}
    return {
        step: (number, opened)
        for step, number in did.items()
        if number >= LEAST_SHOWN and opened - number >= LEAST_SHOWN
    }


def _a_day(arrived: Mapping[date, int], today: date) -> float:
    lately = {day: loads for day, loads in arrived.items() if today - timedelta(days=LATELY) <= day < today}
    total = sum(lately.values())
    return total / (today - min(lately)).days if total >= LEAST_SHOWN else 0.0
