"""`{% load workspace %}`: small things that the workspace's pages say."""

from __future__ import annotations

import re
from copy import copy
from datetime import date, datetime
from typing import TYPE_CHECKING

from django import forms, template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext_lazy

from lali.records.agencies.vocabulary import Permission
from lali.records.cases.vocabulary import CaseKind, CaseState, DeadlineKind, DeadlineState, Level
from lali.records.chronology.when import When, in_words
from lali.records.configuration.queries import as_configured
from lali.web.components.templatetags.components import moment, tag
from lali.web.workspace import people
from lali.web.workspace.forms.links import OF_A_FAMILY
from lali.web.workspace.navigation import Navigation, navigation_of
from lali.web.workspace.reading import language_word

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from lali.records.agencies.models import Member
    from lali.records.cases.models import Deadline, PersonInCase
    from lali.records.cases.queries import PersonShown, Proposal

register = template.Library()
register.filter(language_word)
register.filter(people.age_words)
register.filter(as_configured)
SLOT = re.compile(r"\{(phone|pay|link|mail|contact|date|number|place|name|slot)\}")
SLOTS = {
    "phone": pgettext_lazy("what changes in a text", "phone"),
    "pay": pgettext_lazy("what changes in a text", "pay"),
    "link": pgettext_lazy("what changes in a text", "link"),
    "mail": pgettext_lazy("what changes in a text", "e-mail"),
    "contact": pgettext_lazy("what changes in a text", "account or number in an app"),
    "date": pgettext_lazy("what changes in a text", "date"),
    "number": pgettext_lazy("what changes in a text", "number"),
    "place": pgettext_lazy("what changes in a text", "place"),
    "name": pgettext_lazy("what changes in a text", "name"),
    "slot": pgettext_lazy("what changes in a text", "other words"),
}
ROLE_KINDS = {"victim": "attention", "suspect": "info"}
RISK_KINDS = {"urgent": "danger", "likely": "attention", "watch": "info"}
STATE_KINDS = {
    "new": "info",
    "draft": "attention",
    "open": "info",
    "prosecutor": "info",
    "sealed": "done",
    "approved": "done",
    "looked_at": "attention",
    "taken_in": "done",
    "receipted": "done",
    "accepted": "done",
    "running": "info",
    "missed": "attention",
    "met_late": "attention",
    "met": "done",
}


@register.filter
def may(member: Member, permission: str) -> bool:
    """Whether a member's role carries a permission: `{% if user|may:"open_case" %}`."""
    return member.is_authenticated and member.may(Permission(permission))


@register.simple_tag
def said_when(when: When | None, language: str) -> SafeString:
    """A moment as exactly as it is known, in the words that a brief in that language will say."""
    if when is None:
        return SafeString("")
    with override(language):
        return format_html('<span lang="{}">{}</span>', language, in_words(when))


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> Navigation:
    """The places that the reader may go to, from the page they are on."""
    request = context["request"]
    return navigation_of(request.user, request.path)


@register.simple_tag
def template_words(words: str, longest: int = 0) -> SafeString:
    """A template of a family: what stays as it is, each slot as a box with what stands there in words.

    {% template_words family.template 240 %}
    """
    begun = words[:longest] if longest else words
    if longest and begun.rfind("{") > begun.rfind("}"):  # never half a slot
        begun = begun[: begun.rfind("{")]
    pieces = SLOT.split(begun)
    shown = [
        format_html('<span class="slot">{}</span>', SLOTS.get(piece, piece)) if place % 2 else piece
        for place, piece in enumerate(pieces)
    ]
    cut = "…" if longest and len(words) > longest else ""
    return format_html("{}{}", format_html_join("", "{}", ((piece,) for piece in shown)), cut)


@register.filter
def risk_kind(risk: str) -> str:
    """The tag kind of a tip's risk."""
    return RISK_KINDS.get(risk, "")


@register.filter
def brief_kind(state: str) -> str:
    """The tag kind of a brief's state."""
    return {"draft": "info", "ready": "attention", "fixed": "done"}.get(state, "")


@register.filter
def decision_kind(decision: str) -> str:
    """The tag kind of what a brief decided about an item."""
    return {"included": "done", "withheld": "attention"}.get(decision, "")


@register.filter
def state_kind(state: str) -> str:
    """The tag kind of a state."""
    return STATE_KINDS.get(state, "")


@register.simple_tag
def form_for(form: forms.Form, step: str, key: object, sent_from: str = "") -> forms.Form:
    """One form on several rows: each with ids of its own; what was typed stands only in the row it was sent from."""
    row = f"{step}-{key}"
    own = copy(form) if row == sent_from else type(form)(prefix=form.prefix)
    own.auto_id = f"id_{row}_%s"
    own._bound_fields_cache = {}  # noqa: SLF001 - a copy must not share the fields drawn with other ids
    return own


@register.simple_tag
def with_ids(form: forms.Form, step: str, key: object) -> forms.Form:
    """A form that stands once on its page, with ids of its own beside those of others."""
    form.auto_id = f"id_{step}-{key}_%s"
    return form


@register.simple_tag
def family_verdict(verdict: str) -> str:
    """What a member said of a family, in words."""
    return str(dict(OF_A_FAMILY).get(verdict, verdict))


@register.simple_tag
def due(day: date | None) -> SafeString | str:
    """A day by which something is due, and how that stands to today, in words.

    {% due task.due_on %}
    """
    if day is None:
        return _("no date")
    left = (day - timezone.localdate()).days
    shown = date_format(day, _("j M Y"))
    if left < 0:
        late = ngettext("late by %d day", "late by %d days", -left) % -left
        return format_html('{} <span class="tag tag-attention nowrap">{}</span>', shown, late)
    soon = _("today") if left == 0 else ngettext("in %d day", "in %d days", left) % left
    return format_html('{} <span class="soft">({})</span>', shown, soon)


HOURS_SHOWN = 48  # a moment that is nearer is told in hours


@register.simple_tag
def time_left(at: datetime) -> SafeString:
    """A moment by which something is due, and how far off it is, in words.

    {% time_left deadline.due_at %}
    """
    seconds = (at - timezone.now()).total_seconds()
    hours, days = int(abs(seconds) // 3600), abs((timezone.localdate(at) - timezone.localdate()).days)
    if seconds < 0:
        late = (
            ngettext("missed by %d hour", "missed by %d hours", hours) % hours
            if hours < HOURS_SHOWN
            else ngettext("missed by %d day", "missed by %d days", days) % days
        )
        return format_html('{} <span class="tag tag-attention nowrap">{}</span>', moment(at), late)
    left = (
        ngettext("in %d hour", "in %d hours", hours) % hours
        if hours < HOURS_SHOWN
        else ngettext("in %d day", "in %d days", days) % days
    )
    return format_html('{} <span class="soft">({})</span>', moment(at), left)


@register.simple_tag
def deadline_state(deadline: Deadline) -> DeadlineState:
    """Where a deadline stands now."""
    return deadline.state_at(timezone.now())


@register.filter
def case_kind(kind: str) -> str:
    """The kind of a case, in words."""
    return str(dict(CaseKind.choices).get(kind, kind))


@register.filter
def case_state(state: str) -> str:
    """The state of a case, in words."""
    return str(dict(CaseState.choices).get(state, state))


@register.filter
def deadline_kind(kind: str) -> str:
    """The kind of a deadline, in words."""
    return str(dict(DeadlineKind.choices).get(kind, kind))


@register.filter
def level_word(level: str) -> str:
    """A member's level on a team, in words."""
    return Level(level).label


@register.simple_tag(takes_context=True)
def case_tab(context: template.Context, part: str, route: str, words: str) -> SafeString:
    """One tab of a case's page; the one we are on says so.

    {% case_tab "persons" "workspace:case_persons" _("Persons") %}
    """
    here = mark_safe(' aria-current="page"') if context.get("part", "") == part else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', reverse(route, args=[context["case"].ref]), here, words)


def _tag(words: object, kind: str) -> str:
    return render_to_string("components/tag.html", tag(str(words), kind))


@register.simple_tag
def role_tag(place: PersonInCase) -> SafeString:
    """A person's role: in colour while it stands, plain once it has ended.

    {% role_tag place %}
    """
    words = people.role_word(place.role, confirmed=bool(place.confirmed_on))
    return mark_safe(_tag(words, "" if place.until else ROLE_KINDS.get(place.role, "info")))  # noqa: S308 - a template's


@register.simple_tag
def person_roles(person: PersonShown) -> SafeString:
    """The roles that a person has now; the last one where all have ended.

    {% person_roles person %}
    """
    return format_html_join(" ", "{}", ((role_tag(place),) for place in person.present or person.places[-1:]))


@register.simple_tag
def child_tag(person: PersonShown) -> SafeString | str:
    """Says of a person that they are, or may be, a child.

    {% child_tag person %}
    """
    found = people.childhood_tag(person)
    return mark_safe(_tag(*found)) if found else ""  # noqa: S308 - a template's


@register.simple_tag
def pair_key(proposal: Proposal) -> str:
    """What tells the row of one proposed pair from others."""
    return f"{proposal.person.id}-{proposal.other_id}"
