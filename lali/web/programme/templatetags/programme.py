"""`{% load programme %}`: small things that the programme's pages say."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
