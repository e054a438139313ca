"""The look of Lali: tokens, components and the base templates of its two rooms, each living here once.

What it is for: every screen takes its parts from here, so that a button, a table or a sign looks and speaks the same
everywhere; the gallery shows each part with example data. It promises WCAG 2.2 AA in light and dark, reflow at 320 px,
right-to-left safety, print, and pages that work without JavaScript. The public room is one request a page: its style
stands inside the page and is allowed by its hash.
It must never read a record, write an inline style or script (the Content-Security-Policy forbids both), let colour
alone carry a state, or use coral for anything but danger to a person.
"""

from lali.web.components.marks import Segment, Span, segments
from lali.web.components.styles import public_css, public_css_hash

__all__ = ["Segment", "Span", "public_css", "public_css_hash", "segments"]
