"""What a campaign brought about, against what it set out to reach; as a page and as a table to take along."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from lali.engines.tables import neutral
from lali.records.awareness.vocabulary import AgeBand, Gender
from lali.records.reach.vocabulary import Step
from lali.records.results.campaigns import CampaignResults, Cell, Known, campaign_results
from lali.web.programme.views.campaigns import around

HUNDRED = 100
Word = str | Promise
TARGET_WORDS = {
    "wanted_people": _lazy("People to meet"),
    "wanted_openings": _lazy("Openings of its pages"),
    "wanted_gain": _lazy("More right judgements, of 100"),
}


@dataclass(frozen=True, slots=True)
class Gain:
    """Knowledge as it is written: rounded, of 100 judgements; `verdict` is how it stands to the target."""

    known: Known
    before: int
    after: int
    gain: int
    low: int
    high: int
    verdict: str

    @property
    def bars(self) -> list[tuple[Word, int]]:
        """What the chart shows."""
        return [(pgettext("the talk", "Before"), self.before), (pgettext("the talk", "After"), self.after)]


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers of the groups that may be named, under a title, each with its name in words."""

    title: Word
    bars: list[tuple[Word, int]]


@require_safe
def results(request: HttpRequest, number: int) -> HttpResponse:
    """What a campaign brought about, against its targets."""
    found = campaign_results(request.user, number)
    wanted = found.campaign.wanted_gain
    context = around(
        request,
        found.campaign,
        "results",
        found=found,
        parts=_parts(found),
        steps=[(step.label, cell.number) for step, cell in found.steps],
        paper=_gain(found.paper, wanted),
        web=_gain(found.web, wanted),
        over=[course for course in found.trials if course.standing == "over"],
        changed={name: [one for one in found.changed if one.target == name] for name in TARGET_WORDS},
    )
    return render(request, "programme/results.html", context)


def _parts(found: CampaignResults) -> list[Part]:
    genders, bands = dict(Gender.choices), dict(AgeBand.choices)
    return [
        Part(_("Who came, by sex"), _named(found.by_gender, lambda name: genders[name])),
        Part(_("Who came, by age"), _named(found.by_age, lambda name: bands[name])),
        Part(_("Who came, by place"), _named(found.by_place, str)),
        Part(_("Openings, by place of the code"), _named(found.by_code, str)),
    ]


def _named(cells: Iterable[Cell], named: Callable[[str], Word]) -> list[tuple[Word, int]]:
    return [(named(cell.name), cell.number) for cell in cells if cell.number]


def _gain(known: Known | None, wanted: int | None) -> Gain | None:
    if known is None:
        return None
    before, after, gain, low, high = (
        round(share * HUNDRED)
        for share in (known.before.value, known.after.value, known.gain.value, known.gain.low, known.gain.high)
    )
    return Gain(known, before, after, gain, low, high, _verdict(known, wanted))


def _verdict(known: Known, wanted: int | None) -> str:
    if wanted is None:
        return _("More than chance.") if known.gain.is_sure else _("It may be chance.")
    target = wanted / HUNDRED
    if known.gain.low >= target:
        return _("The target is reached, and that is more than chance.")
    if known.gain.value >= target:
        return _("The target is reached in these answers; with so few people it may be chance.")
    if known.gain.high < target:
        return _("The target is not reached, and that is more than chance.")
    return _("The target is not reached in these answers; with so few people it may be chance.")


# -- the table to take along -------------------------------------------------------------------------------------------


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    """The same results as CSV, in the same full tens."""
    found = campaign_results(request.user, number)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([_("What"), _("Group"), _("Number"), _("Low"), _("High"), _("Target")])
    for row in _rows(found):
        table.writerow([neutral(str(one)) if isinstance(one, str | Promise) else one for one in row])
    name = content_disposition_header(as_attachment=True, filename=f"campaign-{number}.csv")
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _rows(found: CampaignResults) -> Iterator[tuple[object, ...]]:
    plan = found.campaign
    yield _("Campaign"), plan.title, "", "", "", ""
    yield _("Sessions"), "", found.sessions, "", "", ""
    yield _("Sessions that wait for another"), "", found.waiting, "", "", ""
    yield _("People who came"), "", _or_hidden(found.people.number), "", "", plan.wanted_people or ""
    yield _("Openings of its pages"), "", _or_hidden(found.openings.number), "", "", plan.wanted_openings or ""
    yield from _changed_targets(found)
    for step, cell in found.steps:
        if step != Step.ARRIVED:
            yield step.label, "", _or_hidden(cell.number), "", "", ""
    for part in _parts(found):
        for name, number in part.bars:
            yield part.title, name, number, "", "", ""
    for title, known in ((_("Paper test"), found.paper), (_("Lesson on the web"), found.web)):
        gain = _gain(known, plan.wanted_gain)
        if gain:
            yield title, _("right of 100 before"), gain.before, "", "", ""
            yield title, _("right of 100 after"), gain.after, "", "", ""
            yield title, _("more right of 100"), gain.gain, gain.low, gain.high, plan.wanted_gain or ""
    for course in found.trials:
        if course.comparison:
            for letter, arm in (("A", course.comparison.first), ("B", course.comparison.second)):
                yield _("Trial, of 100 openings"), letter, round(arm.share * HUNDRED), "", "", ""


def _changed_targets(found: CampaignResults) -> Iterator[tuple[object, ...]]:
    for change in found.changed:
        said = _("Target before it was changed on %(day)s, after the start") % {"day": change.on.isoformat()}
        yield said, TARGET_WORDS[change.target], "", "", "", change.old or ""


def _or_hidden(number: int | None) -> object:
    return _("under 10") if number is None else number
