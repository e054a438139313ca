"""Which style sheets each room wears; the public room's are put into the page itself.

No build step: the files in `static/components` are what the workspace links to. The public room may make one request
only, so its share is read once, squeezed, and written into one `<style>` element that the
Content-Security-Policy allows by its hash (CSP level 3, section 6.7.3.3). A finished page is sent with those rules only
that something on it wears: a sheet that is sent anew with every page is what a phone on 2G waits for.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "components"
DRAWINGS = Path(__file__).parent / "templates" / "components" / "pictures"

SHARED = ("tokens", "ground", "button", "form", "notice", "card", "picture", "lamp", "sign", "steps", "code")
PUBLIC = (*SHARED, "public", "channels")
WORKSPACE = (
    *SHARED,
    *("workspace", "banner", "tag", "table", "filters", "timeline", "identifier", "custody", "network", "chart"),
    *(
        "details",
        "pagination",
        "empty",
        "definitions",
        "progress",
        "danger",
        "tabs",
        "record",
        "links",
        "cells",
        "messages",
        "sheets",
        "viewing",
        "print",
    ),
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_PROPERTY = re.compile(r"--[a-z][a-z0-9-]*")
_USED = re.compile(r"var\((--[a-z][a-z0-9-]*)\)")
_DEFINED = re.compile(r"(?<=[{;])(--[a-z][a-z0-9-]*):([^;}]*);?")
_BESIDE_MARKS = re.compile(r" ?([{};,>]) ?")
_CLASS = re.compile(r'\bclass="([^"]*)"')
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)")
_ALTERNATIVES = re.compile(r",(?![^(]*\))")
_CHOICE = re.compile(r":(?:is|not)\([^)]*\)")  # whatever they choose among, the rest of the selector must be there
_NAMED_CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")
_NAMED_VALUE = re.compile(r"\[([a-z-]+)=([^\]]+)\]")
_NAMED_ELEMENT = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9]*)")


def squeeze(css: str) -> str:
    """Return the sheet without comments and needless white space; a space inside `calc()` or a selector stays."""
    css = _SPACE.sub(" ", _COMMENT.sub("", css))
    css = _BESIDE_MARKS.sub(r"\1", css)
    return css.replace(": ", ":").replace(";}", "}").strip()


@cache
def _short_names() -> dict[str, str]:
    """Return what the custom properties are called in the page: numbers, so that a phone on 2G loads less."""
    used = sorted(set(_PROPERTY.findall(_used_only(_sheets(PUBLIC)))))
    return {name: f"--{number}" for number, name in enumerate(used)}


def _used_only(css: str) -> str:
    """Return the sheet with the unused custom properties left out."""
    used = set(_USED.findall(css))
    return _DEFINED.sub(lambda found: found.group() if found[1] in used else "", css)


def _shortened(css: str) -> str:
    short = _short_names()
    return _PROPERTY.sub(lambda found: short[found.group()], css)


def _sheets(names: Iterable[str]) -> str:
    return _with_fixed_values(
        squeeze("\n".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in names))
    )


def _with_fixed_values(css: str) -> str:
    """Return the sheet with what is the same by day and by night (sizes, distances) written where it is used."""
    defined = _DEFINED.findall(css)
    names = [name for name, _value in defined]
    fixed = {name: value for name, value in defined if names.count(name) == 1}
    return _USED.sub(lambda found: fixed.get(found[1], found.group()), css)


@cache
def public_css() -> str:
    """Return the text of the public room's one `<style>` element."""
    return _shortened(_used_only(_sheets(PUBLIC)))


@cache
def public_css_hash() -> str:
    """Return the CSP source that allows exactly `public_css()`, quotes included: `'sha256-…'`."""
    return _source(public_css())


def dressed(page: str) -> tuple[str, str]:
    """Return a page of the public room with those rules only that something on it wears, and the CSP source of them.

    A rule stays where every class, every element and every attribute with a value (`[type=file]`) that its selector
    names is on the page, as markup: what is typed stands there escaped. What only a state or a bare attribute tells
    (`:hover`, `[disabled]`) stays with it. Pages with the same names on them wear the same.
    """
    values = frozenset(pair for pair in _values() if '{}="{}"'.format(*pair) in page)
    css = _worn_by(frozenset(_classes(page)), frozenset(_ELEMENT.findall(page)), values)
    return page.replace(f"<style>{public_css()}</style>", f"<style>{css}</style>", 1), _source(css)


def _classes(page: str) -> Iterator[str]:
    for names in _CLASS.findall(page):
        yield from names.split()


@cache
def _values() -> frozenset[tuple[str, str]]:
    return frozenset(_NAMED_VALUE.findall(_sheets(PUBLIC)))


@lru_cache(maxsize=512)
def _worn_by(classes: frozenset[str], elements: frozenset[str], values: frozenset[tuple[str, str]]) -> str:
    def is_worn(selector: str) -> bool:
        named = _CHOICE.sub("", selector)
        wanted = ((classes, _NAMED_CLASS), (elements, _NAMED_ELEMENT), (values, _NAMED_VALUE))
        return all(there.issuperset(names.findall(named)) for there, names in wanted)

    return _shortened(_used_only(_worn(_sheets(PUBLIC), is_worn)))


def _worn(css: str, is_worn: Callable[[str], bool]) -> str:
    kept = []
    for head, body in _rules(css):
        if head.startswith("@media"):
            inner = _worn(body, is_worn)
            kept += [f"{head}{{{inner}}}"] if inner else []
            continue
        selectors = [one for one in _ALTERNATIVES.split(head) if is_worn(one)]
        kept += [f"{','.join(selectors)}{{{body}}}"] if selectors else []
    return "".join(kept)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Parts of a squeezed sheet: what stands before a pair of braces, and what stands in it."""
    begin = 0
    while (opening := css.find("{", begin)) >= 0:
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[begin:opening], css[opening + 1 : end - 1]
        begin = end


def _source(css: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"
