"""Which style sheets each room wears; the public room's are put into the page itself.

No build step: the files in `static/components` are what the workspace links to. The public room may make one request
only, so its share is read once, squeezed, and written into one `<style>` element that the
Content-Security-Policy allows by its hash (CSP level 3, section 6.7.3.3).
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "components"
DRAWINGS = Path(__file__).parent / "templates" / "components" / "pictures"

SHARED = ("tokens", "ground", "button", "form", "notice", "card", "picture", "lamp", "sign", "steps", "code")
PUBLIC = (*SHARED, "public")
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


def _short_names(css: str) -> str:
    """Return the sheet with the unused custom properties left out and the others numbered: a phone on 2G loads less."""
    used = set(_USED.findall(css))
    css = _DEFINED.sub(lambda found: found.group() if found[1] in used else "", css)
    short = {name: f"--{number}" for number, name in enumerate(sorted(set(_PROPERTY.findall(css))))}
    return _PROPERTY.sub(lambda found: short[found.group()], css)


@cache
def public_css() -> str:
    """Return the text of the public room's one `<style>` element."""
    return _short_names(squeeze("\n".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in PUBLIC)))


@cache
def public_css_hash() -> str:
    """Return the CSP source that allows exactly `public_css()`, quotes included: `'sha256-…'`."""
    digest = hashlib.sha256(public_css().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
