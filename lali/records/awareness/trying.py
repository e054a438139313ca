"""How far a trial has come: told from what was declared and from sums by day; the result only when it is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.knowledge import LEAST_SHOWN
from lali.engines.trials import Arm, Comparison, compare
from lali.records.awareness.models import Campaign, Trial
from lali.records.awareness.vocabulary import Letter, Standing
from lali.records.reach.queries import tallies_by_day
from lali.records.reach.vocabulary import Step
from lali.records.refusals import Refused

ByDay = Mapping[date, Mapping[str, int]]  # openings, or presses, by day and variant
ONE_DAY = timedelta(days=1)


class TrialRuns(Refused):
    """What is compared must stay what it was."""

    sentence = _("A trial of these messages is declared or running. Its words stay as they are until it is over.")


@dataclass(frozen=True, slots=True)
class Course:
    """Where a trial stands. `comparison` is None until it is over, and where too few opened a page, did it or did not.

    `last_day`: the last day that counts; `enough`: both variants had as many openings as were declared; `opened`: while
    it runs, how often each was opened, which says nothing of which does better.
    """

    trial: Trial
    standing: Standing
    last_day: date | None = None
    enough: bool = False
    comparison: Comparison | None = None
    opened: tuple[int, ...] = ()


def course_of(trial: Trial, today: date) -> Course:
    """Where a trial stands today. Whole days are counted, from the day after it began."""
    if trial.given_up_on:
        return Course(trial, Standing.GIVEN_UP)
    if trial.begun_on is None:
        return Course(trial, Standing.DECLARED)
    arrived = _counted(trial, Step.ARRIVED)
    reached = _day_reached(arrived, trial.needed)
    last_day = min(reached, trial.until) if reached else trial.until
    if today <= last_day:
        sums = tuple(sum(loads.get(letter, 0) for loads in arrived.values()) for letter in Letter.values)
        return Course(trial, Standing.RUNNING, opened=sums)
    arms = _arms(arrived, _counted(trial, Step(trial.outcome)), last_day)
    comparison = compare(*arms) if all(_may_be_shown(arm) for arm in arms) else None
    return Course(trial, Standing.OVER, last_day, enough=reached == last_day, comparison=comparison)


def _may_be_shown(arm: Arm) -> bool:
    """Whether nobody can be told from it: those who opened, who did it and who did not are many, or none did."""
    return arm.of >= LEAST_SHOWN and all(not n or n >= LEAST_SHOWN for n in (arm.yes, arm.of - arm.yes))


def _counted(trial: Trial, step: Step) -> ByDay:
    by_day = tallies_by_day(trial.campaign.subject, step, language=trial.language)
    return {day: loads for day, loads in by_day.items() if trial.begun_on < day <= trial.until}


def _day_reached(arrived: ByDay, needed: int) -> date | None:
    """The first day at whose end both variants have as many openings as were declared."""
    sums = dict.fromkeys(Letter.values, 0)
    for day in sorted(arrived):
        for letter, loads in arrived[day].items():
            sums[letter] += loads
        if min(sums.values()) >= needed:
            return day
    return None


def _arms(arrived: ByDay, did: ByDay, last_day: date) -> tuple[Arm, Arm]:
    """Both variants. A page can be loaded again: never more did it than opened the page."""

    def total(by_day: ByDay, letter: str) -> int:
        return sum(loads.get(letter, 0) for day, loads in by_day.items() if day <= last_day)

    one, other = ((total(did, letter), total(arrived, letter)) for letter in Letter.values)
    return Arm(min(one), one[1]), Arm(min(other), other[1])


def courses_of(trials: Iterable[Trial]) -> list[Course]:
    """Where each trial of a campaign stands today."""
    return [course_of(trial, timezone.localdate()) for trial in trials]


def require_no_trial(campaign: Campaign, language: str = "") -> None:
    """TrialRuns where a trial is declared or running, in one language or, for its words, in any.

    The page of a code shows its message beside other languages: new words in one of these change a trial of another.
    """
    if underway(campaign, language):
        raise TrialRuns


def underway(campaign: Campaign, language: str = "") -> Course | None:
    """The trial that is declared or running, in one language or in any; None where there is none."""
    trials = campaign.trials.filter(given_up_on__isnull=True).select_related("campaign")
    if language:
        trials = trials.filter(language=language)
    waiting = {Standing.DECLARED, Standing.RUNNING}
    return next((one for one in courses_of(trials) if one.standing in waiting), None)
