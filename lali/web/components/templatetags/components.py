"""Every component as a tag. The gallery shows each with its docstring, which is its manual.

A line of a docstring that starts with `{%` or `<` is how to write it in a template. Parameters with a default may be
left out.
"""

# ruff: noqa: PLR0917 - a docstring says what the component is; templates give parameters by place or by name

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext as _

from lali.web.components.marks import Segment, Span, segments
from lali.web.components.network import SHAPES, Node, Tie, draw
from lali.web.components.styles import DRAWINGS, WORKSPACE, public_css

register = template.Library()
_BACKTICKS = re.compile(r"`([^`]*)`")

NOTICE_OF_MESSAGE = {"success": "done", "warning": "attention", "error": "attention"}


def _component(name: str, /, **facts: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", facts)


# -- the rooms ---------------------------------------------------------------------------------------------------------


@register.simple_tag
def public_style() -> SafeString:
    """The public room's one style element; its hash is `styles.public_css_hash()`."""
    return mark_safe(f"<style>{public_css()}</style>")  # noqa: S308 - our own files


@register.simple_tag
def workspace_sheets() -> tuple[str, ...]:
    """The workspace's style sheets, in order, for `{% static %}`."""
    return tuple(f"components/{name}.css" for name in WORKSPACE)


@register.inclusion_tag("components/quick_exit.html")
def quick_exit(url: str = "/leave/") -> dict[str, Any]:
    """Leaves the site at once; stands first on every public page and stays in view.

    {% quick_exit url %}
    """
    return {"url": url}


@register.inclusion_tag("components/languages.html", takes_context=True)
def languages(context: template.Context, codes: Sequence[str]) -> dict[str, Any]:
    """The same page in the other languages, by path prefix; each named in its own tongue.

    {% get_available_languages as LANGUAGES %}{% languages LANGUAGES %}
    """
    path = context["request"].path
    return {
        "current": get_language(),
        "choices": [(code, get_language_info(code)["name_local"], translate_url(path, code)) for code, _name in codes],
    }


@register.inclusion_tag("components/emergency.html")
def emergency(contacts: Iterable[Any], country: str = "") -> dict[str, Any]:
    """Numbers to ring now; first on every report page. Contacts have `name`, `number`, `checked_on` (or None).

    {% emergency contacts country %}
    """
    return {"contacts": contacts, "country": country}


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(context: template.Context, url: str, label: str, count: int | None = None) -> dict[str, Any]:
    """One line of the workspace's navigation; knows by itself whether we are there. `count`: how many need me.

    {% nav_item url label count=3 %}
    """
    path = context["request"].path if "request" in context else ""
    return {"url": url, "label": label, "count": count, "current": is_here(path, url)}


def is_here(path: str, url: str) -> bool:
    """Whether a page stands at or below an entry of the navigation."""
    return path == url or (url != "/" and path.startswith(url))


@register.simple_block_tag
def banner(content: str, kind: str = "attention") -> SafeString:
    """A band across the page, such as the fictional demo's. `kind`: attention, info, danger.

    {% banner %}…{% endbanner %}
    """
    return _component("banner", content=content, kind=kind)


# -- small parts -------------------------------------------------------------------------------------------------------


@cache
def _drawing(name: str) -> str:
    return (DRAWINGS / f"{name}.html").read_text(encoding="utf-8").strip()


@register.simple_tag
def picture(name: str, size: str = "") -> SafeString:
    """A drawn sign that weighs nothing; always beside words, so readers aloud skip it. `size`: "big".

    {% picture "passport" %}
    """
    css = f"picture picture-{size}" if size else "picture"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        css,
        mark_safe(_drawing(name)),  # noqa: S308 - our own files
    )


@register.simple_tag
def moment(at: datetime, *, day_only: bool = False) -> SafeString:
    """A moment in local time, with the zone on hover; only its day where no more is known. `at` must know its zone.

    {% moment tip.received_at day_only=tip.received_day_only %}
    """
    local = timezone.localtime(at)
    if day_only:
        return format_html('<time datetime="{}">{}</time>', local.date().isoformat(), date_format(local, _("j M Y")))
    zone = f"{timezone.get_current_timezone_name()} (UTC{local:%z})"
    shown = date_format(local, _("j M Y, H:i"))
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="seconds"), zone, shown)


@register.inclusion_tag("components/button.html")
def button(
    label: str, url: str = "", kind: str = "", name: str = "", value: str = "", form: str = ""
) -> dict[str, Any]:
    """A button that submits its form, or with `url` a link that looks like one.

        {% button "Open a case" %} {% button "Cancel" url="/" kind="second" %}

    `kind`: nothing (the one main action), second, quiet, grave (cannot be undone). `form`: id of a form elsewhere.
    """
    return {"label": label, "url": url, "kind": kind, "name": name, "value": value, "form": form}


@register.inclusion_tag("components/tag.html")
def tag(label: str, kind: str = "") -> dict[str, Any]:
    """A state in one or two words. `kind`: nothing, info, attention, done, danger (to a person only).

    {% tag "New" "info" %}
    """
    return {"label": label, "kind": kind}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Says what happened, why, what to do next. `kind`: info, attention, done, danger (to a person only).

    {% notice "done" title="Sealed." %}…{% endnotice %}
    """
    return _component("notice", content=content, kind=kind, title=title)


@register.filter
def notice_kind(level: str) -> str:
    """The notice kind for a message's level; a refusal needs attention, danger is kept for persons."""
    return NOTICE_OF_MESSAGE.get(level, "info")


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2) -> SafeString:
    """A sheet with an optional heading of the given level.

    {% card "Persons" level=3 %}…{% endcard %}
    """
    return _component("card", content=content, title=title, level=level)


@register.simple_block_tag
def table(content: str, caption: str, *, hide_caption: bool = False) -> SafeString:
    """A table that becomes cards on a phone; give each cell its heading as data-label, numbers class="number".

    {% table "Tips" %}<thead>…</thead><tbody><tr><td data-label="From">…</td></tr></tbody>{% endtable %}
    """
    return _component("table", content=content, caption=caption, hide_caption=hide_caption)


@register.simple_block_tag
def filters(content: str, label: str, clear_url: str = "") -> SafeString:
    """One line of choices above a list: a plain GET form; put fields inside (`{{ form.state.as_field_group }}`).

    {% filters "Filter tips" clear_url="." %}…{% endfilters %}
    """
    return _component("filters", content=content, label=label, clear_url=clear_url)


@register.inclusion_tag("components/steps.html")
def steps(current: int, total: int = 0, names: Sequence[str] = ()) -> dict[str, Any]:
    """Where am I: `current` counts from 1; give `total`, or `names` of the steps.

    {% steps 2 6 %} {% steps 2 names=names %}
    """
    total = len(names) or total
    beads = [
        (names[n - 1] if names else "", "past" if n < current else "here" if n == current else "")
        for n in range(1, total + 1)
    ]
    return {"current": current, "total": total, "beads": beads, "named": bool(names)}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened when. Events have `at`, `what`, `by`, `note` and `kind` ("", attention, done, danger).

    {% timeline events %}
    """
    return {"events": events}


@register.inclusion_tag("components/definitions.html")
def definitions(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Facts of one record: pairs of a word and its value.

    {% definitions facts %}
    """
    return {"pairs": pairs}


@register.inclusion_tag("components/progress.html")
def progress(label: str, value: int, most: int) -> dict[str, Any]:
    """How far, in a bar and in words.

    {% progress "Sealed" 340 512 %}
    """
    return {"label": label, "value": value, "most": most}


@register.simple_block_tag
def empty(content: str, title: str, url: str = "", action: str = "") -> SafeString:
    """Nothing here yet: says what belongs here and what to do first.

    {% empty "No tips yet" url=url action="Write down a tip" %}…{% endempty %}
    """
    return _component("empty", content=content, title=title, url=url, action=action)


@register.simple_block_tag
def more(content: str, title: str, *, opened: object = False) -> SafeString:
    """More on demand, without a script.

        {% more "How is this computed?" %}…{% endmore %}

    `opened`: it stands open from the start, so that a form's errors in it are seen.
    """
    return _component("more", content=content, title=title, opened=opened)


@register.simple_block_tag
def dialog(content: str, title: str, kind: str = "second", *, opened: object = False) -> SafeString:
    """A button that opens a sheet with a question or a small form, without a script.

        {% dialog "Close this tip" kind="grave" opened=form.errors %}<form>…</form>{% enddialog %}

    `opened`: it stands open from the start, so that a form's errors are seen.
    """
    return _component("dialog", content=content, title=title, kind=kind, opened=opened)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Page, key: str = "page", label: str = "", *, newest_first: bool = False
) -> dict[str, Any]:
    """The page before and the page after of a `django.core.paginator.Page`; keeps the filters of the address.

    {% pagination page %}

    A second list on one page needs a `key` of its own in the address and a `label` of its own. A list that runs
    newest first says so, and its pages are newer and older.
    """
    query = context["request"].GET.copy()

    def link(number: int) -> str:
        query[key] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "label": label or _("Pages"),
        "newest_first": newest_first,
        "total": page.paginator.count,
        "earlier": link(page.previous_page_number()) if page.has_previous() else "",
        "later": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/code.html")
def code(words: Sequence[str]) -> dict[str, Any]:
    """The reporter's six words, easy to copy onto paper.

    {% code words %}
    """
    return {"words": words}


@register.inclusion_tag("components/file_drop.html")
def file_drop(name: str, label: str, hint: str = "", *, multiple: bool = False) -> dict[str, Any]:
    """A plain file field, large enough to drop a file on. In a form class a FileField looks the same by itself.

    {% file_drop "file" "Exhibit" hint="Any file of any size." %}
    """
    return {"name": name, "label": label, "hint": hint, "multiple": multiple}


# -- the work's own parts ----------------------------------------------------------------------------------------------


@register.inclusion_tag("components/identifier.html")
def identifier(kind: str, value: str, seen: int = 0, url: str = "", *, weak: bool = False) -> dict[str, Any]:
    """A phone, handle or wallet: its kind in words, its value, and in how many other records it stands.

    {% identifier "Phone" "+679 555 0101" seen=3 url=url weak=False %}
    """
    return {"kind": kind, "value": value, "seen": seen, "url": url, "weak": weak}


@register.inclusion_tag("components/lamps.html")
def lamps(act: bool, means: bool, purpose: bool) -> dict[str, Any]:
    """The three lamps (Palermo Protocol, article 3): what the words point to, never a finding.

    {% lamps act=True means=True purpose=False %}
    """
    names = (pgettext("lamp", "Act"), pgettext("lamp", "Means"), pgettext("lamp", "Purpose"))
    return {"lamps": list(zip(names, (act, means, purpose), strict=True))}


@register.inclusion_tag("components/sign.html")
def sign(label: str, quote: str, why: str, number: int = 0, picture: str = "") -> dict[str, Any]:
    """A sign: its name, the words that gave it, why it matters; `number` ties it to the marked text. Stands in ul.signs.

    <ul class="signs">{% sign "Fee before work" "pay $300" "Real employers do not ask this." number=1 picture="fee" %}</ul>
    """  # noqa: E501
    return {"label": label, "quote": quote, "why": why, "number": number, "picture": picture}


@register.simple_tag
def marked(text: str, spans: Iterable[Any]) -> SafeString:
    """A message with the words of its signs marked; spans have `start`, `end` (half-open, in characters) and `label`.

        {% marked text spans %}

    Spans may overlap. The n-th span is number n, as in `{% sign … number=n %}`.
    """
    known = [_span(span) for span in spans]
    pieces = format_html_join("", "{}", ((_mark(segment, known),) for segment in segments(text, known)))
    return _component("marked", content=pieces)


def _span(span: Any) -> Span:
    if isinstance(span, Mapping):
        return Span(span["start"], span["end"], span["label"])
    return Span(span.start, span.end, span.label)


def _mark(segment: Segment, spans: Sequence[Span]) -> str:
    if not segment.covered_by:
        return escape(segment.text)
    said = "; ".join(
        _("Sign %(number)d: %(label)s") % {"number": n, "label": spans[n - 1].label} for n in segment.opens
    )
    return format_html(
        "<mark{}>{}{}</mark>{}",
        mark_safe(' class="twice"') if len(segment.covered_by) > 1 else "",
        format_html('<span class="vh">({}) </span>', said) if said else "",
        segment.text,
        format_html_join("", '<sup aria-hidden="true">{}</sup>', ((n,) for n in segment.closes)),
    )


@register.inclusion_tag("components/custody.html")
def custody(events: Iterable[Any]) -> dict[str, Any]:
    """The life of an exhibit, oldest first. Events have `at`, `what`, `by`, `where`, `digest` and `broken`.

    {% custody events %}
    """
    return {"events": events}


@register.inclusion_tag("components/holding.html")
def holding(spans: Iterable[Any]) -> dict[str, Any]:
    """Who held a thing when, oldest first.

        {% holding spans %}

    Spans have `kind` (held, way, outside, gone), `who`, `start`, `end`, `length` in words, `place`, `seal`,
    `is_broken`, and `events` as in `custody`.
    """
    return {"spans": spans}


@register.inclusion_tag("components/network.html")
def network(nodes: Sequence[Node], ties: Sequence[Tie], title: str) -> dict[str, Any]:
    """Who is tied to what, drawn on the server from `network.Node` and `network.Tie`; a table says it again.

    {% network nodes ties "Ties of case FJ-2026-0007" %}
    """
    words = {"case": _("case"), "person": _("person"), "identifier": _("identifier")}
    return {
        "picture": draw(nodes, ties),
        "key": [(kind, words[kind], shape) for kind, shape in SHAPES.items()],
        "ties": _rows(nodes, ties),
        "title": title,
    }


def _rows(nodes: Sequence[Node], ties: Sequence[Tie]) -> list[tuple[Node, Tie, Node]]:
    by_key = {node.key: node for node in nodes}
    return [(by_key[tie.one], tie, by_key[tie.other]) for tie in ties]


@register.inclusion_tag("components/chart.html")
def chart(rows: Sequence[tuple[str, int]], title: str, kind: str = "", most: int = 0) -> dict[str, Any]:
    """A bar chart that is a table: pairs of a label and a whole number. `kind`: nothing or attention.

        {% chart rows "Tips by platform" %}

    `most`: the number that fills the line; the largest there is, if none is given.
    """
    most = most or max((value for _label, value in rows), default=0) or 1
    return {"rows": [(label, value, value * 100 // most) for label, value in rows], "title": title, "kind": kind}


# -- the gallery's own part --------------------------------------------------------------------------------------------


@register.simple_block_tag
def example(content: str, name: str) -> SafeString:
    """Shows a component in the gallery with its manual: what it is and how to write it, from its docstring."""
    lines = [line.strip() for line in (register.tags[name].__doc__ or "").splitlines() if line.strip()]
    how = [line for line in lines if line.startswith(("{%", "<"))]
    said = " ".join(line for line in lines if line not in how)
    said = mark_safe(_BACKTICKS.sub(r"<code>\1</code>", escape(said)))  # noqa: S308 - our own docstring, escaped
    return _component("example", content=content, name=name, how=how, said=said)
