"""`{% load programme %}`: small things that the programme's pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from collections.abc import Iterable

    from lali.engines.trials import Arm
    from lali.records.agencies.models import Member
    from lali.records.awareness.models import Audience
    from lali.records.awareness.trying import Course

register = template.Library()

STATE_KINDS = {"planned": "info", "running": "done", "over": ""}
TRIAL_KINDS = {"declared": "attention", "running": "info", "over": "done"}
HUNDRED = 100
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
        audience.get_channel_display(),
    ]
    return " · ".join(str(one) for one in parts if one)


@register.filter
def trial_kind(standing: str) -> str:
    """The tag kind of a trial's state."""
    return TRIAL_KINDS.get(standing, "")


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
    facts = {"number": number_format(number), "wanted": number_format(wanted), "share": number * HUNDRED // wanted}
    return _("%(number)s of %(wanted)s wanted (%(share)d of 100)") % facts


@register.simple_tag
def comparison_words(course: Course) -> str:
    """What a trial that is over says, and how surely.

    {% comparison_words course %}
    """
    found, gap = course.comparison, course.comparison.difference
    low, high = sorted(abs(round(end * HUNDRED)) for end in (gap.low, gap.high))
    facts = {"value": abs(round(gap.value * HUNDRED)), "low": low, "high": high}
    facts["p"] = (
        f"p = {number_format(found.p, decimal_pos=3)}"
        if found.p >= SMALLEST_P
        else f"p < {number_format(SMALLEST_P, decimal_pos=3)}"
    )
    if not found.is_sure:
        return _("It cannot be told which message does better (%(p)s).") % facts
    if found.second.share > found.first.share:
        return _("B did better: %(value)d more of 100 (%(low)d to %(high)d; %(p)s).") % facts
    return _("A did better: %(value)d more of 100 (%(low)d to %(high)d; %(p)s).") % facts


@register.simple_tag
def arm_cells(arm: Arm) -> SafeString:
    """The two cells of a variant: openings, and how many of 100 did it.

    {% arm_cells course.comparison.first %}
    """
    did = _("%(number)d of 100") % {"number": round(arm.share * HUNDRED)}
    return format_html('<td class="number">{}</td><td class="number">{}</td>', number_format(arm.of), did)
