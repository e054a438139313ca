"""`{% load programme %}`: small things that the programme's pages say."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from lali.engines.knowledge import LEAST_SHOWN
from lali.engines.trials import wilson
from lali.records.awareness.vocabulary import Outcome, Standing

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from collections.abc import Iterable
    from datetime import date

    from lali.records.agencies.models import Member
    from lali.records.awareness.models import Audience
    from lali.records.awareness.starting import Start
    from lali.records.awareness.trying import Course

register = template.Library()

STATE_KINDS = {"planned": "info", "running": "done", "over": ""}
TRIAL_KINDS = {"declared": "attention", "running": "info", "over": "done"}
TEN, HUNDRED = 10, 100
SMALLEST_P = 0.001


@register.filter
def campaign_kind(state: str) -> str:
    """The tag kind of a campaign's state."""
    return STATE_KINDS.get(state, "")


@register.filter
def join_names(members: Iterable[Member]) -> str:
    """Names of members, in one line."""
    return ", ".join(one.name for one in members)


@register.simple_tag(takes_context=True)
def campaign_tab(context: template.Context, part: str, route: str, words: str) -> SafeString:
    """One tab of a campaign's page; the one we are on says so.

    {% campaign_tab "sessions" "programme:sessions" _("Sessions") %}
    """
    here = mark_safe(' aria-current="page"') if context.get("part", "") == part else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', reverse(route, args=[context["campaign"].pk]), here, words)


@register.simple_tag
def audience_words(audience: Audience) -> str:
    """Whom a campaign is for, in one line.

    {% audience_words audience %}
    """
    language = get_language_info(audience.language)["name_translated"]
    parts = [
        audience.get_gender_display() if audience.gender else _("Everybody"),
        audience.get_age_band_display() if audience.age_band else "",
        audience.place,
        language,
        ", ".join(audience.channel_labels),
    ]
    return " · ".join(str(one) for one in parts if one)


@register.filter
def signed(number: int) -> str:
    """A change with its sign: +12, −3, 0."""
    return f"{number:+d}".replace("-", "−") if number else "0"


@register.simple_tag
def against(number: int | None, wanted: int | None) -> str:
    """A number against its target, in words; one that is too small says only that.

    {% against found.people.number campaign.wanted_people %}
    """
    if number is None:
        return _("under 10")
    if not wanted:
        return number_format(number)
    facts = {"number": number_format(number), "wanted": number_format(wanted)}
    if number >= wanted:
        return _("%(number)s. The target of %(wanted)s is reached.") % facts
    return _("%(number)s so far. The target is %(wanted)s.") % facts


# -- trials ------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/tag.html")
def course_tag(course: Course, today: date) -> dict[str, object]:
    """Where a trial stands: one that is begun says so, and runs when somebody has come.

    {% course_tag course today %}
    """
    words = course.standing.label
    if course.standing == Standing.RUNNING and course.trial.begun_on == today:
        words = _("Counts from tomorrow")
    elif course.standing == Standing.RUNNING and not any(course.opened):
        words = _("Begun; nobody has come yet")
    return {"label": words, "kind": TRIAL_KINDS.get(course.standing, "")}


@register.filter
def opened_words(course: Course) -> list[tuple[str, int]]:
    """How often each message of a running trial was opened; under ten, none is drawn and the words say so."""
    if not any(course.opened):
        return []
    return [
        (
            _("Message %(letter)s, openings") % {"letter": letter}
            if number >= LEAST_SHOWN
            else _("Message %(letter)s, under 10 openings") % {"letter": letter},
            number if number >= LEAST_SHOWN else 0,
        )
        for letter, number in zip("AB", course.opened, strict=False)
    ]


@register.filter
def seen_words(start: Start) -> list[str]:
    """What those who came by codes of a language did until now."""
    return [
        _("%(did)s of %(opened)s %(what)s: %(share)d of 100")
        % {
            "did": number_format(did),
            "opened": number_format(opened),
            "what": Outcome(outcome).label,
            "share": round(did * HUNDRED / opened),
        }
        for outcome, (did, opened) in start.seen.items()
    ]


@register.simple_tag
def comparison_words(course: Course) -> str:
    """What a trial that is over says, in one plain sentence.

    {% comparison_words course %}
    """
    found = course.comparison
    if not found.is_sure:
        return _("We cannot tell which is better.") if course.enough else _("We cannot tell yet which is better.")
    b_is_better = found.second.share > found.first.share
    better, other = (found.second, found.first) if b_is_better else (found.first, found.second)
    facts = {
        name: number_format(number)
        for name, number in (("yes", better.yes), ("of", better.of), ("yes_2", other.yes), ("of_2", other.of))
    }
    if b_is_better:
        return _("B was better: %(yes)s of %(of)s against %(yes_2)s of %(of_2)s.") % facts
    return _("A was better: %(yes)s of %(of)s against %(yes_2)s of %(of_2)s.") % facts


@dataclass(frozen=True, slots=True)
class Drawn:
    """One bar: how wide, from where to where the line goes, in hundredths of the whole width."""

    letter: str
    words: str
    share: str
    wide: float
    low: float
    high: float


@register.inclusion_tag("programme/shares.html")
def shares(course: Course) -> dict[str, object]:
    """Both messages as bars, each with the line in which its true share lies.

    {% shares course %}
    """
    arms = (("A", course.comparison.first), ("B", course.comparison.second))
    ends = {letter: wilson(arm) for letter, arm in arms}
    most = min(HUNDRED, TEN * ceil(max(high for _low, high in ends.values()) * TEN))
    rows = [
        Drawn(
            letter,
            _("%(yes)s of %(of)s") % {"yes": number_format(arm.yes), "of": number_format(arm.of)},
            _("%(number)d of 100") % {"number": round(arm.share * HUNDRED)},
            *(round(part * HUNDRED * HUNDRED / most, 2) for part in (arm.share, *ends[letter])),
        )
        for letter, arm in arms
    ]
    title = _("Of those who opened the page: %(what)s") % {"what": course.trial.get_outcome_display()}
    return {"rows": rows, "most": most, "title": title}


@register.simple_tag
def exact_words(course: Course) -> str:
    """The test and the interval, for who wants to check them.

    {% exact_words course %}
    """
    found, gap = course.comparison, course.comparison.difference
    value, low, high = (signed(round(part * HUNDRED)) for part in (gap.value, gap.low, gap.high))
    facts = {"value": value, "low": low, "high": high, "alpha": number_format(found.alpha, decimal_pos=2)}
    facts["p"] = (
        f"p = {number_format(found.p, decimal_pos=3)}"
        if found.p >= SMALLEST_P
        else f"p < {number_format(SMALLEST_P, decimal_pos=3)}"
    )
    return (
        _(
            "Fisher’s exact test, two-sided: %(p)s; up to %(alpha)s one is called better. B less A: %(value)s of 100, "
            "95 %% interval %(low)s to %(high)s by Newcombe (1998); the lines are Wilson’s intervals (1927)."
        )
        % facts
    )
