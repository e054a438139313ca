"""A picture as SVG: parts for a page, which wears the page's own sheet, and a file that carries its own."""

import re
from collections.abc import Callable, Collection, Iterable
from xml.sax.saxutils import escape, quoteattr

from .graph import Kind
from .picture import Line, Picture, Spot
from .shapes import SHAPES

PALETTE = {  # of the file: as the workspace looks by day and by night
    "paper": ("#fffdf8", "#211912"),
    "ink": ("#2a1c13", "#f3e9d9"),
    "soft": ("#5c4a3c", "#c8b8a3"),
    "line": ("#857160", "#927f6c"),
    "sea": ("#0b4f6c", "#83c7e2"),
    "sea-wash": ("#e1edf1", "#13303c"),
    "reef": ("#3b8560", "#4d9a70"),
    "reef-wash": ("#dfeee2", "#15301f"),
    "ochre": ("#b3730d", "#c08a35"),
    "ochre-wash": ("#fae8c6", "#382810"),
}
FILLS = {  # fill, outline
    Kind.CASE: ("ink", "ink"),
    Kind.TIP: ("sea-wash", "sea"),
    Kind.CONVERSATION: ("sea-wash", "sea"),
    Kind.PACKET: ("sea-wash", "sea"),
    Kind.PERSON: ("reef-wash", "reef"),
    Kind.ORGANISATION: ("reef-wash", "reef"),
    Kind.FAMILY: ("paper", "ink"),
    Kind.ELSEWHERE: ("paper", "line"),
}
_UNHOLDABLE = re.compile("[\x00-\x1f\ufffe\uffff\ud800-\udfff]")
OF_IDENTIFIERS = ("ochre-wash", "ochre")


def svg_parts(
    picture: Picture,
    *,
    address: Callable[[str], str] | None = None,
    chosen: str = "",
    way: Collection[tuple[str, str]] = (),
) -> str:
    """Lines, then nodes, each a link to `address(key)` where that is given; all text is escaped.

    A line says by `data-one` and `data-other` between which nodes it runs, so that a script finds the neighbours; those
    in `way` (pairs of keys, the lower first) are drawn as the way between two nodes.
    """
    on_way = frozenset(way)
    lines = "\n".join(_line(line, on_way) for line in picture.lines)
    spots = "\n".join(_spot(spot, address, chosen) for spot in picture.spots)
    return f'<g class="net-lines">{lines}</g>\n<g class="net-spots">{spots}</g>'


def _line(line: Line, way: Collection[tuple[str, str]]) -> str:
    marks = [f"net-line net-w{line.weight}"]
    marks += ["net-likely"] if line.likely else []
    marks += ["net-linked"] if line.linked else []
    marks += ["net-far"] if line.far else []
    marks += ["net-way"] if line.ties[0].ends() in way else []
    words = "; ".join(dict.fromkeys(filter(None, (tie.word for tie in line.ties))))
    title = f"<title>{escape(_clean(words))}</title>" if words else ""
    ends = f"data-one={quoteattr(line.one.node.key)} data-other={quoteattr(line.other.node.key)}"
    place = f'x1="{line.one.x}" y1="{line.one.y}" x2="{line.other.x}" y2="{line.other.y}"'
    return f'<line class="{" ".join(marks)}" {ends} {place}>{title}</line>'


def _spot(spot: Spot, address: Callable[[str], str] | None, chosen: str) -> str:
    node = spot.node
    marks = [f"net-spot net-{node.kind}"]
    marks += ["net-identifier"] if node.kind not in FILLS else []
    marks += ["net-named"] if spot.named else []
    marks += ["net-joins"] if spot.standing.joins > 1 and node.kind not in {Kind.CASE, Kind.TIP} else []
    marks += ["net-many"] if node.count > 1 else []
    marks += ["net-chosen"] if node.key == chosen else []
    said = f"{node.word}: {node.label}" if node.word else node.label
    body = ['<circle class="net-reach" r="24"/>'] if address else []
    body += [f"<title>{escape(_clean(said))}</title>"]
    shape = SHAPES[node.kind]
    if node.count > 1:
        body.append(f'<path class="net-behind" transform="translate(5 -5)" d="{shape}"/>')
    if "net-joins" in marks:
        body.append('<circle class="net-ring" r="23"/>')
    body.append(f'<path class="net-shape" d="{shape}"/>')
    if node.is_new:
        body.append('<circle class="net-new" cx="14" cy="-14" r="5"/>')
    body.append(f'<text y="{spot.text_at}">{escape(_clean(spot.label))}</text>')
    inside = "".join(body)
    if address:
        inside = f"<a href={quoteattr(address(node.key))} aria-label={quoteattr(_clean(said))}>{inside}</a>"
    key = quoteattr(node.key)
    return f'<g class="{" ".join(marks)}" data-key={key} transform="translate({spot.x} {spot.y})">{inside}</g>'


def as_svg(picture: Picture, *, title: str, captions: Iterable[str] = (), watermark: str = "") -> str:
    """The picture as a file of its own: with title, lines of text below it, and its colours by day and by night."""
    below = [_clean(line) for line in captions]
    longest = max((len(line) for line in (title, *below)), default=0)
    width = max(picture.width, 480, longest * 7 + 32)
    height = picture.height + 44 + 18 * len(below) + 16
    words = "".join(
        f'<text class="net-caption" x="16" y="{picture.height + 60 + 18 * number}">{escape(line)}</text>'
        for number, line in enumerate(below)
    )
    mark = (
        f'<text class="net-watermark" x="{width // 2}" y="{height // 2}">{escape(_clean(watermark))}</text>'
        if watermark
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label={quoteattr(_clean(title))}>\n<style>{_style()}</style>\n'
        f'<rect class="net-paper" width="{width}" height="{height}"/>{mark}'
        f'<text class="net-title" x="16" y="28">{escape(_clean(title))}</text>\n'
        f'<g transform="translate(0 36)">{svg_parts(picture)}</g>\n{words}</svg>\n'
    )


def _style() -> str:
    rules = [
        ".net-paper{fill:var(--paper)}",
        "text{font:13px system-ui,'Noto Sans',sans-serif;fill:var(--ink)}",
        ".net-spot text{text-anchor:middle;paint-order:stroke;stroke:var(--paper);stroke-width:4px}",
        ".net-spot:not(.net-named) text{display:none}",
        ".net-title{font-size:18px;font-weight:600}",
        ".net-caption{font-size:12px;fill:var(--soft)}",
        ".net-watermark{font-size:90px;text-anchor:middle;opacity:.08}",
        ".net-line{stroke:var(--line)}.net-w2{stroke-width:1.3}.net-w3{stroke-width:1.7}.net-w4{stroke-width:2.2}",
        ".net-far{opacity:.3}.net-likely{stroke-dasharray:5 4}.net-linked{stroke:var(--sea);stroke-width:4}",
        ".net-shape,.net-behind{stroke-width:2;fill:var(--ochre-wash);stroke:var(--ochre)}",
        ".net-ring{fill:none;stroke:var(--ochre);stroke-width:2.5}",
        ".net-new{fill:var(--sea)}",
        ".net-elsewhere .net-shape{stroke-dasharray:3 3}",
    ]
    rules += [
        f".net-{kind} .net-shape,.net-{kind} .net-behind{{fill:var(--{fill});stroke:var(--{edge})}}"
        for kind, (fill, edge) in FILLS.items()
    ]
    day, night = (";".join(f"--{name}:{pair[turn]}" for name, pair in PALETTE.items()) for turn in (0, 1))
    return f"svg{{{day}}}@media screen and (prefers-color-scheme:dark){{svg{{{night}}}}}{''.join(rules)}"


def _clean(words: str) -> str:
    """Without what XML cannot hold."""
    return _UNHOLDABLE.sub("", words)
