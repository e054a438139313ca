"""`{% load programme %}`: small things that the programme's pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from lali.records.awareness.models import Audience

register = template.Library()

STATE_KINDS = {"planned": "info", "running": "done", "over": ""}


@register.filter
def campaign_kind(state: str) -> str:
    """The tag kind of a campaign's state."""
    return STATE_KINDS.get(state, "")


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
