"""Which style sheets each room wears; the public room's are put into the page itself.

No build step: the files in `static/components` are what the workspace links to. The public room may make one request
only, so its share is read once, squeezed, and written into one `<style>` element that the
Content-Security-Policy allows by its hash (CSP level 3, section 6.7.3.3).
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "components"
DRAWINGS = Path(__file__).parent / "templates" / "components" / "pictures"

SHARED = ("tokens", "ground", "button", "form", "notice", "card", "picture", "lamp", "sign", "steps", "code")
PUBLIC = (*SHARED, "public")
LESSON = "channels"  # on the pages of the lesson beside PUBLIC, so that the others stay small
WORKSPACE = (
    *SHARED,
    *("workspace", "banner", "tag", "table", "filters", "timeline", "identifier", "custody", "network", "chart"),
    *("details", "pagination", "empty", "definitions", "progress", "danger", "tabs", "record", "cells", "print"),
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_PROPERTY = re.compile(r"--[a-z][a-z0-9-]*")
_USED = re.compile(r"var\((--[a-z][a-z0-9-]*)\)")
_DEFINED = re.compile(r"(?<=[{;])(--[a-z][a-z0-9-]*):[^;}]*;?")
_BESIDE_MARKS = re.compile(r" ?([{};,>]) ?")


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
    return squeeze("\n".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in names))


@cache
def public_css() -> str:
    """Return the text of the public room's one `<style>` element."""
    return _shortened(_used_only(_sheets(PUBLIC)))


@cache
def lesson_css() -> str:
    """Return the text of a second one, for the pages of the lesson. KeyError for a property that PUBLIC never uses."""
    return _shortened(_sheets([LESSON]))


@cache
def public_css_hash() -> str:
    """Return the CSP source that allows exactly `public_css()`, quotes included: `'sha256-…'`."""
    return _source(public_css())


@cache
def lesson_css_hash() -> str:
    """Return the CSP source that allows exactly `lesson_css()`."""
    return _source(lesson_css())


def _source(css: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"
