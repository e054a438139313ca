"""Results of the lesson on the public site."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lali.engines.knowledge import Estimate, Sensitivity
from lali.records.agencies.vocabulary import COUNTRIES
from lali.records.learning.vocabulary import Channel, Phase
from lali.records.results.queries import Group, learning_results
from lali.web.workspace.reading import language_word

TITLES = {"channel": _("By channel"), "language": _("By language"), "country": _("By country")}


@dataclass(frozen=True, slots=True)
class Told:
    """What a phase says of a group, as it is written; `few`: nothing, for too few people."""

    when: str | Promise
    few: bool
    people: str = ""
    stopped: str = ""
    mistrusted: str = ""
    d_prime: str = ""
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A group under its name."""

    name: str | Promise
    group: Group
    phases: tuple[Told, ...]


@require_safe
def learning(request: HttpRequest) -> HttpResponse:
    """How well people tell lures from honest offers, before and after the lesson; by channel, language, country."""
    found = learning_results(request.user)
    channels = dict(Channel.choices)
    named = {
        "channel": lambda code: channels.get(code, code),
        "language": language_word,
        "country": lambda code: COUNTRIES.get(code, code),
    }
    shown = found.everybody.phases.items()
    return render(
        request,
        "workspace/learning.html",
        {
            "found": found,
            "everybody": _line(found.everybody, str),
            "stopped": [(phase.label, round(one.hit_rate.value * 100)) for phase, one in shown],
            "mistrusted": [(phase.label, round(one.false_alarm_rate.value * 100)) for phase, one in shown],
            "kept": [
                (phase.label, one, _with_reach(one.then), _with_reach(one.now)) for phase, one in found.kept.items()
            ],
            "parts": [
                (title, [_line(group, named[kind]) for group in found.groups[kind]]) for kind, title in TITLES.items()
            ],
        },
    )


def _line(group: Group, named: Callable[[str], str | Promise]) -> Line:
    return Line(named(group.code), group, tuple(_told(phase, group.phases.get(phase)) for phase in Phase))


def _told(phase: Phase, one: Sensitivity | None) -> Told:
    if one is None:
        return Told(phase.label, few=True)
    return Told(
        when=phase.label,
        few=False,
        people=number_format(one.people),
        stopped=_percent(one.hit_rate.value),
        mistrusted=_percent(one.false_alarm_rate.value),
        d_prime=_with_reach(one.d_prime),
        criterion=_with_reach(one.criterion),
    )


def _percent(share: float) -> str:
    return _now("%(number)s %%") % {"number": round(share * 100)}


def _with_reach(estimate: Estimate) -> str:
    """Return a number with half the width of its 95 % interval."""
    low, high = estimate.interval()
    value = round(estimate.value, 2) + 0.0  # no minus before nought
    return f"{number_format(value, decimal_pos=2)} ± {number_format((high - low) / 2, decimal_pos=2)}"
